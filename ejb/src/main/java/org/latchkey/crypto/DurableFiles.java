package org.latchkey.crypto;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Files with secrets: readable by their owner alone, and either complete on disk or not there.
 *
 * <p>A file is written under another name, forced to disk and renamed, so that a process killed at
 * any moment leaves the complete file or none.
 */
final class DurableFiles {

  private static final String UNFINISHED = ".unfinished";

  private DurableFiles() {}

  /** What is done while no other process does the same for this file. */
  interface Exclusive<T> {
    T run() throws IOException;
  }

  /** Runs {@code action} while no other thread or process does so for {@code file}. */
  static synchronized <T> T exclusively(Path file, Exclusive<T> action) throws IOException {
    Path lock = sibling(file, ".lock");
    try (FileChannel channel =
            FileChannel.open(
                lock,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                ownerOnly(file));
        FileLock held = channel.lock()) {
      assert held.isValid();
      return action.run();
    }
  }

  /** Creates or replaces {@code file}; only within {@link #exclusively}. */
  static void write(Path file, byte[] content) throws IOException {
    Path unfinished = sibling(file, UNFINISHED);
    Files.deleteIfExists(unfinished);
    try (FileChannel channel =
        FileChannel.open(
            unfinished,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            ownerOnly(file))) {
      ByteBuffer buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    if (isPosix(file)) {
      // Without this a power failure could take the new name back.
      try (FileChannel folder = FileChannel.open(folder(file), StandardOpenOption.READ)) {
        folder.force(true);
      }
    }
  }

  private static Path sibling(Path file, String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }

  private static Path folder(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? file.toAbsolutePath() : parent;
  }

  private static boolean isPosix(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static FileAttribute<?>[] ownerOnly(Path file) {
    return isPosix(file)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
