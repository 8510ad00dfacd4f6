package org.latchkey.authorities;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.latchkey.shared.ServiceException;

/** Reads the tags of requests. Their lengths and characters are the service model's. */
final class AuthorityTags {

  private static final int MOST = 50;
  private static final String RESERVED = "aws:";

  private AuthorityTags() {}

  /**
   * The tags of a request by key; one without a value has the empty one.
   *
   * @throws ServiceException {@code InvalidTagException} for a key that is given twice or begins
   *     with {@code aws:}
   */
  static Map<String, String> of(@Nullable List<Tag> asked) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (Tag tag : asked == null ? List.<Tag>of() : asked) {
      requireUsable(tag.key());
      if (tags.put(tag.key(), tag.value() == null ? "" : tag.value()) != null) {
        throw invalid("The tag key " + tag.key() + " is given twice.");
      }
    }
    return tags;
  }

  /**
   * The tags that are to be removed: with a value only where it is the tag's, otherwise whatever
   * the value.
   *
   * @throws ServiceException {@code InvalidTagException}
   */
  static Map<String, @Nullable String> toRemove(List<Tag> asked) {
    Map<String, @Nullable String> tags = new LinkedHashMap<>();
    for (Tag tag : asked) {
      requireUsable(tag.key());
      if (tags.containsKey(tag.key())) {
        throw invalid("The tag key " + tag.key() + " is given twice.");
      }
      tags.put(tag.key(), tag.value());
    }
    return tags;
  }

  /**
   * Refuses more than 50 tags on one authority.
   *
   * @throws ServiceException {@code TooManyTagsException}
   */
  static void requireNotTooMany(int count) {
    if (count > MOST) {
      throw new ServiceException(
          AuthorityFault.TOO_MANY_TAGS, "A certificate authority has at most " + MOST + " tags.");
    }
  }

  private static void requireUsable(String key) {
    if (key.toLowerCase(Locale.ROOT).startsWith(RESERVED)) {
      throw invalid("Tag keys that begin with aws: are reserved: " + key);
    }
  }

  private static ServiceException invalid(String sentence) {
    return new ServiceException(AuthorityFault.INVALID_TAG, sentence);
  }
}
