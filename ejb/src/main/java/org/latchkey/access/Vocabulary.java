package org.latchkey.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The actions and condition keys that mean something here, all in lower case. */
final class Vocabulary {

  private static final Vocabulary INSTANCE = new Vocabulary(read());

  private final Map<String, List<String>> actions = new HashMap<>();
  private final Set<String> services = new HashSet<>();
  private final List<Glob> keys = new ArrayList<>();
  private final Set<String> keyServices = new HashSet<>();
  private final Set<String> multivalued = new HashSet<>();

  private Vocabulary(JsonNode vocabulary) {
    keyServices.add("aws");
    vocabulary
        .path("services")
        .properties()
        .forEach(
            service -> {
              services.add(service.getKey());
              keyServices.add(service.getKey());
              actions.put(service.getKey(), lower(service.getValue().path("actions")));
              lower(service.getValue().path("conditionKeys"))
                  .forEach(key -> keys.add(Glob.of(key)));
            });
    services.addAll(lower(vocabulary.path("otherServices")));
    lower(vocabulary.path("globalConditionKeys")).forEach(key -> keys.add(Glob.of(key)));
    multivalued.addAll(lower(vocabulary.path("multivalued")));
  }

  static Vocabulary instance() {
    return INSTANCE;
  }

  private static JsonNode read() {
    try (InputStream in = Vocabulary.class.getResourceAsStream("vocabulary.json")) {
      if (in == null) {
        throw new IllegalStateException("vocabulary.json is missing");
      }
      return new JsonMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> lower(JsonNode array) {
    List<String> names = new ArrayList<>();
    array.forEach(name -> names.add(name.asText().toLowerCase(Locale.ROOT)));
    return names;
  }

  /** Whether a service of this prefix is served here. */
  boolean knowsService(String prefix) {
    return services.contains(prefix);
  }

  /**
   * Whether the pattern matches an action that exists. Services whose actions are not listed are
   * given the benefit of the doubt.
   *
   * @param pattern with the service's prefix
   */
  boolean knowsAction(Glob pattern) {
    String text = pattern.toString();
    int colon = text.indexOf(':');
    String service = colon < 0 ? text : text.substring(0, colon);
    if (service.equals("*")) {
      return true;
    }
    List<String> known = actions.get(service);
    if (known == null) {
      return knowsService(service);
    }
    return known.stream().anyMatch(action -> pattern.matches(service + ':' + action));
  }

  /** Whether the key exists, or belongs to a service whose keys are not listed. */
  boolean knowsKey(String key) {
    String service = key.substring(0, key.indexOf(':'));
    if (!keyServices.contains(service)) {
      return services.contains(service);
    }
    return keys.stream().anyMatch(known -> known.matches(key));
  }

  /** Whether one request can give the key several values. */
  boolean isMultivalued(String key) {
    return multivalued.contains(key);
  }

  /** Whether no request can give the key more than one value. */
  boolean isSingleValued(String key) {
    return knowsKey(key)
        && keyServices.contains(key.substring(0, key.indexOf(':')))
        && !isMultivalued(key);
  }
}
