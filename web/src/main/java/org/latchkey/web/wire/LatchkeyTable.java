package org.latchkey.web.wire;

import jakarta.enterprise.context.Dependent;

/** Latchkey's own management operations, one line an operation. */
@Dependent
class LatchkeyTable implements ServiceTable {

  @Override
  public OperationTable table() {
    return OperationTable.of("latchkey");
  }
}
