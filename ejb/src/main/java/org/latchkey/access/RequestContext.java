package org.latchkey.access;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The condition keys that a feature knows of a request, for example {@code kms:KeySpec} or {@code
 * aws:ResourceTag/team}, each with its values.
 *
 * <p>Names are not case-sensitive, values are. A key without values counts as absent. What is
 * costly to find out can be supplied lazily: it is asked for at most once, and only if a policy
 * looks. The global keys that follow from the {@code Caller} need not be given; one that is given
 * here counts instead.
 *
 * <p>A context is built for one request and used by one thread.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html">IAM
 *     User Guide, AWS global condition context keys</a>
 */
public final class RequestContext {

  private static final RequestContext EMPTY = new Builder().build();

  private final Map<String, List<String>> values;
  private final Map<String, Supplier<List<String>>> suppliers;
  private final Map<String, Supplier<Map<String, String>>> families;
  private final Map<Class<?>, Object> attachments;
  private final Set<String> loadedFamilies = new HashSet<>();

  private RequestContext(Builder builder) {
    this.values = new HashMap<>(builder.values);
    this.suppliers = Map.copyOf(builder.suppliers);
    this.families = Map.copyOf(builder.families);
    this.attachments = Map.copyOf(builder.attachments);
  }

  /** A context that adds nothing to the global keys. */
  public static RequestContext empty() {
    return EMPTY;
  }

  public static Builder builder() {
    return new Builder();
  }

  /**
   * The values of a key; null where this context says nothing of it, and an empty list where it
   * says that the key is absent.
   *
   * @param key in lower case
   */
  @Nullable List<String> find(String key) {
    List<String> known = values.get(key);
    if (known != null) {
      return known;
    }
    Supplier<List<String>> supplier = suppliers.get(key);
    if (supplier != null) {
      List<String> supplied = List.copyOf(supplier.get());
      values.put(key, supplied);
      return supplied;
    }
    return families.isEmpty() ? null : findInFamily(key);
  }

  /** The values of a key, its name in any case; empty where the context has none. */
  public List<String> values(String key) {
    List<String> found = find(lower(key));
    return found == null ? List.of() : found;
  }

  /** What the feature attached for the {@link PermissionSource}s, by its class. */
  public <T> Optional<T> attachment(Class<T> type) {
    return Optional.ofNullable(type.cast(attachments.get(type)));
  }

  private @Nullable List<String> findInFamily(String key) {
    for (Map.Entry<String, Supplier<Map<String, String>>> family : families.entrySet()) {
      if (key.startsWith(family.getKey())) {
        if (loadedFamilies.add(family.getKey())) {
          Map<String, String> entries = family.getValue().get();
          entries.forEach((name, value) -> join(values, family.getKey() + name, value));
        }
        values.putIfAbsent(key, List.of());
        return values.get(key);
      }
    }
    return null;
  }

  private static String lower(String key) {
    return key.toLowerCase(Locale.ROOT);
  }

  private static void join(Map<String, List<String>> values, String key, String value) {
    values.merge(
        lower(key),
        List.of(value),
        (known, more) -> {
          List<String> both = new ArrayList<>(known);
          more.stream().filter(each -> !both.contains(each)).forEach(both::add);
          return List.copyOf(both);
        });
  }

  /** Collects the keys of one request. */
  public static final class Builder {

    private final Map<String, List<String>> values = new HashMap<>();
    private final Map<String, Supplier<List<String>>> suppliers = new HashMap<>();
    private final Map<String, Supplier<Map<String, String>>> families = new HashMap<>();
    private final Map<Class<?>, Object> attachments = new HashMap<>();

    private Builder() {}

    /**
     * Adds a value; a second one for the same name makes the key multivalued. Null adds nothing.
     */
    public Builder put(String key, @Nullable String value) {
      if (value != null) {
        join(values, key, value);
      }
      return this;
    }

    public Builder put(String key, boolean value) {
      return put(key, Boolean.toString(value));
    }

    public Builder put(String key, long value) {
      return put(key, Long.toString(value));
    }

    /** Adds each of the values. */
    public Builder putAll(String key, Collection<String> all) {
      all.forEach(value -> put(key, value));
      return this;
    }

    /**
     * Adds a family of keys, one for each entry, for example {@code kms:EncryptionContext:} and the
     * pairs of an encryption context.
     */
    public Builder putEach(String prefix, Map<String, String> entries) {
      entries.forEach((name, value) -> put(prefix + name, value));
      return this;
    }

    /** Adds {@code aws:RequestTag/} and {@code aws:TagKeys} for the tags that a request passes. */
    public Builder requestTags(Map<String, String> tags) {
      return putEach("aws:RequestTag/", tags).putAll("aws:TagKeys", tags.keySet());
    }

    /** Adds a key whose values are found out when a policy first asks. */
    public Builder lazily(String key, Supplier<List<String>> supplier) {
      suppliers.put(lower(key), supplier);
      return this;
    }

    /** Adds a family of keys whose entries are found out when a policy first asks for one. */
    public Builder lazilyEach(String prefix, Supplier<Map<String, String>> supplier) {
      families.put(lower(prefix), supplier);
      return this;
    }

    /** Adds {@code aws:ResourceTag/} for the resource's tags. */
    public Builder resourceTags(Supplier<Map<String, String>> tags) {
      return lazilyEach("aws:ResourceTag/", tags);
    }

    /**
     * Hands {@link PermissionSource}s what condition keys cannot say: the resource itself, an exact
     * encryption context. At most one object of a class.
     */
    public Builder attach(Object attachment) {
      attachments.put(attachment.getClass(), attachment);
      return this;
    }

    public RequestContext build() {
      return new RequestContext(this);
    }
  }
}
