package org.latchkey.web.wire;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import org.latchkey.accessanalyzer.PolicyValidationOperations;
import org.latchkey.accessanalyzer.PolicyValidationOperations.ValidatePolicyRequest;
import org.latchkey.accessanalyzer.PolicyValidationOperations.ValidatePolicyResponse;

/** IAM Access Analyzer's operations, one line an operation. */
@Dependent
class AccessAnalyzerTable implements ServiceTable {

  private final PolicyValidationOperations validation;

  @Inject
  AccessAnalyzerTable(PolicyValidationOperations validation) {
    this.validation = validation;
  }

  @Override
  public OperationTable table() {
    return OperationTable.of("access-analyzer")
        .on(
            "ValidatePolicy",
            ValidatePolicyRequest.class,
            ValidatePolicyResponse.class,
            validation::validatePolicy);
  }
}
