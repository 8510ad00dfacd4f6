package org.latchkey.audit;

import java.time.Duration;
import java.time.Instant;
import org.latchkey.shared.Settings;

/**
 * When a file of records is closed and the next begun.
 *
 * @param bytes once it is at least as long as this
 * @param age once its first record is at least as old as this
 */
record Rotation(long bytes, Duration age) {

  private static final int MEGABYTES = 64;
  private static final int HOURS = 24;
  private static final long MEGABYTE = 1024L * 1024;

  static Rotation configured() {
    return new Rotation(
        Settings.number("audit-file-megabytes", MEGABYTES) * MEGABYTE,
        Duration.ofHours(Settings.number("audit-file-hours", HOURS)));
  }

  boolean isDue(long length, Instant openedAt, Instant now) {
    return length >= bytes || !now.isBefore(openedAt.plus(age));
  }
}
