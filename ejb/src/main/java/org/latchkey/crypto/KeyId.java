package org.latchkey.crypto;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The id of a KMS key: a UUID, or for a multi-Region key {@code mrk-} and the UUID's 32 hexadecimal
 * digits.
 *
 * @see <a href="https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id-key-id">
 *     AWS KMS: Key identifiers</a>
 */
public record KeyId(UUID uuid, boolean multiRegion) {

  private static final String MULTI_REGION_PREFIX = "mrk-";
  private static final Pattern SINGLE_REGION =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final Pattern MULTI_REGION = Pattern.compile("mrk-[0-9a-f]{32}");

  /** A new id, made of 122 random bits. */
  public static KeyId random(boolean multiRegion) {
    return new KeyId(UUID.randomUUID(), multiRegion);
  }

  /** The key id that {@code text} is exactly; nothing for any other text. */
  public static Optional<KeyId> parse(String text) {
    if (SINGLE_REGION.matcher(text).matches()) {
      return Optional.of(new KeyId(UUID.fromString(text), false));
    }
    if (MULTI_REGION.matcher(text).matches()) {
      int start = MULTI_REGION_PREFIX.length();
      long high = Long.parseUnsignedLong(text, start, start + 16, 16);
      long low = Long.parseUnsignedLong(text, start + 16, start + 32, 16);
      return Optional.of(new KeyId(new UUID(high, low), true));
    }
    return Optional.empty();
  }

  /** The id as AWS writes it. */
  @Override
  public String toString() {
    String text = uuid.toString();
    return multiRegion ? MULTI_REGION_PREFIX + text.replace("-", "") : text;
  }
}
