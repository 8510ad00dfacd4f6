package org.latchkey.launcher;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;

/**
 * Takes what libraries print on the process's output streams, and writes it to the log, a line a
 * record. Standard output is for what the user asked for.
 */
final class LogOutput extends OutputStream {
  private static final int MAX_LINE_BYTES = 8192;

  private final Logger logger;
  private final ThreadLocal<ByteArrayOutputStream> line =
      ThreadLocal.withInitial(ByteArrayOutputStream::new);

  private LogOutput(String name) {
    this.logger = System.getLogger(name);
  }

  /** Sends both output streams of the process to the log from now on. */
  static void redirect() {
    System.setOut(stream("stdout"));
    System.setErr(stream("stderr"));
  }

  private static PrintStream stream(String name) {
    return new PrintStream(new LogOutput(name), true, StandardCharsets.UTF_8);
  }

  @Override
  public void write(int value) {
    ByteArrayOutputStream current = line.get();
    if (value != '\n' && current.size() < MAX_LINE_BYTES) {
      current.write(value);
      return;
    }
    String text = current.toString(StandardCharsets.UTF_8).stripTrailing();
    current.reset();
    if (!text.isEmpty()) {
      logger.log(Level.INFO, text);
    }
  }
}
