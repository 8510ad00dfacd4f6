package org.latchkey.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.latchkey.audit.chain.ChainLink;
import org.latchkey.audit.chain.TrailDigest;
import org.latchkey.audit.chain.TrailDigest.LogFile;
import org.latchkey.audit.chain.TrailFileName.Located;
import org.latchkey.audit.chain.TrailLines;
import org.latchkey.crypto.Digests;

/**
 * This node's signed digests, in {@code audit/digests} with the public key beside them. Each says
 * which record was the last, and follows the digest before it by hash and signature.
 */
@ApplicationScoped
public class TrailDigests {

  private static final Duration PERIOD = Duration.ofHours(1);
  private static final String FOLDER = "digests";
  private static final String PUBLIC_KEY = "public-key.pem";

  @Inject private Trail trail;
  @Inject private DigestSigner signer;
  @Inject private Clock clock;

  /** A digest in its file. */
  private record Kept(TrailDigest digest, byte[] json, String signature) {}

  /** Whether an hour has passed since the last digest, or there is none. */
  public boolean isDue() {
    return last()
        .map(kept -> Instant.parse(kept.digest().endTime()).plus(PERIOD))
        .filter(next -> clock.instant().isBefore(next))
        .isEmpty();
  }

  /**
   * Makes a digest of all records up to now.
   *
   * @return the name of its file
   */
  public synchronized String make() {
    try {
      Path folder = folder();
      TrailFolder.createPrivate(folder);
      Kept before = last().orElse(null);
      byte[] publicKey = signer.publicKey();
      TrailDigest digest = digest(before, publicKey);
      String name = TrailDigest.fileName(digest.node(), digest.number());
      byte[] json = digest.toJson();
      byte[] signature =
          signer.sign(
              TrailDigest.toSign(
                  digest.endTime(), name, Digests.sha256hex(json), digest.previousSignature()));
      keep(folder.resolve(PUBLIC_KEY), pem(publicKey));
      // a signature without its digest is nothing; a digest without its signature would be damage
      keep(
          folder.resolve(TrailDigest.signatureName(name)),
          HexFormat.of().formatHex(signature).getBytes(US_ASCII));
      keep(folder.resolve(name), json);
      return name;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private TrailDigest digest(@Nullable Kept before, byte[] publicKey) throws IOException {
    TrailPosition end = trail.end();
    long from = before == null ? 1 : before.digest().lastSequence() + 1;
    return new TrailDigest(
        trail.node(),
        before == null ? 1 : before.digest().number() + 1,
        before == null ? null : before.digest().endTime(),
        clock.instant().toString(),
        logFiles(trail.folder().files(), from, end),
        end.sequence(),
        end.hash(),
        Digests.sha256hex(publicKey),
        before == null ? null : Digests.sha256hex(before.json()),
        before == null ? null : before.signature());
  }

  /** What the files held from record {@code from} on, up to the end. */
  static List<LogFile> logFiles(List<Located> files, long from, TrailPosition end)
      throws IOException {
    List<LogFile> held = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      long first = files.get(i).name().first();
      boolean newest = i == files.size() - 1 || first == end.file();
      long last = newest ? end.sequence() : files.get(i + 1).name().first() - 1;
      if (last >= from && first <= end.sequence()) {
        held.add(
            new LogFile(
                files.get(i).name().toString(),
                Math.max(first, from),
                last,
                newest ? end.hash() : hashBefore(files.get(i + 1).path())));
      }
    }
    return held;
  }

  /** The hash of the record before a file's first. */
  private static String hashBefore(Path file) throws IOException {
    try (TrailLines lines = new TrailLines(file, 0)) {
      byte[] line = lines.next();
      return Optional.ofNullable(line)
          .flatMap(ChainLink::of)
          .map(ChainLink::previous)
          .orElseThrow(() -> new IOException(file + " does not begin with a record"));
    }
  }

  private Optional<Kept> last() {
    Path folder = folder();
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(folder)) {
      Path newest =
          files
              .filter(
                  file ->
                      TrailDigest.nodeOf(String.valueOf(file.getFileName()))
                          .filter(trail.node()::equals)
                          .isPresent())
              .max(Comparator.comparing(Path::toString))
              .orElse(null);
      if (newest == null) {
        return Optional.empty();
      }
      byte[] json = Files.readAllBytes(newest);
      String signature =
          Files.readString(
                  newest.resolveSibling(
                      TrailDigest.signatureName(String.valueOf(newest.getFileName()))),
                  US_ASCII)
              .strip();
      return Optional.of(new Kept(TrailDigest.parse(json), json, signature));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Path folder() {
    return Trail.path().resolve(FOLDER);
  }

  private static byte[] pem(byte[] publicKey) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(publicKey);
    return ("-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n")
        .getBytes(UTF_8);
  }

  /** Writes a file so that it is either whole or not there. */
  private static void keep(Path file, byte[] content) throws IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
    Files.write(unfinished, content);
    try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(
        unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    TrailFolder.force(folder());
  }
}
