package org.latchkey.coherence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.function.Supplier;

/** A transaction to read in, where there is none. */
@ApplicationScoped
@Transactional
class ReadTransaction {

  <T> T read(Supplier<T> reader) {
    return reader.get();
  }
}
