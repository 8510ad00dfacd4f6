package org.latchkey.web.wire;

import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.latchkey.crypto.SecretBytes;

/** Writers of everything but structures. */
final class ScalarWriter {

  private ScalarWriter() {}

  /**
   * The writer of a scalar shape.
   *
   * @throws IllegalArgumentException where {@code type} cannot hold the shape
   */
  static ShapeWriter of(Shape shape, Class<?> type) {
    ShapeWriter writer =
        switch (shape.type()) {
          case STRING -> string(shape, type);
          case BLOB ->
              type == SecretBytes.class
                  ? ScalarWriter::secretBlob
                  : type == byte[].class ? (value, out) -> out.blob((byte[]) value) : null;
          case INTEGER, LONG ->
              List.of(int.class, long.class, Integer.class, Long.class).contains(type)
                  ? (value, out) -> out.integer(((Number) value).longValue())
                  : null;
          case FLOAT, DOUBLE ->
              List.of(float.class, double.class, Float.class, Double.class).contains(type)
                  ? (value, out) -> out.decimal(((Number) value).doubleValue())
                  : null;
          case BOOLEAN ->
              type == boolean.class || type == Boolean.class
                  ? (value, out) -> out.bool((Boolean) value)
                  : null;
          default -> type == Instant.class ? (value, out) -> out.timestamp((Instant) value) : null;
        };
    if (writer == null) {
      throw new IllegalArgumentException(
          shape.name() + ", a " + shape.type() + ", cannot be written from " + type.getName());
    }
    return writer;
  }

  private static @Nullable ShapeWriter string(Shape shape, Class<?> type) {
    if (type == SecretBytes.class) {
      return ScalarWriter::secretString;
    } else if (type.isEnum()) {
      requireSameEnum(shape, type);
      return (value, out) -> out.string(((Enum<?>) value).name());
    }
    return type == String.class ? (value, out) -> out.string((String) value) : null;
  }

  /** A Java enum may be ahead of the model, or hold a part of it, but it must be the same enum. */
  private static void requireSameEnum(Shape shape, Class<?> type) {
    Set<String> constants =
        Arrays.stream(type.getEnumConstants())
            .map(constant -> ((Enum<?>) constant).name())
            .collect(Collectors.toSet());
    if (!shape.values().containsAll(constants) && !constants.containsAll(shape.values())) {
      throw new IllegalArgumentException(type.getName() + " is not the enum " + shape.name());
    }
  }

  private static void secretBlob(Object value, Document out) throws IOException {
    try (SecretBytes secret = (SecretBytes) value) {
      out.blob(secret.expose());
    }
  }

  private static void secretString(Object value, Document out) throws IOException {
    try (SecretBytes secret = (SecretBytes) value) {
      out.secretString(secret);
    }
  }

  static ShapeWriter list(ShapeWriter element) {
    return (value, out) -> {
      out.beginList();
      for (Object each : (List<?>) value) {
        out.beginElement();
        element.write(each, out);
        out.endElement();
      }
      out.endList();
    };
  }

  static ShapeWriter map(ShapeWriter element) {
    return (value, out) -> {
      out.beginMap();
      for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
        out.beginEntry((String) entry.getKey());
        element.write(entry.getValue(), out);
        out.endEntry();
      }
      out.endMap();
    };
  }
}
