package org.latchkey.cloudtrail;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.latchkey.audit.TrailPosition;
import org.latchkey.audit.TrailReader;

/** Takes this node's records over into the database. */
@ApplicationScoped
class TrailIndex {

  /** For how long events can be looked up. */
  static final Duration HISTORY = Duration.ofDays(90);

  private static final int BATCH = 1000;

  @Inject private TrailReader reader;
  @Inject private IndexedEvents events;
  @Inject @Any private Instance<IndexedRecordListener> listeners;
  @Inject private Clock clock;

  /**
   * What was taken over.
   *
   * @param last the time of the last event; where there was none, that of the call
   * @param more whether there may be more
   */
  record Taken(Instant last, boolean more) {}

  /** Takes the next records over, in a transaction with the note of how far that is. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  Taken takeOver() {
    TrailPosition position = events.position(reader.node());
    TrailReader.Batch batch = read(position);
    List<RecordedEvent> taken =
        batch.records().stream().map(RecordedEvent::of).flatMap(Optional::stream).toList();
    if (!batch.next().equals(position)) {
      events.move(reader.node(), position, batch.next());
    }
    if (!taken.isEmpty()) {
      events.add(taken);
      for (IndexedRecordListener listener : listeners) {
        taken.forEach(event -> listener.indexed(event.record()));
      }
    }
    return new Taken(
        taken.isEmpty() ? clock.instant() : taken.get(taken.size() - 1).time(), batch.more());
  }

  private TrailReader.Batch read(TrailPosition position) {
    try {
      return reader.read(position, BATCH);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Forgets what is older than can be asked for. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  void forgetOld() {
    events.forgetBefore(clock.instant().minus(HISTORY));
  }
}
