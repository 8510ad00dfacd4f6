package org.latchkey.web.wire;

import jakarta.enterprise.context.Dependent;

/** AWS STS, one line an operation. */
@Dependent
class StsTable implements ServiceTable {

  @Override
  public OperationTable table() {
    return OperationTable.of("sts");
  }
}
