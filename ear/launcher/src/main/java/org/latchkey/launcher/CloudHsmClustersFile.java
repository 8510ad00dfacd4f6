package org.latchkey.launcher;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The file of {@code --cloudhsm-clusters}, in the format of {@link Properties}: for each cluster id
 * the {@code library}, the {@code slot} and the {@code trust-anchor} of a PKCS#11 token, and the
 * {@code user} where the token's PIN begins with one.
 *
 * <p>A library that is missing is no mistake here: a token may come and go while the server runs.
 */
final class CloudHsmClustersFile {
  private static final String FLAG = "--cloudhsm-clusters: ";

  /** Cluster ids as AWS CloudHSM has them. */
  private static final Pattern ENTRY =
      Pattern.compile("(cluster-[2-7a-zA-Z]{11,16})\\.(library|slot|trust-anchor|user)");

  private final Path file;
  private final Properties properties = new Properties();

  private CloudHsmClustersFile(Path file) {
    this.file = file;
  }

  /**
   * Checks the file.
   *
   * @return its absolute path
   * @throws ConfigurationException with one sentence about the first entry that cannot be used
   */
  static String checked(Path file) {
    CloudHsmClustersFile clusters = new CloudHsmClustersFile(file.toAbsolutePath().normalize());
    clusters.load();
    clusters.check();
    return clusters.file.toString();
  }

  private void load() {
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new ConfigurationException(FLAG + file + " cannot be read.");
    }
  }

  private void check() {
    Set<String> clusters = new TreeSet<>();
    for (String entry : properties.stringPropertyNames()) {
      Matcher known = ENTRY.matcher(entry);
      if (!known.matches()) {
        throw refused(entry, "is not CLUSTER_ID.library, .slot, .trust-anchor or .user");
      }
      clusters.add(known.group(1));
    }
    Set<String> tokens = new HashSet<>();
    for (String cluster : clusters) {
      String token = absolute(cluster + ".library") + "#" + slot(cluster + ".slot");
      if (!tokens.add(token)) {
        throw refused(cluster, "has the token of another cluster");
      }
      if (!Files.isReadable(absolute(cluster + ".trust-anchor"))) {
        throw refused(cluster + ".trust-anchor", "is not a file that can be read");
      }
    }
  }

  private Path absolute(String entry) {
    try {
      Path path = Path.of(required(entry));
      if (path.isAbsolute()) {
        return path.normalize();
      }
    } catch (InvalidPathException e) {
      // refused like any other
    }
    throw refused(entry, "is not an absolute path");
  }

  private int slot(String entry) {
    try {
      int slot = Integer.parseInt(required(entry).strip());
      if (slot >= 0) {
        return slot;
      }
    } catch (NumberFormatException e) {
      // refused like any other
    }
    throw refused(entry, "is not a slot's number");
  }

  private String required(String entry) {
    @Nullable String value = properties.getProperty(entry);
    if (value == null || value.isBlank()) {
      throw refused(entry, "is missing");
    }
    return value;
  }

  private ConfigurationException refused(String entry, String why) {
    return new ConfigurationException(FLAG + entry + " in " + file + " " + why + ".");
  }
}
