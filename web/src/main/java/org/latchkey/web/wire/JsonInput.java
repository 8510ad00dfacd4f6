package org.latchkey.web.wire;

import static org.latchkey.shared.CommonFault.SERIALIZATION;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.shared.ServiceException;

/**
 * A request body being read: the parser, where it is, what was found wrong, and which secrets were
 * opened. Closing it closes those.
 */
final class JsonInput implements AutoCloseable {

  private static final byte[] EMPTY_OBJECT = {'{', '}'};
  private static final int MAX_NESTING = 64;
  private static final int MAX_NUMBER_LENGTH = 40;

  /** An encryption context's names have no bound of their own, but all of it has this one. */
  private static final int MAX_NAME_LENGTH = 8_192;

  /** Field names are an outsider's text: they are not interned. */
  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_NESTING)
                  .maxNumberLength(MAX_NUMBER_LENGTH)
                  .maxNameLength(MAX_NAME_LENGTH)
                  .maxStringLength(WireFront.MAX_BODY)
                  .build())
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private final JsonParser parser;
  private final Violations violations = new Violations();
  private final List<SecretBytes> secrets = new ArrayList<>();
  private final StringBuilder path = new StringBuilder();

  /**
   * Begins to read.
   *
   * @param body one JSON object; empty for one without members
   */
  JsonInput(byte[] body) {
    try {
      parser = FACTORY.createParser(body.length == 0 ? EMPTY_OBJECT : body);
    } catch (IOException e) {
      throw malformed();
    }
  }

  /**
   * The whole body read as one structure.
   *
   * @throws ServiceException SerializationException where it is not JSON or a type is wrong,
   *     ValidationException where a constraint of the model is not satisfied
   */
  Object readWhole(ShapeReader structure) {
    try {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw malformed();
      }
      Object value = structure.read(this);
      if (parser.nextToken() != null) {
        throw malformed();
      }
      violations.refuse();
      return Objects.requireNonNull(value);
    } catch (IOException e) {
      throw malformed();
    }
  }

  JsonParser parser() {
    return parser;
  }

  JsonToken token() {
    return parser.currentToken();
  }

  Violations violations() {
    return violations;
  }

  /** The path of the value being read, for example {@code tags.1.member.tagKey}. */
  String path() {
    return path.toString();
  }

  /** Goes down to a member; what is returned leads {@link #leave} back up. */
  int enter(String name) {
    int mark = path.length();
    if (mark > 0) {
      path.append('.');
    }
    path.append(name);
    return mark;
  }

  void leave(int mark) {
    path.setLength(mark);
  }

  SecretBytes opened(SecretBytes secret) {
    secrets.add(secret);
    return secret;
  }

  /** A SerializationException that names the token found, never its text. */
  ServiceException unexpected(String expected) {
    JsonToken token = token();
    String message =
        token == JsonToken.START_ARRAY
            ? "Start of list found where not expected"
            : token == JsonToken.START_OBJECT
                ? "Start of structure or map found where not expected."
                : kind(token) + " can not be converted to " + expected;
    return new ServiceException(SERIALIZATION, message);
  }

  private static String kind(JsonToken token) {
    return switch (token) {
      case VALUE_STRING -> "STRING_VALUE";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "NUMBER_VALUE";
      case VALUE_TRUE -> "TRUE_VALUE";
      case VALUE_FALSE -> "FALSE_VALUE";
      default -> "NULL_VALUE";
    };
  }

  /** What the parser says quotes the body, so that its message is not passed on. */
  private static ServiceException malformed() {
    return new ServiceException(SERIALIZATION, "The request body is not one JSON object.");
  }

  @Override
  public void close() {
    secrets.forEach(SecretBytes::close);
    try {
      parser.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
