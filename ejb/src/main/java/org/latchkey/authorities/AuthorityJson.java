package org.latchkey.authorities;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Keeps configurations as JSON in the database. */
final class AuthorityJson {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
          .build();

  private AuthorityJson() {}

  static String write(Record configuration) {
    try {
      return JSON.writeValueAsString(configuration);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static <T extends Record> T read(String json, Class<T> type) {
    try {
      return JSON.readValue(json, type);
    } catch (JsonProcessingException corrupt) {
      throw new IllegalStateException("a stored " + type.getSimpleName() + " is corrupt", corrupt);
    }
  }
}
