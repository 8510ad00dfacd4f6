package org.latchkey.crypto;

import java.util.Optional;
import java.util.UUID;

/**
 * The id of a KMS key: a UUID, or for a multi-Region key {@code mrk-} and the UUID's 32 hexadecimal
 * digits.
 *
 * @see <a href="https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id-key-id">
 *     AWS KMS: Key identifiers</a>
 */
public record KeyId(UUID uuid, boolean multiRegion) {

  private static final String MULTI_REGION_PREFIX = "mrk-";
  private static final int UUID_LENGTH = 36;
  private static final int MULTI_REGION_LENGTH = MULTI_REGION_PREFIX.length() + 32;

  /** A new id, made of 122 random bits. */
  public static KeyId random(boolean multiRegion) {
    return new KeyId(UUID.randomUUID(), multiRegion);
  }

  /** The key id that {@code text} is exactly; nothing for any other text. */
  public static Optional<KeyId> parse(String text) {
    if (isUuid(text)) {
      return Optional.of(new KeyId(UUID.fromString(text), false));
    }
    int start = MULTI_REGION_PREFIX.length();
    if (text.length() == MULTI_REGION_LENGTH
        && text.startsWith(MULTI_REGION_PREFIX)
        && isHex(text, start, text.length())) {
      long high = Long.parseUnsignedLong(text, start, start + 16, 16);
      long low = Long.parseUnsignedLong(text, start + 16, start + 32, 16);
      return Optional.of(new KeyId(new UUID(high, low), true));
    }
    return Optional.empty();
  }

  private static boolean isUuid(String text) {
    return text.length() == UUID_LENGTH
        && isHex(text, 0, 8)
        && text.charAt(8) == '-'
        && isHex(text, 9, 13)
        && text.charAt(13) == '-'
        && isHex(text, 14, 18)
        && text.charAt(18) == '-'
        && isHex(text, 19, 23)
        && text.charAt(23) == '-'
        && isHex(text, 24, UUID_LENGTH);
  }

  private static boolean isHex(String text, int start, int end) {
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f')) {
        return false;
      }
    }
    return true;
  }

  /** The id as AWS writes it. */
  @Override
  public String toString() {
    String text = uuid.toString();
    return multiRegion ? MULTI_REGION_PREFIX + text.replace("-", "") : text;
  }
}
