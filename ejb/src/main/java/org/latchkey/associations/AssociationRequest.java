package org.latchkey.associations;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.latchkey.shared.Arn;

/**
 * The text of a message to {@code latchkey.associations}.
 *
 * @param type {@code AssociateCertificate}, {@code DisassociateCertificate}, {@code
 *     ConfirmCertificate} or {@code RegisterService}
 * @param revision which one is confirmed; 0 for the other types
 * @param problem why it is not in use; null where it is, and for the other types
 * @param registration the service that is to be registered; null for the other types, whose members
 *     are empty where this is not
 */
record AssociationRequest(
    String type,
    String certificateArn,
    String resourceArn,
    String service,
    int revision,
    @Nullable String problem,
    @Nullable Registration registration) {

  static final String ASSOCIATE = "AssociateCertificate";
  static final String DISASSOCIATE = "DisassociateCertificate";
  static final String CONFIRM = "ConfirmCertificate";
  static final String REGISTER = "RegisterService";

  /** The most characters of a message. */
  static final int LONGEST = 64 * 1024;

  private static final List<String> TYPES = List.of(ASSOCIATE, DISASSOCIATE, CONFIRM, REGISTER);
  private static final int LONGEST_ARN = 512;

  /** PostgreSQL takes it in no text. */
  private static final char NUL = '\0';

  private static final int LONGEST_PROBLEM = 1_000;
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(8).build())
          .build();

  /**
   * Reads a message.
   *
   * @throws Malformed with a sentence that says what is wrong
   */
  static AssociationRequest parse(String text) throws Malformed {
    if (text.length() > LONGEST) {
      throw new Malformed("The message is longer than " + LONGEST + " characters.");
    }
    Map<String, String> members = members(text);
    String type = required(members, "type");
    if (!TYPES.contains(type)) {
      throw new Malformed("type must be " + String.join(" or ", TYPES) + ".");
    }
    if (type.equals(REGISTER)) {
      Registration registration =
          Registration.of(
              required(members, "name"),
              members.get("contextKey"),
              required(members, "resourceArnPattern"),
              required(members, "keyArn"));
      return new AssociationRequest(type, "", "", "", 0, null, registration);
    }
    return new AssociationRequest(
        type,
        required(members, "certificateArn"),
        required(members, "resourceArn"),
        required(members, "service"),
        type.equals(CONFIRM) ? revision(members) : 0,
        problem(members),
        null);
  }

  /** The Region of what it is about; empty where that cannot be told. */
  Optional<String> region() {
    return registration != null
        ? Optional.of(registration.keyArn().region())
        : Arn.parse(certificateArn).map(Arn::region);
  }

  private static int revision(Map<String, String> members) throws Malformed {
    try {
      return Integer.parseInt(required(members, "revision"));
    } catch (NumberFormatException notANumber) {
      throw new Malformed("The member revision is not a whole number.");
    }
  }

  private static @Nullable String problem(Map<String, String> members) {
    String problem = members.get("problem");
    return problem == null
        ? null
        : problem.substring(0, Math.min(problem.length(), LONGEST_PROBLEM)).replace(NUL, ' ');
  }

  private static Map<String, String> members(String text) throws Malformed {
    Map<String, String> members = new HashMap<>();
    try (JsonParser json = JSON.createParser(text)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new Malformed("The message is not a JSON object.");
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        if (json.nextToken() == JsonToken.VALUE_STRING) {
          members.put(name, json.getText());
        } else {
          json.skipChildren();
        }
      }
      if (json.nextToken() != null) {
        throw new Malformed("Something follows the JSON object.");
      }
    } catch (IOException notJson) {
      throw new Malformed("The message is not JSON.");
    }
    return members;
  }

  private static String required(Map<String, String> members, String name) throws Malformed {
    String value = members.get(name);
    if (value == null || value.isEmpty()) {
      throw new Malformed("The member " + name + " is missing or not a string.");
    }
    if (value.length() > LONGEST_ARN) {
      throw new Malformed("The member " + name + " is too long.");
    }
    if (value.indexOf(NUL) >= 0) {
      throw new Malformed("The member " + name + " has a character that no name has.");
    }
    return value;
  }

  /** A message that is not one of these; the message is fit for its sender to read. */
  static final class Malformed extends Exception {

    private final String sentence;

    Malformed(String sentence) {
      super(sentence);
      this.sentence = sentence;
    }

    String sentence() {
      return sentence;
    }
  }
}
