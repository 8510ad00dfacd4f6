package org.latchkey.access;

import java.util.BitSet;

/**
 * A pattern of literal characters and the wildcards {@code *} (any characters, or none) and {@code
 * ?} (exactly one character).
 *
 * <p>Which characters are wildcards is kept apart from the characters, so that a value that was put
 * in for a policy variable matches itself alone. Matching takes no memory, and at most the product
 * of both lengths in steps.
 */
final class Glob {

  private final char[] chars;
  private final BitSet wildcards;

  private Glob(char[] chars, BitSet wildcards) {
    this.chars = chars;
    this.wildcards = wildcards;
  }

  /** The pattern that {@code text} spells, its {@code *} and {@code ?} being wildcards. */
  static Glob of(String text) {
    return new Builder().pattern(text).build();
  }

  /** Whether the pattern is {@code *} alone. */
  boolean matchesAll() {
    return chars.length == 1 && isAny(0);
  }

  boolean matches(String text) {
    return matches(text, false);
  }

  boolean matchesIgnoreCase(String text) {
    return matches(text, true);
  }

  private boolean matches(String text, boolean ignoreCase) {
    int at = 0;
    int in = 0;
    int retryAt = -1;
    int retryIn = -1;
    while (in < text.length()) {
      if (at < chars.length && isAny(at)) {
        retryAt = ++at;
        retryIn = in;
      } else if (at < chars.length && matchesOne(at, text.charAt(in), ignoreCase)) {
        at++;
        in++;
      } else if (retryAt >= 0) {
        at = retryAt;
        in = ++retryIn;
      } else {
        return false;
      }
    }
    while (at < chars.length && isAny(at)) {
      at++;
    }
    return at == chars.length;
  }

  private boolean isAny(int at) {
    return chars[at] == '*' && wildcards.get(at);
  }

  private boolean matchesOne(int at, char c, boolean ignoreCase) {
    if (wildcards.get(at)) {
      return true;
    }
    return chars[at] == c || (ignoreCase && folded(chars[at]) == folded(c));
  }

  private static char folded(char c) {
    return Character.toLowerCase(Character.toUpperCase(c));
  }

  @Override
  public String toString() {
    return new String(chars);
  }

  /** Puts a pattern together from pieces that are taken literally and pieces that are patterns. */
  static final class Builder {

    private final StringBuilder chars = new StringBuilder();
    private final BitSet wildcards = new BitSet();

    Builder literal(String text) {
      chars.append(text);
      return this;
    }

    Builder pattern(String text) {
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c == '*' || c == '?') {
          wildcards.set(chars.length());
        }
        chars.append(c);
      }
      return this;
    }

    Builder append(Glob glob) {
      int offset = chars.length();
      glob.wildcards.stream().forEach(at -> wildcards.set(offset + at));
      chars.append(glob.chars);
      return this;
    }

    boolean isEmpty() {
      return chars.isEmpty();
    }

    Glob build() {
      char[] text = new char[chars.length()];
      chars.getChars(0, text.length, text, 0);
      return new Glob(text, (BitSet) wildcards.clone());
    }
  }
}
