package org.latchkey.iam;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.latchkey.identity.IdentityFault;
import org.latchkey.shared.Fault;
import org.latchkey.shared.ServiceException;

/**
 * The rules of tags: at most 50, keys that differ in more than case, none of AWS's own.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html">IAM User Guide, Tags
 *     for IAM resources</a>
 */
final class Tags {

  static final int MOST = 50;

  private Tags() {}

  /**
   * The tags of a request to IAM, by their keys.
   *
   * @throws ServiceException {@code InvalidInput}, {@code LimitExceeded}
   */
  static Map<String, String> of(@Nullable List<Tag> tags) {
    return of(tags, IdentityFault.INVALID_INPUT, IdentityFault.LIMIT_EXCEEDED);
  }

  /**
   * The tags of a request to a service that calls what is wrong with them, or how many they are, by
   * names of its own.
   */
  static Map<String, String> of(@Nullable List<Tag> tags, Fault invalid, Fault tooMany) {
    Map<String, String> byKey = new TreeMap<>();
    Set<String> folded = new HashSet<>();
    for (Tag tag : tags == null ? List.<Tag>of() : tags) {
      if (!folded.add(tag.key().toLowerCase(Locale.ROOT))) {
        throw new ServiceException(
            invalid, "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
      }
      if (tag.key().toLowerCase(Locale.ROOT).startsWith("aws:")) {
        throw new ServiceException(invalid, "Tag keys cannot begin with aws:.");
      }
      byKey.put(tag.key(), tag.value());
    }
    return requireNotTooMany(byKey, tooMany);
  }

  /** What a resource has after more tags have been given to it. */
  static Map<String, String> join(Map<String, String> known, Map<String, String> more) {
    Map<String, String> all = without(known, List.copyOf(more.keySet()));
    all.putAll(more);
    return requireNotTooMany(all, IdentityFault.LIMIT_EXCEEDED);
  }

  /** What a resource has after these tags, whatever their case, have been taken from it. */
  static Map<String, String> without(Map<String, String> known, List<String> keys) {
    Map<String, String> left = new TreeMap<>(known);
    left.keySet().removeIf(key -> keys.stream().anyMatch(key::equalsIgnoreCase));
    return left;
  }

  /** Null for none, as IAM leaves an empty list out. */
  static @Nullable List<Tag> shown(Map<String, String> tags) {
    return tags.isEmpty() ? null : list(tags);
  }

  static List<Tag> list(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(tag -> new Tag(tag.getKey(), tag.getValue()))
        .sorted(Comparator.comparing(Tag::key))
        .toList();
  }

  private static Map<String, String> requireNotTooMany(Map<String, String> tags, Fault tooMany) {
    if (tags.size() > MOST) {
      throw new ServiceException(tooMany, "Cannot exceed quota for TagsPerResource: " + MOST);
    }
    return tags;
  }
}
