package org.latchkey.audit;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.latchkey.crypto.RandomBytes;

/**
 * The ids of events: UUIDs of version 7 (RFC 9562, section 5.7), which tell the millisecond of the
 * event, so that an event is found by its id without an index of ids.
 */
public final class EventIds {

  private static final int VERSION = 7;
  private static final int VERSION_SHIFT = 12;
  private static final int TIME_SHIFT = 16;
  private static final long RANDOM_A = 0xfff;
  private static final long VARIANT = 0x8000_0000_0000_0000L;
  private static final long RANDOM_B = 0x3fff_ffff_ffff_ffffL;

  private EventIds() {}

  /** A new id for an event of that time. */
  static String at(Instant time) {
    ByteBuffer random = ByteBuffer.wrap(RandomBytes.of(2 * Long.BYTES));
    long high =
        time.toEpochMilli() << TIME_SHIFT
            | VERSION << VERSION_SHIFT
            | (random.getLong() & RANDOM_A);
    return new UUID(high, VARIANT | (random.getLong() & RANDOM_B)).toString();
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
