package org.latchkey.certificates;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.latchkey.certificates.CertificateOperations.Tag;
import org.latchkey.shared.ServiceException;

/** Reads the tags that a request gives a certificate. */
final class CertificateTags {

  private static final int MOST_TAGS = 50;

  private CertificateTags() {}

  /**
   * The tags by key; a tag without a value has the empty one.
   *
   * @throws ServiceException {@code InvalidTagException} or {@code TooManyTagsException}
   */
  static Map<String, String> of(@Nullable List<Tag> asked) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (Tag tag : asked == null ? List.<Tag>of() : asked) {
      requireUsable(tag.key());
      if (tags.put(tag.key(), tag.value() == null ? "" : tag.value()) != null) {
        throw new ServiceException(CertificateFault.INVALID_TAG, "Duplicate tag key: " + tag.key());
      }
    }
    requireNotTooMany(tags.keySet());
    return tags;
  }

  /**
   * Refuses to touch tags whose keys begin with {@code aws:}, in whatever case.
   *
   * @throws ServiceException {@code InvalidTagException}
   */
  static void requireUsable(String key) {
    if (key.toLowerCase(Locale.ROOT).startsWith("aws:")) {
      throw new ServiceException(
          CertificateFault.INVALID_TAG, "Tag keys that begin with aws: are reserved: " + key);
    }
  }

  /**
   * Refuses more than 50 tags on one certificate.
   *
   * @throws ServiceException {@code TooManyTagsException}
   */
  static void requireNotTooMany(Collection<String> keys) {
    if (keys.size() > MOST_TAGS) {
      throw new ServiceException(
          CertificateFault.TOO_MANY_TAGS, "A certificate has at most " + MOST_TAGS + " tags.");
    }
  }
}
