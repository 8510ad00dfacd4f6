package org.latchkey.audit;

import java.util.concurrent.CompletableFuture;

/**
 * A second place for records, besides the file. It gets every record; while the file can be
 * written, nobody waits for it.
 */
public interface RecordSink {

  /** Whether the operator has configured this place. Asked once, before anything is stored. */
  boolean isConfigured();

  /** Whether it could be reached the last time. */
  boolean isUp();

  /** What the log calls it, for example {@code syslog}. */
  String name();

  /**
   * Stores a record, a JSON object in UTF-8, and returns at once.
   *
   * @return completes once the record is there, exceptionally where it cannot be put there now
   */
  CompletableFuture<Void> store(byte[] record);
}
