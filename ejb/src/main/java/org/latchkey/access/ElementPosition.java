package org.latchkey.access;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where in a policy's text an element stands.
 *
 * @param path the way to it from the document's root; empty for the whole
 * @param start where its value begins
 * @param end behind its last character
 */
public record ElementPosition(List<Step> path, Position start, Position end) {

  /**
   * A step on the way: one of both.
   *
   * @param key a member of an object
   * @param index an element of an array, from 0
   */
  public record Step(@Nullable String key, @Nullable Integer index) {}

  /**
   * A place in the text.
   *
   * @param line from 1
   * @param column from 0
   * @param offset in UTF-16 code units, from 0
   */
  public record Position(int line, int column, int offset) {}

  private static final JsonFactory JSON = new JsonFactory();
  private static final Pattern INDEXED = Pattern.compile("(.+)\\[(\\d{1,6})]");

  /** Statement, element, operator and key: a key may have dots of its own. */
  private static final int MOST_STEPS = 4;

  public ElementPosition {
    path = List.copyOf(path);
  }

  /**
   * The element of that name, or the innermost one around it that is there; where the text is no
   * JSON, the place at which it ceases to be.
   *
   * @param location as {@link Finding#location} and {@link InvalidPolicy#location} say it
   */
  public static ElementPosition of(String json, String location) {
    try (JsonParser parser = JSON.createParser(json)) {
      parser.nextToken();
      return find(parser, steps(location));
    } catch (JsonProcessingException malformed) {
      Position at = position(malformed.getLocation());
      return new ElementPosition(List.of(), at, at);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Step> steps(String location) {
    List<Step> steps = new ArrayList<>();
    if (location.equals("Policy")) {
      return steps;
    }
    for (String part : location.split("\\.", MOST_STEPS)) {
      Matcher indexed = INDEXED.matcher(part);
      if (indexed.matches()) {
        steps.add(new Step(indexed.group(1), null));
        steps.add(new Step(null, Integer.valueOf(indexed.group(2))));
      } else {
        steps.add(new Step(part, null));
      }
    }
    return steps;
  }

  private static ElementPosition find(JsonParser parser, List<Step> steps) throws IOException {
    List<Step> path = new ArrayList<>();
    for (Step step : steps) {
      JsonToken token = parser.currentToken();
      boolean single = step.index() != null && token == JsonToken.START_OBJECT;
      if (single) {
        continue; // one statement may stand without its list
      }
      JsonLocation start = parser.currentTokenLocation();
      if (!enter(parser, step)) {
        return new ElementPosition(path, position(start), position(parser.currentLocation()));
      }
      path.add(step);
    }
    JsonLocation start = parser.currentTokenLocation();
    parser.skipChildren();
    parser.finishToken();
    return new ElementPosition(path, position(start), position(parser.currentLocation()));
  }

  /** Goes to the value that a step leads to; false, behind the container, where there is none. */
  private static boolean enter(JsonParser parser, Step step) throws IOException {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean here = parser.currentName().equals(step.key());
        parser.nextToken();
        if (here) {
          return true;
        }
        parser.skipChildren();
      }
    } else if (parser.currentToken() == JsonToken.START_ARRAY) {
      for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
        if (step.index() != null && step.index() == i) {
          return true;
        }
        parser.skipChildren();
      }
    }
    return false;
  }

  private static Position position(@Nullable JsonLocation at) {
    return at == null
        ? new Position(1, 0, 0)
        : new Position(at.getLineNr(), at.getColumnNr() - 1, (int) at.getCharOffset());
  }
}
