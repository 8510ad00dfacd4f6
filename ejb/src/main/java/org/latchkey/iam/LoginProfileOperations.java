package org.latchkey.iam;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latchkey.access.RequestContext;
import org.latchkey.audit.Audited;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.identity.ConsolePasswords;
import org.latchkey.identity.ConsolePasswords.Login;
import org.latchkey.identity.IdentityFault;
import org.latchkey.identity.User;
import org.latchkey.identity.UserDirectory;
import org.latchkey.shared.Arn;
import org.latchkey.shared.Caller;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.ServiceException;

/** Users' passwords for the console. */
@ApplicationScoped
@Transactional
@Audited("iam.amazonaws.com")
public class LoginProfileOperations {

  public record CreateLoginProfileRequest(
      @Nullable String userName,
      @Nullable SecretBytes password,
      @Nullable Boolean passwordResetRequired) {}

  public record CreateLoginProfileResponse(LoginProfile loginProfile) {}

  public record LoginProfile(String userName, Instant createDate, boolean passwordResetRequired) {}

  public record UpdateLoginProfileRequest(
      String userName, @Nullable SecretBytes password, @Nullable Boolean passwordResetRequired) {}

  public record DeleteLoginProfileRequest(@Nullable String userName) {}

  public record GetLoginProfileRequest(@Nullable String userName) {}

  public record GetLoginProfileResponse(LoginProfile loginProfile) {}

  public record ChangePasswordRequest(SecretBytes oldPassword, SecretBytes newPassword) {}

  @Inject private AccessCheck access;
  @Inject private ConsolePasswords passwords;
  @Inject private PasswordPolicies policies;
  @Inject private NewPasswords newPasswords;
  @Inject private UserDirectory users;

  /**
   * Lets a user into the console.
   *
   * @throws ServiceException {@code EntityAlreadyExists}, {@code PasswordPolicyViolation}, {@code
   *     NoSuchEntity}, {@code ValidationError}
   */
  public CreateLoginProfileResponse createLoginProfile(
      Caller caller, CreateLoginProfileRequest request) {
    User user = access.userOrSelf(caller, "iam:CreateLoginProfile", request.userName());
    SecretBytes password = request.password();
    if (password == null) {
      throw new ServiceException(CommonFault.VALIDATION, "Password must be specified.");
    }
    if (passwords.lockedLogin(user.userId()).isPresent()) {
      throw new ServiceException(
          IdentityFault.ENTITY_ALREADY_EXISTS,
          "Login Profile for user " + user.name() + " already exists.");
    }
    set(user, password, Boolean.TRUE.equals(request.passwordResetRequired()));
    return new CreateLoginProfileResponse(existing(user));
  }

  /** Changes a user's password, and whether the user has to change it. */
  public void updateLoginProfile(Caller caller, UpdateLoginProfileRequest request) {
    User user = access.user(caller, "iam:UpdateLoginProfile", request.userName());
    LoginProfile known = existing(user);
    boolean reset =
        request.passwordResetRequired() == null
            ? known.passwordResetRequired()
            : request.passwordResetRequired();
    if (request.password() == null) {
      passwords.requireReset(user.userId(), reset);
    } else {
      set(user, request.password(), reset);
    }
  }

  /** Shuts a user out of the console; access keys go on. */
  public void deleteLoginProfile(Caller caller, DeleteLoginProfileRequest request) {
    User user = access.userOrSelf(caller, "iam:DeleteLoginProfile", request.userName());
    existing(user);
    passwords.remove(user.userId());
  }

  /**
   * Whether and since when a user may come into the console.
   *
   * @throws ServiceException {@code NoSuchEntity} where it may not
   */
  public GetLoginProfileResponse getLoginProfile(Caller caller, GetLoginProfileRequest request) {
    return new GetLoginProfileResponse(
        existing(access.userOrSelf(caller, "iam:GetLoginProfile", request.userName())));
  }

  /**
   * Changes the caller's own password: with the permission to, or where the account's password
   * policy lets users.
   *
   * @throws ServiceException {@code AccessDenied} also for a wrong old password; {@code
   *     InvalidUserType} for whoever is no user; {@code PasswordPolicyViolation}
   */
  public void changePassword(Caller caller, ChangePasswordRequest request) {
    User user =
        users
            .find(caller.userId())
            .filter(found -> found.kind() == Caller.Type.USER)
            .orElseThrow(
                () ->
                    new ServiceException(
                        IdentityFault.INVALID_USER_TYPE,
                        "Only IAM Users can change their own password."));
    boolean lets = policies.find(user.account()).map(PasswordRules::usersMayChange).orElse(false);
    access.authorizeUnless(
        lets,
        caller,
        "iam:ChangePassword",
        Arn.parse(user.arn()).orElseThrow(),
        RequestContext.builder());
    if (!passwords.matches(user.userId(), request.oldPassword())) {
      throw new ServiceException(CommonFault.ACCESS_DENIED, "The old password was incorrect.");
    }
    set(user, request.newPassword(), false);
  }

  private void set(User user, SecretBytes password, boolean reset) {
    List<String> lacks = newPasswords.set(user, password, reset);
    if (!lacks.isEmpty()) {
      throw new ServiceException(IdentityFault.PASSWORD_POLICY_VIOLATION, String.join(" ", lacks));
    }
  }

  private LoginProfile existing(User user) {
    Login login =
        passwords
            .login(user.userId())
            .orElseThrow(
                () ->
                    new ServiceException(
                        IdentityFault.NO_SUCH_ENTITY,
                        "Login Profile for User " + user.name() + " cannot be found."));
    return new LoginProfile(user.name(), login.createdAt(), login.resetRequired());
  }
}
