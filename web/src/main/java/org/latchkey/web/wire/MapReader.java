package org.latchkey.web.wire;

import static org.latchkey.shared.CommonFault.SERIALIZATION;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.latchkey.shared.ServiceException;

/** Reads a map from strings, in the order in which its entries are given. */
final class MapReader implements ShapeReader {

  private final Constraints constraints;
  private final Constraints keys;
  private final ShapeReader value;

  MapReader(Shape shape, Shape key, ShapeReader value) {
    this.constraints = Constraints.of(shape);
    this.keys = Constraints.of(key);
    this.value = value;
  }

  @Override
  public @Nullable Object read(JsonInput in) throws IOException {
    if (in.token() != JsonToken.START_OBJECT) {
      throw in.unexpected("a map");
    }
    Map<String, @Nullable Object> read = new LinkedHashMap<>();
    while (in.parser().nextToken() != JsonToken.END_OBJECT) {
      String key = ScalarReader.wellFormed(in.parser().currentName());
      if (!keys.satisfiedBy(key)) {
        in.violations().add(null, in.path(), "Map keys must satisfy constraint: " + keys.text());
      }
      int mark = in.enter(key + ".member");
      Object entry = null;
      if (in.parser().nextToken() == JsonToken.VALUE_NULL) {
        in.violations().addMissing(in.path());
      } else {
        entry = value.read(in);
      }
      in.leave(mark);
      if (read.containsKey(key)) {
        throw new ServiceException(SERIALIZATION, "A map gives a key twice.");
      }
      read.put(key, entry);
    }
    for (String failure : constraints.failures(read)) {
      in.violations().add(null, in.path(), failure);
    }
    return Collections.unmodifiableMap(read);
  }
}
