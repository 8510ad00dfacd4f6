package org.latchkey.launcher;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.LogRecord;
import java.util.logging.StreamHandler;
import org.jspecify.annotations.Nullable;

/**
 * A log handler that writes to the process's standard error itself, where {@link System#err} has
 * been sent to the log. The logging configuration names it.
 *
 * <p>It keeps to a line a record; the log file has the stack traces. Records are held back until
 * the server is ready: a start that fails is told in one sentence.
 */
public final class StandardErrorHandler extends StreamHandler {
  private static @Nullable StandardErrorHandler current;

  private @Nullable List<LogRecord> held = new ArrayList<>();

  /** Made by the log manager, which sets level and formatter. */
  public StandardErrorHandler() {
    setOutputStream(new FileOutputStream(FileDescriptor.err));
    setCurrent(this);
  }

  private static synchronized void setCurrent(StandardErrorHandler handler) {
    current = handler;
  }

  /** Writes what was held back, and everything from now on. */
  static synchronized void release() {
    if (current != null) {
      current.releaseHeld();
    }
  }

  private synchronized void releaseHeld() {
    List<LogRecord> records = held;
    held = null;
    if (records != null) {
      records.forEach(this::publish);
    }
  }

  @Override
  public synchronized void publish(LogRecord entry) {
    if (!isLoggable(entry)) {
      return;
    }
    if (held != null) {
      held.add(entry);
      return;
    }
    super.publish(entry);
    flush();
  }

  /** Does not close standard error. */
  @Override
  public synchronized void close() {
    flush();
  }
}
