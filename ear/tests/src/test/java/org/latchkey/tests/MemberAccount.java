package org.latchkey.tests;

import java.util.UUID;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.services.sts.model.Credentials;

/** An account that was made for a test, with its access role assumed by a user of the first one. */
final class MemberAccount implements AutoCloseable {

  private final String id;
  private final AwsClients administrator;

  private MemberAccount(String id, AwsClients administrator) {
    this.id = id;
    this.administrator = administrator;
  }

  /** Makes an account by the root user, and comes into it as its administrator. */
  static MemberAccount create(LatchkeyServer server, AwsClients root) {
    String id =
        root.organizations()
            .createAccount(
                request -> request.accountName("test").email(UUID.randomUUID() + "@latchkey.test"))
            .createAccountStatus()
            .accountId();
    IamUser user = IamUser.create(root.iam(), PolicyText.allow("sts:AssumeRole", roleArn(id)));
    try (AwsClients own = user.clients(server)) {
      Credentials credentials =
          own.sts()
              .assumeRole(request -> request.roleArn(roleArn(id)).roleSessionName("admin"))
              .credentials();
      return new MemberAccount(
          id,
          AwsClients.of(
              server,
              AwsSessionCredentials.create(
                  credentials.accessKeyId(),
                  credentials.secretAccessKey(),
                  credentials.sessionToken())));
    }
  }

  static String roleArn(String account) {
    return "arn:aws:iam::" + account + ":role/OrganizationAccountAccessRole";
  }

  String id() {
    return id;
  }

  /** Who may do everything in it. */
  AwsClients administrator() {
    return administrator;
  }

  @Override
  public void close() {
    administrator.close();
  }
}
