package org.latchkey.audit.chain;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Reads the lines of a file of records, from some place on. */
public final class TrailLines implements AutoCloseable {

  private static final int BUFFER = 1 << 16;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER];
  private int from;
  private int to;
  private long offset;
  private boolean cutShort;

  /**
   * Opens a file.
   *
   * @param offset where a line begins, in bytes
   */
  public TrailLines(Path file, long offset) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    channel.position(offset);
    this.in = Channels.newInputStream(channel);
    this.offset = offset;
  }

  /** The next complete line without its end; null where there is none. */
  public byte @Nullable [] next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(BUFFER / 32);
    while (fill()) {
      int end = from;
      while (end < to && buffer[end] != '\n') {
        end++;
      }
      line.write(buffer, from, end - from);
      from = end + 1;
      if (end < to) {
        offset += line.size() + 1L;
        return line.toByteArray();
      }
    }
    cutShort = line.size() > 0;
    return null;
  }

  /** Whether there is an octet behind the ones taken. */
  private boolean fill() throws IOException {
    if (from < to) {
      return true;
    }
    from = 0;
    to = Math.max(0, in.read(buffer));
    return to > 0;
  }

  /** Where the line after the last complete one begins. */
  public long offset() {
    return offset;
  }

  /** Whether, after the last complete line, there is the begin of another. */
  public boolean isCutShort() {
    return cutShort;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
