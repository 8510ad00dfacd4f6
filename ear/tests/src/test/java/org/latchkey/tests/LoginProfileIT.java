package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.latchkey.tests.PolicyText.allow;
import static org.latchkey.tests.Refusal.assertRefused;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.iam.IamClient;

/** Users' passwords, in an account of their own: its password policy is nobody else's. */
@ExtendWith(LatchkeyExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoginProfileIT {
  private static final String FIRST = "correct-Horse-1";
  private static final String SECOND = "battery-Staple-2";

  private final LatchkeyServer server;
  private final AwsClients root;
  private final MemberAccount account;
  private final IamClient iam;

  LoginProfileIT(LatchkeyServer server) {
    this.server = server;
    root = AwsClients.root(server);
    account = MemberAccount.create(server, root);
    iam = account.administrator().iam();
  }

  @AfterAll
  void close() {
    account.close();
    root.close();
  }

  @Test
  void loginProfile_livesWithItsPasswords() {
    IamUser user = IamUser.create(iam, allow("iam:ChangePassword", "*"));
    assertRefused("NoSuchEntity", 404, () -> iam.getLoginProfile(r -> r.userName(user.name())));
    assertRefused("PasswordPolicyViolation", 400, () -> create(user, "short"));
    create(user, FIRST);
    assertRefused("EntityAlreadyExists", 409, () -> create(user, FIRST));
    assertThat(
            iam.getLoginProfile(r -> r.userName(user.name()))
                .loginProfile()
                .passwordResetRequired())
        .isTrue();

    try (AwsClients own = user.clients(server)) {
      assertRefused(
          "AccessDenied",
          403,
          () -> own.iam().changePassword(r -> r.oldPassword(SECOND).newPassword(SECOND)));
      own.iam().changePassword(r -> r.oldPassword(FIRST).newPassword(SECOND));
    }
    assertThat(
            iam.getLoginProfile(r -> r.userName(user.name()))
                .loginProfile()
                .passwordResetRequired())
        .isFalse();
    iam.updateLoginProfile(r -> r.userName(user.name()).password(FIRST));
    assertRefused("DeleteConflict", 409, () -> iam.deleteUser(r -> r.userName(user.name())));
    iam.deleteLoginProfile(r -> r.userName(user.name()));
    assertRefused("NoSuchEntity", 404, () -> iam.deleteLoginProfile(r -> r.userName(user.name())));
  }

  private void create(IamUser user, String password) {
    iam.createLoginProfile(
        r -> r.userName(user.name()).password(password).passwordResetRequired(true));
  }

  @Test
  void passwordPolicy_isKept() {
    IamUser user = IamUser.create(iam);
    assertRefused("NoSuchEntity", 404, iam::getAccountPasswordPolicy);
    iam.updateAccountPasswordPolicy(
        r ->
            r.minimumPasswordLength(14)
                .requireSymbols(true)
                .passwordReusePrevention(2)
                .allowUsersToChangePassword(true));
    try (AwsClients own = user.clients(server)) {
      assertRefused("PasswordPolicyViolation", 400, () -> create(user, "onlyLetters123456"));
      create(user, FIRST);
      own.iam().changePassword(r -> r.oldPassword(FIRST).newPassword(SECOND));
      assertRefused(
          "PasswordPolicyViolation",
          400,
          () -> own.iam().changePassword(r -> r.oldPassword(SECOND).newPassword(FIRST)));
      assertThat(iam.getAccountPasswordPolicy().passwordPolicy().minimumPasswordLength())
          .isEqualTo(14);
      iam.deleteAccountPasswordPolicy();
      assertRefused(
          "AccessDenied",
          403,
          () -> own.iam().changePassword(r -> r.oldPassword(SECOND).newPassword(FIRST)));
    }
  }

  @Test
  void whoeverIsNoUser_hasNoPasswordToChange() {
    assertRefused(
        "InvalidUserType",
        400,
        () -> iam.changePassword(r -> r.oldPassword(FIRST).newPassword(SECOND)));
  }
}
