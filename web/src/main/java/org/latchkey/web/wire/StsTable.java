package org.latchkey.web.wire;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import org.latchkey.web.wire.CallerIdentity.GetCallerIdentityRequest;
import org.latchkey.web.wire.CallerIdentity.GetCallerIdentityResponse;

/** AWS STS, one line an operation. */
@Dependent
class StsTable implements ServiceTable {

  private final CallerIdentity callerIdentity;

  @Inject
  StsTable(CallerIdentity callerIdentity) {
    this.callerIdentity = callerIdentity;
  }

  @Override
  public OperationTable table() {
    return OperationTable.of("sts")
        .on(
            "GetCallerIdentity",
            GetCallerIdentityRequest.class,
            GetCallerIdentityResponse.class,
            callerIdentity::getCallerIdentity);
  }
}
