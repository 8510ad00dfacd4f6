package org.latchkey.web.wire;

import static org.latchkey.shared.CommonFault.SERIALIZATION;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.shared.ServiceException;

/** Reads strings, enums, numbers, booleans, blobs and timestamps. */
final class ScalarReader implements ShapeReader {

  /** Reads the JSON value: a String, Long, Double, Boolean, byte[] or Instant. */
  private interface Parse {
    Object from(JsonInput in) throws IOException;
  }

  /** Turns what was parsed into what the record holds; only called where no constraint failed. */
  private interface Convert {
    Object to(Object parsed, JsonInput in);
  }

  /** Instants beyond the year 9999 have no place in a certificate or a policy. */
  private static final double LATEST_SECOND = 253_402_300_799d;

  private final Constraints constraints;
  private final Parse parse;
  private final Convert convert;

  private ScalarReader(Constraints constraints, Parse parse, Convert convert) {
    this.constraints = constraints;
    this.parse = parse;
    this.convert = convert;
  }

  /**
   * The reader for a scalar shape.
   *
   * @throws IllegalArgumentException where {@code type} cannot hold the shape
   */
  static ScalarReader of(Shape shape, Class<?> type) {
    Parse parse =
        switch (shape.type()) {
          case STRING -> ScalarReader::string;
          case BLOB -> ScalarReader::blob;
          case INTEGER -> in -> integer(in, Integer.MIN_VALUE, Integer.MAX_VALUE, "an Integer");
          case LONG -> in -> integer(in, Long.MIN_VALUE, Long.MAX_VALUE, "a Long");
          case FLOAT, DOUBLE -> ScalarReader::decimal;
          case BOOLEAN -> ScalarReader::bool;
          case TIMESTAMP -> ScalarReader::timestamp;
          default -> throw new IllegalArgumentException(shape.name() + " is not a scalar");
        };
    return new ScalarReader(Constraints.of(shape), parse, convert(shape, type));
  }

  private static Convert convert(Shape shape, Class<?> type) {
    Convert same = (parsed, in) -> parsed;
    Convert conversion =
        switch (shape.type()) {
          case STRING ->
              type == SecretBytes.class
                  ? (parsed, in) ->
                      in.opened(
                          SecretBytes.owning(((String) parsed).getBytes(StandardCharsets.UTF_8)))
                  : type.isEnum() ? constants(shape, type) : type == String.class ? same : null;
          case BLOB ->
              type == SecretBytes.class
                  ? (parsed, in) -> in.opened(SecretBytes.owning((byte[]) parsed))
                  : type == byte[].class ? same : null;
          case INTEGER ->
              type == Integer.class || type == int.class
                  ? (n, in) -> Math.toIntExact((Long) n)
                  : null;
          case LONG -> type == Long.class || type == long.class ? same : null;
          case FLOAT -> type == Float.class ? (n, in) -> ((Double) n).floatValue() : null;
          case DOUBLE -> type == Double.class ? same : null;
          case BOOLEAN -> type == Boolean.class || type == boolean.class ? same : null;
          default -> type == Instant.class ? same : null;
        };
    if (conversion == null) {
      throw new IllegalArgumentException(
          shape.name() + ", a " + shape.type() + ", cannot be read into " + type.getName());
    }
    return conversion;
  }

  /** Every value that the model knows must have a constant of that name. */
  private static Convert constants(Shape shape, Class<?> type) {
    Map<String, Object> constants = new HashMap<>();
    for (Object constant : type.getEnumConstants()) {
      constants.put(((Enum<?>) constant).name(), constant);
    }
    for (String value : shape.values()) {
      if (!constants.containsKey(value)) {
        throw new IllegalArgumentException(
            type.getName() + " has no constant for " + shape.name() + "'s " + value);
      }
    }
    if (shape.values().isEmpty()) {
      throw new IllegalArgumentException(shape.name() + " is not an enum");
    }
    return (parsed, in) -> Objects.requireNonNull(constants.get((String) parsed));
  }

  Object parse(JsonInput in) throws IOException {
    return parse.from(in);
  }

  Object convert(Object parsed, JsonInput in) {
    return convert.to(parsed, in);
  }

  Constraints constraints() {
    return constraints;
  }

  @Override
  public @Nullable Object read(JsonInput in) throws IOException {
    Object parsed = parse(in);
    List<String> failures = constraints.failures(parsed);
    for (String failure : failures) {
      in.violations().add(constraints.echo(parsed), in.path(), failure);
    }
    return failures.isEmpty() ? convert(parsed, in) : null;
  }

  private static String string(JsonInput in) throws IOException {
    if (in.token() != JsonToken.VALUE_STRING) {
      throw in.unexpected("a String");
    }
    return wellFormed(in.parser().getText());
  }

  /**
   * Refuses half a surrogate pair, which has no UTF-8 form and would be replaced by a question mark
   * where it is authenticated or stored, and U+0000, which databases cannot hold.
   */
  static String wellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (c == 0 || (Character.isSurrogate(c) && !pair)) {
        throw new ServiceException(
            SERIALIZATION, "A string holds a character that is not allowed.");
      }
      i += pair ? 1 : 0;
    }
    return text;
  }

  private static byte[] blob(JsonInput in) throws IOException {
    if (in.token() != JsonToken.VALUE_STRING) {
      throw in.unexpected("a Blob");
    }
    return in.parser().getBinaryValue();
  }

  private static Long integer(JsonInput in, long min, long max, String expected)
      throws IOException {
    JsonParser parser = in.parser();
    if (in.token() != JsonToken.VALUE_NUMBER_INT
        || parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
        || parser.getLongValue() < min
        || parser.getLongValue() > max) {
      throw in.unexpected(expected);
    }
    return parser.getLongValue();
  }

  private static Double decimal(JsonInput in) throws IOException {
    if (!in.token().isNumeric()) {
      throw in.unexpected("a Double");
    }
    return in.parser().getDoubleValue();
  }

  private static Boolean bool(JsonInput in) {
    if (!in.token().isBoolean()) {
      throw in.unexpected("a Boolean");
    }
    return in.token() == JsonToken.VALUE_TRUE;
  }

  /** Epoch seconds with or without a fraction, in milliseconds' precision, or ISO 8601. */
  private static Instant timestamp(JsonInput in) throws IOException {
    if (in.token() == JsonToken.VALUE_STRING) {
      try {
        Instant read = Instant.parse(in.parser().getText());
        if (Math.abs((double) read.getEpochSecond()) > LATEST_SECOND) {
          throw in.unexpected("a Timestamp");
        }
        return read;
      } catch (DateTimeException e) {
        throw in.unexpected("a Timestamp");
      }
    }
    double seconds = decimal(in);
    if (!(Math.abs(seconds) <= LATEST_SECOND)) {
      throw in.unexpected("a Timestamp");
    }
    return Instant.ofEpochMilli(Math.round(seconds * 1_000));
  }
}
