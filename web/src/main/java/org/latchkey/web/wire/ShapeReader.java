package org.latchkey.web.wire;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads values of one shape into one Java type. Immutable, so many threads use one. */
interface ShapeReader {

  /**
   * The value that begins at the parser's current token, which is not null; afterwards the current
   * token is the value's last.
   *
   * @return null only where a violation was noted
   * @throws org.latchkey.shared.ServiceException SerializationException where the JSON type is
   *     wrong
   * @throws IOException where it is not JSON
   */
  @Nullable Object read(JsonInput in) throws IOException;
}
