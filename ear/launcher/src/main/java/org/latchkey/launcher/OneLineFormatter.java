package org.latchkey.launcher;

import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/** Formats a record as its level and the first line of its message that is not blank. */
public final class OneLineFormatter extends Formatter {

  @Override
  public String format(LogRecord entry) {
    String message = formatMessage(entry);
    String line =
        message == null
            ? ""
            : message.lines().filter(text -> !text.isBlank()).findFirst().orElse("");
    return entry.getLevel().getName() + ": " + line + System.lineSeparator();
  }
}
