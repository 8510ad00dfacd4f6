package org.latchkey.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes JSON.
 *
 * <p>Unknown members are ignored, since a newer server may send more than a client knows. What was
 * read is never part of an error's text, since it may hold a secret.
 */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private Json() {}

  /** One line of JSON. */
  public static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "A " + value.getClass().getSimpleName() + " cannot be written as JSON");
    }
  }

  /**
   * Reads a record.
   *
   * @throws IllegalArgumentException where the text is not JSON, or lacks a component that is not
   *     {@link Nullable}
   */
  public static <T> T read(String text, Class<T> type) {
    try {
      return complete(MAPPER.readValue(text, type), type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "Not the JSON of a " + type.getSimpleName() + ": " + e.getClass().getSimpleName());
    }
  }

  /**
   * Reads any JSON.
   *
   * @throws IllegalArgumentException where the text is not JSON
   */
  public static JsonNode tree(String text) {
    return read(text, JsonNode.class);
  }

  private static <T> T complete(@Nullable T value, Class<T> type) {
    if (value == null) {
      throw new IllegalArgumentException("No " + type.getSimpleName() + " but null");
    }
    RecordComponent[] components = value.getClass().getRecordComponents();
    if (components != null) {
      for (RecordComponent component : components) {
        requirePresent(value, component);
      }
    }
    return value;
  }

  private static void requirePresent(Object value, RecordComponent component) {
    Method accessor = component.getAccessor();
    accessor.setAccessible(true);
    try {
      if (accessor.invoke(value) == null
          && !component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
        throw new IllegalArgumentException(
            "A " + value.getClass().getSimpleName() + " without " + component.getName());
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(component + " cannot be read", e);
    }
  }
}
