package org.latchkey.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.latchkey.audit.chain.TrailDeletion;
import org.latchkey.shared.Caller;
import org.latchkey.shared.Settings;

/** What the trail records of itself. */
final class TrailEvents {

  /** Whose such events are: no customer has this number. */
  private static final String ACCOUNT = "000000000000";

  private final Clock clock;

  /**
   * A file was opened, at a start or because the one before it was full or old.
   *
   * @param discardedBytes what a crash left of a record that was never acknowledged
   */
  public record OpenTrailFile(String file, long discardedBytes) {}

  /** Records went to other sinks alone while the file could not be written, and cannot follow. */
  public record SkipTrailRecords(long count) {}

  /** The trail could not be written for a while, and calls were refused. */
  public record ResumeTrail() {}

  /** An archived file was deleted, its retention being over. */
  public record DeleteTrailFile(String file, long firstSequence, long lastSequence) {}

  TrailEvents(Clock clock) {
    this.clock = clock;
  }

  /** An event about {@code details}, whose type's name is the event's. */
  AuditEvent event(Record details) {
    String requestId = UUID.randomUUID().toString();
    return new AuditEvent(
        clock.instant(),
        Caller.service(TrailDeletion.SOURCE, ACCOUNT, Settings.region(), requestId),
        Settings.region(),
        TrailDeletion.SOURCE,
        details.getClass().getSimpleName(),
        requestId,
        TrailDeletion.SOURCE,
        TrailDeletion.SOURCE,
        details,
        List.of(),
        null,
        null);
  }

  byte[] record(Record details) {
    return CloudTrailRecord.json(event(details), UUID.randomUUID().toString()).getBytes(UTF_8);
  }
}
