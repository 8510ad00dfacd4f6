package org.latchkey.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * An append-only file of lines, with group commit: one thread writes whatever has come in since its
 * last write, forces it to storage once, and then wakes everyone whose line was in it.
 *
 * <p>A line that a crash cut short was never acknowledged; the next start ends it with a newline,
 * so that no later line is joined to it.
 */
final class AuditFile implements AutoCloseable {

  private static final int GROUP = 1024;

  private final BlockingQueue<Line> pending = new LinkedBlockingQueue<>();
  private final FileChannel channel;
  private final Thread writer;
  private volatile boolean closed;

  private record Line(byte[] bytes, CompletableFuture<Void> durable) {}

  AuditFile(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    channel.position(channel.size());
    endCutLine();
    writer = new Thread(this::writeGroups, "latchkey-audit");
    writer.setDaemon(true);
    writer.start();
  }

  /**
   * Appends {@code line}, which ends with a newline.
   *
   * @return completes once the line is on stable storage, exceptionally where it could not be put
   *     there
   */
  CompletableFuture<Void> append(byte[] line) {
    CompletableFuture<Void> durable = new CompletableFuture<>();
    if (closed) {
      durable.completeExceptionally(new IOException("the audit file is closed"));
      return durable;
    }
    pending.add(new Line(line, durable));
    return durable;
  }

  private void endCutLine() throws IOException {
    long size = channel.size();
    if (size == 0) {
      return;
    }
    ByteBuffer last = ByteBuffer.allocate(1);
    channel.read(last, size - 1);
    if (last.get(0) != '\n') {
      write(List.of(new byte[] {'\n'}));
    }
  }

  private void writeGroups() {
    List<Line> group = new ArrayList<>(GROUP);
    while (!closed || !pending.isEmpty()) {
      group.clear();
      try {
        group.add(pending.take());
        pending.drainTo(group, GROUP - 1);
        write(group.stream().map(Line::bytes).toList());
        group.forEach(line -> line.durable().complete(null));
      } catch (IOException failure) {
        group.forEach(line -> line.durable().completeExceptionally(failure));
      } catch (InterruptedException stop) {
        // close() interrupts the wait for a line; the loop's condition ends it
      }
    }
  }

  private void write(List<byte[]> lines) throws IOException {
    int length = lines.stream().mapToInt(line -> line.length).sum();
    ByteBuffer buffer = ByteBuffer.allocate(length);
    lines.forEach(buffer::put);
    buffer.flip();
    long start = channel.position();
    try {
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(false);
    } catch (IOException failure) {
      // none of the group is acknowledged, so none of it may stay half written
      channel.truncate(start);
      throw failure;
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    writer.interrupt();
    try {
      writer.join();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
    channel.close();
  }
}
