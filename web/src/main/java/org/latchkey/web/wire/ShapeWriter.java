package org.latchkey.web.wire;

import java.io.IOException;

/** Writes values of one shape from one Java type. Immutable, so many threads use one. */
interface ShapeWriter {

  /** Writes {@code value}; a secret in it is closed once written. */
  void write(Object value, Document document) throws IOException;
}
