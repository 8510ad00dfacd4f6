package org.latchkey.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.Map;
import java.util.TreeMap;

/** Keeps tags and the like in one column, as a JSON object of strings. */
@Converter
public final class TextMap implements AttributeConverter<Map<String, String>, String> {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<TreeMap<String, String>> TYPE = new TypeReference<>() {};

  @Override
  public String convertToDatabaseColumn(Map<String, String> entries) {
    try {
      return JSON.writeValueAsString(new TreeMap<>(entries));
    } catch (JsonProcessingException impossible) {
      throw new IllegalArgumentException(impossible);
    }
  }

  @Override
  public Map<String, String> convertToEntityAttribute(String stored) {
    try {
      return Map.copyOf(JSON.readValue(stored, TYPE));
    } catch (JsonProcessingException corrupt) {
      throw new IllegalStateException("a column does not hold a JSON object of strings", corrupt);
    }
  }
}
