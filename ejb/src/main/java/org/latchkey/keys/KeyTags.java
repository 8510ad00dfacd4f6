package org.latchkey.keys;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.latchkey.shared.ServiceException;

/**
 * Reads the tags of requests. The lengths, 1–128 and 0–256 characters, are the service model's.
 *
 * @see <a href="https://docs.aws.amazon.com/kms/latest/developerguide/tagging-keys.html">AWS KMS
 *     Developer Guide, Tags in AWS KMS</a>
 */
final class KeyTags {

  private static final int MOST = 50;
  private static final String RESERVED = "aws:";
  private static final Pattern CHARACTERS = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");

  private KeyTags() {}

  /**
   * The tags of a request by key.
   *
   * @throws ServiceException {@code TagException} for a key that is given twice or reserved, for
   *     characters other than letters, digits, spaces and {@code _.:/=+-@}, and above 50 tags
   */
  static Map<String, String> of(@Nullable List<Tag> asked) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (Tag tag : asked == null ? List.<Tag>of() : asked) {
      requireUsable(tag.tagKey());
      if (!CHARACTERS.matcher(tag.tagKey()).matches()
          || !CHARACTERS.matcher(tag.tagValue()).matches()) {
        throw new ServiceException(
            KeyFault.TAG,
            "Tag keys and values hold letters, digits, spaces and _ . : / = + - @ only.");
      }
      if (tags.put(tag.tagKey(), tag.tagValue()) != null) {
        throw new ServiceException(KeyFault.TAG, "Duplicate tag key: " + tag.tagKey());
      }
    }
    requireNotTooMany(tags.keySet());
    return tags;
  }

  /**
   * Refuses to touch tags whose keys begin with {@code aws:}, in whatever case.
   *
   * @throws ServiceException {@code TagException}
   */
  static void requireUsable(String tagKey) {
    if (tagKey.toLowerCase(Locale.ROOT).startsWith(RESERVED)) {
      throw new ServiceException(
          KeyFault.TAG, "Tag keys that begin with aws: are reserved: " + tagKey);
    }
  }

  /**
   * Refuses more than 50 tags on one key.
   *
   * @throws ServiceException {@code TagException}
   */
  static void requireNotTooMany(Collection<String> tagKeys) {
    if (tagKeys.size() > MOST) {
      throw new ServiceException(KeyFault.TAG, "A key has at most " + MOST + " tags.");
    }
  }
}
