package org.latchkey.access;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Parsed policies by their text, so that one that is asked for with every request is parsed once.
 *
 * <p>Keeps at most a fixed number, the least recently used going first; since it is keyed by the
 * whole text it is never out of date. Safe to share between threads.
 */
public final class ParsedPolicies {

  private record Key(PolicyKind kind, String json) {}

  private final Map<Key, PolicyDocument> parsed;

  /**
   * @param capacity how many to keep, at least one
   */
  public ParsedPolicies(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("The capacity must be at least 1, not " + capacity);
    }
    this.parsed =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<Key, PolicyDocument> eldest) {
            return size() > capacity;
          }
        };
  }

  /**
   * The parsed form of a document.
   *
   * @throws InvalidPolicy as {@link PolicyDocument#parse} does
   */
  public PolicyDocument parse(String json, PolicyKind kind) {
    Key key = new Key(kind, json);
    PolicyDocument known;
    synchronized (parsed) {
      known = parsed.get(key);
    }
    if (known != null) {
      return known;
    }
    PolicyDocument document = PolicyDocument.parse(json, kind);
    synchronized (parsed) {
      parsed.put(key, document);
    }
    return document;
  }

  /** How many are kept now. */
  int size() {
    synchronized (parsed) {
      return parsed.size();
    }
  }
}
