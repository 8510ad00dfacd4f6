package org.latchkey.web.wire;

import jakarta.enterprise.context.ApplicationScoped;
import org.latchkey.audit.Audited;
import org.latchkey.shared.Caller;

/** Tells callers who they are, which needs no permission. */
@ApplicationScoped
@Audited("sts.amazonaws.com")
public class CallerIdentity {

  public record GetCallerIdentityRequest() {}

  public record GetCallerIdentityResponse(String userId, String account, String arn) {}

  /**
   * Who signed the request.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html">AWS
   *     STS API Reference, GetCallerIdentity</a>
   */
  public GetCallerIdentityResponse getCallerIdentity(
      Caller caller, GetCallerIdentityRequest request) {
    return new GetCallerIdentityResponse(caller.userId(), caller.account(), caller.principal());
  }
}
