package org.latchkey.web.wire;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A shape of a service model.
 *
 * @param min least length of a string in code points, of a blob in bytes, of a list or map in
 *     entries; least value of a number
 * @param max the greatest
 * @param values the enum's values; empty where it is none
 * @param sensitive never to be shown
 * @param union exactly one member is set
 * @param required members that must be set
 * @param members of a structure, in the model's order: name to shape's name
 * @param element the shape's name of a list's elements
 * @param key the shape's name of a map's keys
 * @param value the shape's name of a map's values
 */
record Shape(
    String name,
    Type type,
    @Nullable Long min,
    @Nullable Long max,
    @Nullable Pattern pattern,
    List<String> values,
    boolean sensitive,
    boolean union,
    Set<String> required,
    Map<String, String> members,
    @Nullable String element,
    @Nullable String key,
    @Nullable String value) {

  enum Type {
    STRUCTURE,
    LIST,
    MAP,
    STRING,
    BLOB,
    INTEGER,
    LONG,
    FLOAT,
    DOUBLE,
    BOOLEAN,
    TIMESTAMP
  }

  /**
   * The name of the record component that stands for a member: its first letter, or the acronym it
   * begins with, in lower case ({@code KeyId} is {@code keyId}, {@code AWSAccountId} is {@code
   * awsAccountId}).
   */
  static String componentName(String member) {
    int capitals = 0;
    while (capitals < member.length() && Character.isUpperCase(member.charAt(capitals))) {
      capitals++;
    }
    boolean wordFollows =
        capitals < member.length() && Character.isLowerCase(member.charAt(capitals));
    int lowered = capitals > 1 && wordFollows ? capitals - 1 : capitals;
    return member.substring(0, lowered).toLowerCase(Locale.ROOT) + member.substring(lowered);
  }
}
