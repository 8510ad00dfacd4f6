package org.latchkey.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.List;

/** Keeps a list of texts in one column, as a JSON array of strings. */
@Converter
public final class TextList implements AttributeConverter<List<String>, String> {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public String convertToDatabaseColumn(List<String> texts) {
    try {
      return JSON.writeValueAsString(texts);
    } catch (JsonProcessingException impossible) {
      throw new IllegalArgumentException(impossible);
    }
  }

  @Override
  public List<String> convertToEntityAttribute(String stored) {
    try {
      return List.of(JSON.readValue(stored, String[].class));
    } catch (JsonProcessingException corrupt) {
      throw new IllegalStateException("a column does not hold a JSON array of strings", corrupt);
    }
  }
}
