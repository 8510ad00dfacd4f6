package org.latchkey.iam;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.latchkey.identity.IdentityFault;
import org.latchkey.shared.Fault;
import org.latchkey.shared.ServiceException;

/**
 * The rules of tags: at most 50, none of AWS's own; the keys of users' and roles' differ in more
 * than case, those of other resources need not.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html">IAM User Guide, Tags
 *     for IAM resources</a>
 */
final class Tags {

  static final int MOST = 50;

  private static final String OF_AWS = "aws:";

  private Tags() {}

  /**
   * The tags of a request about a user or a role, by their keys.
   *
   * @throws ServiceException {@code InvalidInput}, {@code LimitExceeded}
   */
  static Map<String, String> of(@Nullable List<Tag> tags) {
    requireOwnValues(tags);
    return of(tags, IdentityFault.INVALID_INPUT, IdentityFault.LIMIT_EXCEEDED);
  }

  /**
   * The tags of a request to a service that calls what is wrong with them, or how many they are, by
   * names of its own.
   */
  static Map<String, String> of(@Nullable List<Tag> tags, Fault invalid, Fault tooMany) {
    return byKey(
        tags,
        key -> key.toLowerCase(Locale.ROOT),
        "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
        invalid,
        tooMany);
  }

  /**
   * The tags of a request about what is neither a user nor a role, by their keys.
   *
   * @throws ServiceException {@code InvalidInput}, {@code LimitExceeded}
   */
  static Map<String, String> exact(@Nullable List<Tag> tags) {
    requireOwnValues(tags);
    return byKey(
        tags,
        key -> key,
        "Duplicate tag keys found.",
        IdentityFault.INVALID_INPUT,
        IdentityFault.LIMIT_EXCEEDED);
  }

  private static void requireOwnValues(@Nullable List<Tag> tags) {
    if (tags != null && tags.stream().anyMatch(tag -> isOfAws(tag.value()))) {
      throw new ServiceException(
          IdentityFault.INVALID_INPUT, "Tag values cannot begin with " + OF_AWS + ".");
    }
  }

  private static boolean isOfAws(String text) {
    return text.toLowerCase(Locale.ROOT).startsWith(OF_AWS);
  }

  private static Map<String, String> byKey(
      @Nullable List<Tag> tags,
      UnaryOperator<String> identity,
      String duplicate,
      Fault invalid,
      Fault tooMany) {
    Map<String, String> byKey = new TreeMap<>();
    Set<String> identities = new HashSet<>();
    for (Tag tag : tags == null ? List.<Tag>of() : tags) {
      if (!identities.add(identity.apply(tag.key()))) {
        throw new ServiceException(invalid, duplicate);
      }
      if (isOfAws(tag.key())) {
        throw new ServiceException(invalid, "Tag keys cannot begin with " + OF_AWS + ".");
      }
      byKey.put(tag.key(), tag.value());
    }
    return requireNotTooMany(byKey, tooMany);
  }

  /** What a user or a role has after more tags have been given to it. */
  static Map<String, String> join(Map<String, String> known, Map<String, String> more) {
    return joinExact(without(known, List.copyOf(more.keySet())), more);
  }

  /** What another resource has after more tags have been given to it. */
  static Map<String, String> joinExact(Map<String, String> known, Map<String, String> more) {
    Map<String, String> all = new TreeMap<>(known);
    all.putAll(more);
    return requireNotTooMany(all, IdentityFault.LIMIT_EXCEEDED);
  }

  /** What another resource has after these tags have been taken from it. */
  static Map<String, String> withoutExact(Map<String, String> known, List<String> keys) {
    Map<String, String> left = new TreeMap<>(known);
    keys.forEach(left::remove);
    return left;
  }

  /** What a user or a role has after these tags, whatever their case, have been taken from it. */
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
