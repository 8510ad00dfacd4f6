package org.latchkey.web.wire;

import jakarta.enterprise.context.Dependent;

/** AWS Certificate Manager, one line an operation. */
@Dependent
class AcmTable implements ServiceTable {

  @Override
  public OperationTable table() {
    return OperationTable.of("acm");
  }
}
