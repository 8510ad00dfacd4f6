package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Administering identities by the {@code aws} command line. */
@Tag("any-database")
@RequiredTool(Tool.AWS)
@ExtendWith(LatchkeyExtension.class)
class AwsCliIamIT {
  private final LatchkeyServer server;
  @TempDir Path folder;

  AwsCliIamIT(LatchkeyServer server) {
    this.server = server;
  }

  private String text(String query, String... arguments) {
    return new AwsCommand(server, folder).text(query, arguments);
  }

  private void run(String... arguments) {
    assertThat(new AwsCommand(server, folder).run(arguments))
        .isEqualTo(new AwsCommand.Result(0, "", ""));
  }

  @Test
  void user_isLedFromTheCommandLine() throws Exception {
    String name = "cli-" + UUID.randomUUID();
    Path policy =
        Files.writeString(
            folder.resolve("policy.json"), PolicyText.of(PolicyText.allow("kms:ListKeys", "*")));

    assertThat(text("User.UserName", "iam", "create-user", "--user-name", name)).isEqualTo(name);
    run(
        "iam",
        "put-user-policy",
        "--user-name",
        name,
        "--policy-name",
        "keys",
        "--policy-document",
        "file://" + policy);
    assertThat(
            text(
                "PolicyDocument.Statement[0].Action",
                "iam",
                "get-user-policy",
                "--user-name",
                name,
                "--policy-name",
                "keys"))
        .isEqualTo("kms:ListKeys");
    String keyId = text("AccessKey.AccessKeyId", "iam", "create-access-key", "--user-name", name);
    assertThat(keyId).startsWith("AKIA");
    assertThat(
            text(
                "EvaluationResults[0].[EvalDecision,MatchedStatements[0].SourcePolicyId]",
                "iam",
                "simulate-principal-policy",
                "--policy-source-arn",
                "arn:aws:iam::" + LatchkeyServer.ACCOUNT_ID + ":user/" + name,
                "--action-names",
                "kms:ListKeys"))
        .isEqualTo("allowed\tuser_" + name + "_keys#Statement[0]");
    run("iam", "delete-access-key", "--user-name", name, "--access-key-id", keyId);
    run("iam", "delete-user-policy", "--user-name", name, "--policy-name", "keys");
    run("iam", "delete-user", "--user-name", name);
  }

  @Test
  void account_isMadeFromTheCommandLine() {
    String id =
        text(
            "CreateAccountStatus.AccountId",
            "organizations",
            "create-account",
            "--account-name",
            "blue",
            "--email",
            UUID.randomUUID() + "@latchkey.test");

    assertThat(text("Accounts[].Id", "organizations", "list-accounts")).contains(id);
    run("organizations", "close-account", "--account-id", id);
    assertThat(text("Account.Status", "organizations", "describe-account", "--account-id", id))
        .isEqualTo("SUSPENDED");
  }

  @Test
  void sessionToken_isGotFromTheCommandLine() {
    assertThat(text("Credentials.AccessKeyId", "sts", "get-session-token")).startsWith("ASIA");
  }
}
