package org.latchkey.audit;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

final class RequestParameters {
  static void write(Record request, JsonGenerator json) throws IOException {}
  static List<String> resources(@org.jspecify.annotations.Nullable Record record) { return List.of(); }
}
