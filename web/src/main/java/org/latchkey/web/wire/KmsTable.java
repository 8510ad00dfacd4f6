package org.latchkey.web.wire;

import jakarta.enterprise.context.Dependent;

/** AWS KMS, one line an operation. */
@Dependent
class KmsTable implements ServiceTable {

  @Override
  public OperationTable table() {
    return OperationTable.of("kms");
  }
}
