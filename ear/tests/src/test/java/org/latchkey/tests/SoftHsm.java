package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * SoftHSM with tokens of a test's own, and the file that says which CloudHSM cluster each one is.
 *
 * <p>The library is named through a link, so that a test can take it away.
 */
final class SoftHsm {
  /** The password of the user of every token. */
  static final String PASSWORD = "kmsPswd1-of-the-tests";

  private static final Path LIBRARY = Path.of("/usr/lib/softhsm/libsofthsm2.so");
  private static final Pattern SLOT = Pattern.compile("reassigned to slot (\\d+)");
  private static final long TIMEOUT_SECONDS = 60;

  private final Path folder;
  private final String trustAnchor;
  private final List<String> clusters = new ArrayList<>();

  /** SoftHSM without any token, in a folder that exists. */
  SoftHsm(Path folder) throws Exception {
    this.folder = folder;
    this.trustAnchor = certificate("customer-ca.example.com");
    Files.createDirectories(tokens());
    Files.writeString(
        configuration(), "directories.tokendir = " + tokens() + "\nobjectstore.backend = file\n");
    Files.writeString(trustAnchorFile(), trustAnchor);
    Files.writeString(clustersFile(), "");
    Files.createSymbolicLink(library(), LIBRARY);
  }

  /** A certificate that a cluster could be known by, as PEM. */
  static String certificate(String name) throws Exception {
    return KeyAndCertificate.create("EC", 256, name).certificatePem().asUtf8String();
  }

  /** Makes a token, and has a cluster id stand for it. */
  void addCluster(String clusterId) {
    addCluster(clusterId, initToken(clusterId, PASSWORD));
  }

  /** Makes a token whose PIN begins with a user's name, and has a cluster id stand for it. */
  void addClusterWithUser(String clusterId, String user) {
    addCluster(clusterId, initToken(clusterId, user + ":" + PASSWORD));
    append(clusterId + ".user = " + user);
  }

  /** Has a cluster id stand for a slot. */
  void addCluster(String clusterId, String slot) {
    append(clusterId + ".library = " + library());
    append(clusterId + ".slot = " + slot);
    append(clusterId + ".trust-anchor = " + trustAnchorFile());
  }

  private void append(String line) {
    clusters.add(line);
    try {
      Files.write(clustersFile(), clusters);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String initToken(String label, String pin) {
    String output =
        run(
            "softhsm2-util",
            "--init-token",
            "--free",
            "--label",
            label,
            "--so-pin",
            "12345678",
            "--pin",
            pin);
    Matcher slot = SLOT.matcher(output);
    assertThat(slot.find()).as(output).isTrue();
    return slot.group(1);
  }

  /** What SoftHSM's own tool shows of the secret keys that the tokens hold, one text each. */
  List<String> secretKeys() {
    try (Stream<Path> files = Files.walk(tokens())) {
      return files
          .filter(file -> file.toString().endsWith(".object"))
          .filter(file -> !file.endsWith("token.object"))
          .map(file -> finish("softhsm2-dump-file", file.toString()).output())
          .filter(dump -> dump.contains("CKO_SECRET_KEY"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String run(String... command) {
    Finished finished = finish(command);
    assertThat(finished.status()).as(finished.output()).isZero();
    return finished.output();
  }

  private record Finished(int status, String output) {}

  /** The status of {@code softhsm2-dump-file} says nothing: it is 1 for a whole dump, too. */
  private Finished finish(String... command) {
    try {
      Path output = Files.createTempFile("softhsm", ".out");
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().put("SOFTHSM2_CONF", configuration().toString());
      Process process = builder.redirectOutput(output.toFile()).start();
      boolean ended = process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      String text = Files.readString(output, StandardCharsets.ISO_8859_1);
      Files.delete(output);
      assertThat(ended).as(text).isTrue();
      return new Finished(process.exitValue(), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Takes all tokens away, or puts them back. */
  void moveTokens(boolean away) throws IOException {
    Path hidden = folder.resolve("tokens-away");
    Files.move(away ? tokens() : hidden, away ? hidden : tokens());
  }

  /** Takes the library away. */
  void removeLibrary() throws IOException {
    Files.delete(library());
  }

  /** Puts the library back. */
  void restoreLibrary() throws IOException {
    Files.createSymbolicLink(library(), LIBRARY);
  }

  /** A server that is configured with these tokens, and not started yet. */
  LatchkeyServer configure(LatchkeyServer server) {
    return server
        .with("SOFTHSM2_CONF", configuration().toString())
        .with("LATCHKEY_CLOUDHSM_CLUSTERS", clustersFile().toString());
  }

  /** The certificate that every cluster is known by, as PEM. */
  String trustAnchor() {
    return trustAnchor;
  }

  private Path tokens() {
    return folder.resolve("tokens");
  }

  private Path configuration() {
    return folder.resolve("softhsm2.conf");
  }

  private Path clustersFile() {
    return folder.resolve("clusters.properties");
  }

  private Path trustAnchorFile() {
    return folder.resolve("customerCA.crt");
  }

  private Path library() {
    return folder.resolve("libsofthsm2.so");
  }
}
