package org.latchkey.web.wire;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import org.latchkey.iam.SessionOperations;
import org.latchkey.iam.SessionOperations.AssumeRoleRequest;
import org.latchkey.iam.SessionOperations.AssumeRoleResponse;
import org.latchkey.iam.SessionOperations.AssumeRoleWithWebIdentityRequest;
import org.latchkey.iam.SessionOperations.AssumeRoleWithWebIdentityResponse;
import org.latchkey.iam.SessionTokens;
import org.latchkey.iam.SessionTokens.GetSessionTokenRequest;
import org.latchkey.iam.SessionTokens.GetSessionTokenResponse;
import org.latchkey.web.wire.CallerIdentity.GetCallerIdentityRequest;
import org.latchkey.web.wire.CallerIdentity.GetCallerIdentityResponse;

/** AWS STS, one line an operation. */
@Dependent
class StsTable implements ServiceTable {

  private final CallerIdentity callerIdentity;
  private final SessionOperations sessions;
  private final SessionTokens tokens;

  @Inject
  StsTable(CallerIdentity callerIdentity, SessionOperations sessions, SessionTokens tokens) {
    this.callerIdentity = callerIdentity;
    this.sessions = sessions;
    this.tokens = tokens;
  }

  @Override
  public OperationTable table() {
    return OperationTable.of("sts")
        .on(
            "GetCallerIdentity",
            GetCallerIdentityRequest.class,
            GetCallerIdentityResponse.class,
            callerIdentity::getCallerIdentity)
        .on("AssumeRole", AssumeRoleRequest.class, AssumeRoleResponse.class, sessions::assumeRole)
        .onUnsigned(
            "AssumeRoleWithWebIdentity",
            AssumeRoleWithWebIdentityRequest.class,
            AssumeRoleWithWebIdentityResponse.class,
            sessions::assumeRoleWithWebIdentity)
        .on(
            "GetSessionToken",
            GetSessionTokenRequest.class,
            GetSessionTokenResponse.class,
            tokens::getSessionToken);
  }
}
