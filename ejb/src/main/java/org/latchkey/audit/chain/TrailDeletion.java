package org.latchkey.audit.chain;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** The record that old files have been deleted as the configured retention has it. */
public final class TrailDeletion {

  /** The event's name. */
  public static final String NAME = "DeleteTrailFile";

  /** Who deletes. */
  public static final String SOURCE = "latchkey";

  /** The event's type, which no caller's request has. */
  public static final String TYPE = "AwsServiceEvent";

  /** The member of the request parameters that has the number of the last deleted record. */
  public static final String LAST = "lastSequence";

  private static final String MARK = "\"eventName\":\"" + NAME + "\"";
  private static final JsonFactory JSON = new JsonFactory();

  private TrailDeletion() {}

  /** The number of the last record that a line says was deleted; empty where it says no such. */
  static OptionalLong of(byte[] line) {
    if (!new String(line, ISO_8859_1).contains(MARK)) {
      return OptionalLong.empty();
    }
    Map<String, String> members = new HashMap<>();
    OptionalLong last = OptionalLong.empty();
    try (JsonParser json = JSON.createParser(line)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        if (name.equals("requestParameters") && value == JsonToken.START_OBJECT) {
          last = last(json);
        } else if (value.isScalarValue()) {
          members.put(name, json.getText());
        } else {
          json.skipChildren();
        }
      }
    } catch (IOException notJson) {
      return OptionalLong.empty();
    }
    boolean deletion =
        NAME.equals(members.get("eventName"))
            && SOURCE.equals(members.get("eventSource"))
            && TYPE.equals(members.get("eventType"));
    return deletion ? last : OptionalLong.empty();
  }

  private static OptionalLong last(JsonParser json) throws IOException {
    OptionalLong last = OptionalLong.empty();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if (name.equals(LAST) && value == JsonToken.VALUE_NUMBER_INT) {
        last = OptionalLong.of(json.getLongValue());
      } else {
        json.skipChildren();
      }
    }
    return last;
  }
}
