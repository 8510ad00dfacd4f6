package org.latchkey.iam;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Locale;
import org.latchkey.audit.Audited;
import org.latchkey.crypto.Tokens;
import org.latchkey.iam.PasskeyCeremonies.NewPasskey;
import org.latchkey.identity.IdentityFault;
import org.latchkey.identity.Passkey;
import org.latchkey.identity.PasskeyDirectory;
import org.latchkey.identity.User;
import org.latchkey.shared.Arn;
import org.latchkey.shared.Caller;
import org.latchkey.shared.ServiceException;

/**
 * Registering passkeys, which takes a browser: the console alone offers it. They are listed and
 * taken away as other MFA devices are.
 */
@ApplicationScoped
@Transactional
@Audited("iam.amazonaws.com")
public class PasskeyOperations {

  /** Asks for a new passkey at the console that is there. */
  public record BeginPasskeyRegistrationRequest(ConsoleOrigin origin) {}

  /**
   * What to ask the authenticator.
   *
   * @param asked to be kept for the answer
   * @param question the same as JSON for {@code navigator.credentials.create}
   */
  public record BeginPasskeyRegistrationResponse(String asked, String question) {}

  /**
   * An authenticator's answer.
   *
   * @param name what the user calls it: letters, digits and {@code +=,.@_-}
   */
  public record EnablePasskeyRequest(String name, PasskeyAnswer answer) {}

  public record EnablePasskeyResponse(String serialNumber) {}

  private static final String ACTION = "iam:EnableMFADevice";
  private static final int SUFFIX_LENGTH = 12;

  @Inject private AccessCheck access;
  @Inject private PasskeyCeremonies ceremonies;
  @Inject private PasskeyDirectory passkeys;
  @Inject private SecondFactors factors;
  @Inject private Clock clock;

  /** Asks the caller's authenticator for a new passkey. */
  public BeginPasskeyRegistrationResponse beginPasskeyRegistration(
      Caller caller, BeginPasskeyRegistrationRequest request) {
    User user = access.userOrSelf(caller, ACTION, null);
    String asked = ceremonies.askForNew(user, request.origin());
    return new BeginPasskeyRegistrationResponse(asked, PasskeyCeremonies.forBrowser(asked));
  }

  /**
   * Gives the caller the passkey that its authenticator made.
   *
   * @throws ServiceException {@code InvalidAuthenticationCode} for an answer that is not right,
   *     {@code LimitExceeded}, {@code EntityAlreadyExists}, {@code InvalidInput}
   */
  public EnablePasskeyResponse enablePasskey(Caller caller, EnablePasskeyRequest request) {
    User user = access.userOrSelf(caller, ACTION, null);
    if (!request.name().matches("[A-Za-z0-9+=,.@_-]{1,64}")) {
      throw new ServiceException(
          IdentityFault.INVALID_INPUT, "A name has 1 to 64 letters, digits and + = , . @ _ -");
    }
    factors.requireRoom(user);
    NewPasskey made =
        ceremonies
            .made(request.answer())
            .orElseThrow(
                () ->
                    new ServiceException(
                        IdentityFault.INVALID_AUTHENTICATION_CODE,
                        "The passkey could not be verified."));
    String serialNumber = serialNumber(caller, user, request.name());
    passkeys.add(
        new Passkey(
            made.credentialId(),
            serialNumber,
            user.account(),
            user.userId(),
            request.answer().origin().host(),
            made.publicKey(),
            made.signCount(),
            clock.instant()));
    return new EnablePasskeyResponse(serialNumber);
  }

  private static String serialNumber(Caller caller, User user, String name) {
    String whose = caller.isRoot() ? "root" : "user/" + user.name();
    return Arn.of(
            "iam",
            "",
            user.account(),
            "u2f/"
                + whose
                + "/"
                + name
                + "-"
                + Tokens.base32(SUFFIX_LENGTH).toUpperCase(Locale.ROOT))
        .toString();
  }
}
