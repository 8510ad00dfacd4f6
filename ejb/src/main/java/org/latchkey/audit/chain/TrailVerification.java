package org.latchkey.audit.chain;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds what has been changed, taken out, put elsewhere or cut off in the files of a trail.
 *
 * <p>A chain alone cannot tell that its last records were cut off: that is for the digests, up to
 * the newest of them.
 */
public final class TrailVerification {

  /** A file that is moved away while it is looked for is found where it is now. */
  private static final int ATTEMPTS = 5;

  private final UnaryOperator<byte[]> sha256;
  private final @Nullable SignatureCheck signatures;

  private final List<Damage> damages = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  /** Tells whether a signature is one of a message under the trail's key. */
  @FunctionalInterface
  public interface SignatureCheck {

    boolean holds(byte[] message, byte[] signature);
  }

  /** A digest whose file could be read, and that file's name, hash and signature. */
  private record Kept(String name, TrailDigest digest, String hash, @Nullable String signature) {}

  /**
   * @param signatures null where there is no public key: digests are then taken as they are
   */
  public TrailVerification(UnaryOperator<byte[]> sha256, @Nullable SignatureCheck signatures) {
    this.sha256 = sha256;
    this.signatures = signatures;
  }

  /**
   * Verifies all that lies in some folders. A server may run meanwhile: where it moves a file from
   * one of the folders to another, what was read so far is read once more.
   *
   * @param folders with files of records; those that do not exist count as empty
   * @param digests the folder with the digests
   * @throws IOException where a file cannot be read, or is moved time and again
   */
  public VerificationReport verify(List<Path> folders, Path digests) throws IOException {
    for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
      try {
        return verifyOnce(folders, digests);
      } catch (NoSuchFileException moved) {
        damages.clear();
        notes.clear();
      }
    }
    return verifyOnce(folders, digests);
  }

  private VerificationReport verifyOnce(List<Path> folders, Path digests) throws IOException {
    // before the files: a server that runs may begin one and sign a digest of it at any time
    Map<String, List<Kept>> kept = digests(digests);
    Map<String, List<TrailFileName.Located>> files =
        TrailFileName.in(folders).stream()
            .collect(
                Collectors.groupingBy(
                    file -> file.name().node(), TreeMap::new, Collectors.toList()));
    long records = 0;
    for (Map.Entry<String, List<TrailFileName.Located>> node : files.entrySet()) {
      records += chain(node.getValue(), kept.getOrDefault(node.getKey(), List.of()));
    }
    for (Map.Entry<String, List<Kept>> node : kept.entrySet()) {
      if (!files.containsKey(node.getKey()) && !node.getValue().isEmpty()) {
        Kept newest = node.getValue().get(node.getValue().size() - 1);
        damages.add(
            new Damage(
                newest.name(), 0, "There are no files of the node whose records it speaks of."));
      }
    }
    return new VerificationReport(
        records,
        files.values().stream().mapToLong(List::size).sum(),
        kept.values().stream().mapToLong(List::size).sum(),
        damages,
        notes);
  }

  private long chain(List<TrailFileName.Located> files, List<Kept> digests) throws IOException {
    Map<Long, String> hashes = new TreeMap<>();
    Map<Long, String> names = new LinkedHashMap<>();
    for (Kept kept : digests) {
      hashes.put(kept.digest().lastSequence(), kept.digest().lastRecordHash());
      kept.digest()
          .logFiles()
          .forEach(file -> hashes.put(file.lastSequence(), file.lastRecordHash()));
      names.clear();
      names.put(kept.digest().lastSequence(), kept.name());
    }
    ChainCheck check = new ChainCheck(sha256, hashes);
    TrailFileName.Located last = files.get(files.size() - 1);
    for (TrailFileName.Located file : files) {
      check.read(file, file.equals(last));
    }
    check.end(last, names);
    damages.addAll(check.damages());
    notes.addAll(check.notes());
    return check.records();
  }

  private Map<String, List<Kept>> digests(Path folder) throws IOException {
    Map<String, List<Kept>> digests = new TreeMap<>();
    if (!Files.isDirectory(folder)) {
      return digests;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted(Comparator.comparing(Path::toString)).toList()) {
        String name = String.valueOf(file.getFileName());
        String node = TrailDigest.nodeOf(name).orElse(null);
        if (node != null) {
          List<Kept> chain = digests.computeIfAbsent(node, any -> new ArrayList<>());
          Kept kept = digest(file, name, node);
          if (kept != null) {
            follow(chain, kept);
            chain.add(kept);
          }
        }
      }
    }
    return digests;
  }

  private @Nullable Kept digest(Path file, String name, String node) throws IOException {
    byte[] content = Files.readAllBytes(file);
    String hash = HexFormat.of().formatHex(sha256.apply(content));
    TrailDigest digest;
    try {
      digest = TrailDigest.parse(content);
    } catch (IOException unreadable) {
      damages.add(new Damage(name, 0, "The digest has been changed: it cannot be read."));
      return null;
    }
    String signature = signature(file, name);
    if (!digest.node().equals(node) || !TrailDigest.fileName(node, digest.number()).equals(name)) {
      damages.add(new Damage(name, 0, "The digest lies under another digest's name."));
    } else if (signature == null) {
      damages.add(new Damage(name, 0, "The digest's signature is missing."));
    } else if (signatures != null && !holds(digest, name, hash, signature, signatures)) {
      damages.add(new Damage(name, 0, "The digest has been changed: its signature does not hold."));
      return null;
    }
    return new Kept(name, digest, hash, signature);
  }

  private static boolean holds(
      TrailDigest digest, String name, String hash, String signature, SignatureCheck check) {
    try {
      return check.holds(
          TrailDigest.toSign(digest.endTime(), name, hash, digest.previousSignature()),
          HexFormat.of().parseHex(signature));
    } catch (IllegalArgumentException notHexadecimal) {
      return false;
    }
  }

  private static @Nullable String signature(Path file, String name) throws IOException {
    try {
      return Files.readString(file.resolveSibling(TrailDigest.signatureName(name)), UTF_8).strip();
    } catch (NoSuchFileException none) {
      return null;
    }
  }

  private void follow(List<Kept> chain, Kept next) {
    if (chain.isEmpty()) {
      if (next.digest().number() != 1) {
        damages.add(new Damage(next.name(), 0, "The digests before this one are missing."));
      }
      return;
    }
    Kept before = chain.get(chain.size() - 1);
    if (next.digest().number() != before.digest().number() + 1) {
      damages.add(new Damage(next.name(), 0, "Digests are missing before this one."));
    } else if (!before.hash().equals(next.digest().previousHash())
        || !String.valueOf(before.signature()).equals(next.digest().previousSignature())) {
      damages.add(
          new Damage(before.name(), 0, "The digest is not the one that the next one follows."));
    }
  }
}
