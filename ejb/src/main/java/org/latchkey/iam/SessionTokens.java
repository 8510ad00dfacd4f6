package org.latchkey.iam;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.latchkey.audit.Audited;
import org.latchkey.identity.NewSession;
import org.latchkey.identity.User;
import org.latchkey.identity.UserDirectory;
import org.latchkey.identity.VirtualMfaDevices;
import org.latchkey.shared.Caller;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.ServiceException;

/**
 * Temporary credentials of users, which need no permission: they are for showing a second factor.
 */
@ApplicationScoped
@Transactional
@Audited("sts.amazonaws.com")
public class SessionTokens {

  public record GetSessionTokenRequest(
      @Nullable Integer durationSeconds,
      @Nullable String serialNumber,
      @Nullable String tokenCode) {}

  public record GetSessionTokenResponse(SessionCredentials credentials) {}

  private static final int DEFAULT_SECONDS = 43_200;
  private static final int MOST_SECONDS_OF_ROOT = 3_600;

  @Inject private UserDirectory users;
  @Inject private VirtualMfaDevices devices;
  @Inject private SessionCredentials.Issuer issuer;
  @Inject private Clock clock;

  /**
   * Temporary credentials of the caller itself, which say whether a second factor was shown: for 12
   * hours, or for one at most for an account's root user.
   *
   * @throws ServiceException {@code AccessDenied} for a wrong code, and for whoever signs with
   *     temporary credentials already
   * @see <a href="https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html">AWS
   *     STS API Reference, GetSessionToken</a>
   */
  public GetSessionTokenResponse getSessionToken(Caller caller, GetSessionTokenRequest request) {
    User user = users.find(caller.userId()).orElse(null);
    if (caller.session() != null || user == null) {
      throw new ServiceException(
          CommonFault.ACCESS_DENIED, "Cannot call GetSessionToken with session credentials");
    }
    Instant mfaAt =
        MfaProof.require(
            devices, caller, request.serialNumber(), request.tokenCode(), clock.instant());
    int asked = request.durationSeconds() == null ? DEFAULT_SECONDS : request.durationSeconds();
    int seconds = caller.isRoot() ? Math.min(asked, MOST_SECONDS_OF_ROOT) : asked;
    return new GetSessionTokenResponse(
        issuer.issue(NewSession.ofUser(user, Duration.ofSeconds(seconds), mfaAt)));
  }
}
