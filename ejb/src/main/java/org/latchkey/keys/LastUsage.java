package org.latchkey.keys;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.MapsId;
import jakarta.persistence.OneToOne;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key's last successful cryptographic operation. A row of its own, so that noting a use touches
 * neither the key nor its lock.
 */
@Entity
@Table(name = "key_last_usage")
class LastUsage {

  @Id
  @Column(name = "key_row")
  @SuppressWarnings("UnusedVariable") // what queries select by
  private @Nullable Long keyRow;

  @OneToOne(optional = false)
  @MapsId
  @JoinColumn(name = "key_row")
  @SuppressWarnings("UnusedVariable") // has the key's row inserted first
  private Key key;

  @Column(name = "tracked_from")
  private Instant trackedFrom;

  private @Nullable String operation;

  @Column(name = "used_at")
  private @Nullable Instant usedAt;

  @Column(name = "event_id")
  private @Nullable String eventId;

  @Column(name = "request_id")
  private @Nullable String requestId;

  protected LastUsage() {}

  LastUsage(Key key, Instant trackedFrom) {
    this.key = key;
    this.trackedFrom = trackedFrom;
  }

  /** Since when uses are noted: the key's creation, or the installation of what notes them. */
  Instant trackedFrom() {
    return trackedFrom;
  }

  /** The last use that is on record; null where there is none. */
  @Nullable KeyUse use() {
    return operation == null || usedAt == null || eventId == null
        ? null
        : new KeyUse(operation, usedAt, eventId, requestId);
  }
}
