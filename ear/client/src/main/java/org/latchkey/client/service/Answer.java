package org.latchkey.client.service;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What an integrated service's process answers to a command, one line of JSON.
 *
 * @param result the result, where the command has one
 * @param code where it failed: the error's name
 * @param message where it failed: why, a sentence
 */
record Answer(@Nullable JsonNode result, @Nullable String code, @Nullable String message) {

  static Answer done() {
    return new Answer(null, null, null);
  }

  static Answer of(JsonNode result) {
    return new Answer(result, null, null);
  }

  static Answer failed(String code, String message) {
    return new Answer(null, code, message);
  }
}
