package org.latchkey.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.latchkey.audit.chain.ChainLink;
import org.latchkey.audit.chain.TrailFileName;
import org.latchkey.audit.chain.TrailFileName.Located;
import org.latchkey.audit.chain.TrailLines;
import org.latchkey.crypto.Digests;

/**
 * Where a node's files of records lie: the newest, which is written to, and closed ones in the
 * trail folder or, once archived, in the archive folder.
 */
record TrailFolder(Path folder, Path archive, String node) {

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  /** This node's files, in their order. */
  List<Located> files() throws IOException {
    return TrailFileName.in(List.of(folder, archive)).stream()
        .filter(file -> file.name().node().equals(node))
        .toList();
  }

  /** The closed files of this node that are not archived, in their order. */
  List<Located> closed() throws IOException {
    List<Located> files = files();
    return files.stream()
        .limit(Math.max(0, files.size() - 1))
        .filter(file -> folder.equals(file.path().getParent()))
        .toList();
  }

  /** The archived files of this node, in their order. */
  List<Located> archived() throws IOException {
    return files().stream().filter(file -> archive.equals(file.path().getParent())).toList();
  }

  /** The file that begins with record {@code first}, wherever it lies. */
  Optional<Path> file(long first) {
    String name = new TrailFileName(node, first).toString();
    return List.of(folder, archive).stream()
        .map(place -> place.resolve(name))
        .filter(Files::exists)
        .findFirst();
  }

  /** Makes the folder where it is missing, for its owner alone. */
  void create() throws IOException {
    createPrivate(folder);
  }

  static void createPrivate(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    }
  }

  /** Forces a folder's list of names to storage. */
  static void force(Path folder) throws IOException {
    try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
      names.force(true);
    }
  }

  /**
   * Behind the last complete record of the newest file that has one. A record that a crash cut
   * short was never acknowledged and does not count.
   */
  TrailPosition end() throws IOException {
    List<Located> newestFirst =
        files().stream()
            .sorted(Comparator.comparing((Located file) -> file.name().first()).reversed())
            .toList();
    for (Located file : newestFirst) {
      Optional<TrailPosition> end = endOf(file);
      if (end.isPresent()) {
        return end.get();
      }
    }
    return TrailPosition.START;
  }

  private static Optional<TrailPosition> endOf(Located file) throws IOException {
    try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ)) {
      long end = newlineBefore(channel, channel.size()) + 1;
      if (end == 0) {
        return Optional.empty();
      }
      long begin = newlineBefore(channel, end - 1) + 1;
      byte[] line = new byte[Math.toIntExact(end - 1 - begin)];
      ByteBuffer buffer = ByteBuffer.wrap(line);
      while (buffer.hasRemaining() && channel.read(buffer, begin + buffer.position()) >= 0) {
        assert buffer.position() > 0;
      }
      Optional<ChainLink> link = ChainLink.of(line);
      long sequence =
          link.isPresent() ? link.get().sequence() : file.name().first() - 1 + lines(file);
      return Optional.of(
          new TrailPosition(
              file.name().first(), end, sequence, HexFormat.of().formatHex(Digests.sha256(line))));
    }
  }

  /** The number of the last record where its line does not tell: somebody has changed it. */
  private static long lines(Located file) throws IOException {
    try (TrailLines lines = new TrailLines(file.path(), 0)) {
      long count = 0;
      while (lines.next() != null) {
        count++;
      }
      return count;
    }
  }

  /** The offset of the last line end before {@code end}; -1 where there is none. */
  private static long newlineBefore(FileChannel channel, long end) throws IOException {
    byte[] block = new byte[1 << 13];
    long to = end;
    while (to > 0) {
      int length = (int) Math.min(block.length, to);
      ByteBuffer buffer = ByteBuffer.wrap(block, 0, length);
      while (buffer.hasRemaining() && channel.read(buffer, to - length + buffer.position()) >= 0) {
        assert buffer.position() > 0;
      }
      for (int i = length - 1; i >= 0; i--) {
        if (block[i] == '\n') {
          return to - length + i;
        }
      }
      to -= length;
    }
    return -1;
  }
}
