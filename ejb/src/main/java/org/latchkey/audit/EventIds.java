package org.latchkey.audit;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * The ids of events: UUIDs of version 7 (RFC 9562, section 5.7), which tell the millisecond of the
 * event, so that an event is found by its id without an index of ids.
 */
public final class EventIds {

  private static final int VERSION = 7;
  private static final int TIME_SHIFT = 16;
  private static final long RANDOM_A = 0xfff;
  private static final long VARIANT = 0x8000_0000_0000_0000L;
  private static final long RANDOM_B = 0x3fff_ffff_ffff_ffffL;

  private static final SecureRandom RANDOM = new SecureRandom();

  private EventIds() {}

  /** A new id for an event of that time. */
  static String at(Instant time) {
    long high = time.toEpochMilli() << TIME_SHIFT | VERSION << 12 | (RANDOM.nextLong() & RANDOM_A);
    return new UUID(high, VARIANT | (RANDOM.nextLong() & RANDOM_B)).toString();
  }

  /** The millisecond of an event with that id; empty where the id does not tell it. */
  public static Optional<Instant> time(String id) {
    try {
      UUID uuid = UUID.fromString(id);
      return uuid.version() == VERSION && uuid.variant() == 2 && uuid.toString().equals(id)
          ? Optional.of(Instant.ofEpochMilli(uuid.getMostSignificantBits() >>> TIME_SHIFT))
          : Optional.empty();
    } catch (IllegalArgumentException notAUuid) {
      return Optional.empty();
    }
  }
}
