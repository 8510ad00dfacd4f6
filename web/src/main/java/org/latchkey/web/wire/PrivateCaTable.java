package org.latchkey.web.wire;

import jakarta.enterprise.context.Dependent;

/** AWS Private CA, one line an operation. */
@Dependent
class PrivateCaTable implements ServiceTable {

  @Override
  public OperationTable table() {
    return OperationTable.of("acm-pca");
  }
}
