package org.latchkey.launcher;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.logging.LogRecord;
import java.util.logging.StreamHandler;

/**
 * A log handler that writes to the process's standard error itself, where {@link System#err} has
 * been sent to the log. The logging configuration names it.
 */
public final class StandardErrorHandler extends StreamHandler {

  /** Made by the log manager, which sets level and formatter. */
  public StandardErrorHandler() {
    setOutputStream(new FileOutputStream(FileDescriptor.err));
  }

  @Override
  public synchronized void publish(LogRecord entry) {
    super.publish(entry);
    flush();
  }

  /** Does not close standard error. */
  @Override
  public synchronized void close() {
    flush();
  }
}
