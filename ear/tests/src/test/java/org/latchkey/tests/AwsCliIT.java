package org.latchkey.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The sessions that the README shows, by the {@code aws} command line. */
@Tag("any-database")
@RequiredTool(Tool.AWS)
@ExtendWith(LatchkeyExtension.class)
class AwsCliIT {
  private final LatchkeyServer server;
  @TempDir Path folder;

  AwsCliIT(LatchkeyServer server) {
    this.server = server;
  }

  @Test
  void kmsSession_ofTheReadme_works() throws Exception {
    String alias = "alias/" + UUID.randomUUID();

    assertThat(text("Arn", "sts", "get-caller-identity"))
        .isEqualTo("arn:aws:iam::" + LatchkeyServer.ACCOUNT_ID + ":root");
    String keyId = text("KeyMetadata.KeyId", "kms", "create-key", "--description", "my first key");
    assertThat(aws().run("kms", "create-alias", "--alias-name", alias, "--target-key-id", keyId))
        .isEqualTo(new AwsCommand.Result(0, "", ""));
    String dataKey =
        text("Plaintext", "kms", "generate-data-key", "--key-id", alias, "--key-spec", "AES_256");
    assertThat(Base64.getDecoder().decode(dataKey)).hasSize(32);

    Path plaintext = Files.writeString(folder.resolve("plaintext"), "attack at dawn");
    String ciphertext =
        text(
            "CiphertextBlob",
            "kms",
            "encrypt",
            "--key-id",
            alias,
            "--plaintext",
            "fileb://" + plaintext,
            "--encryption-context",
            "tenant=blue");
    Path blob = Files.write(folder.resolve("blob"), Base64.getDecoder().decode(ciphertext));
    String decrypted =
        text(
            "Plaintext",
            "kms",
            "decrypt",
            "--ciphertext-blob",
            "fileb://" + blob,
            "--encryption-context",
            "tenant=blue");
    assertThat(new String(Base64.getDecoder().decode(decrypted), UTF_8))
        .isEqualTo("attack at dawn");
  }

  @Test
  void keysLife_isLedFromTheCommandLine() {
    String keyId = text("KeyMetadata.KeyId", "kms", "create-key");
    String[] key = {"--key-id", keyId};

    assertThat(run(with(key, "update-key-description", "--description", "renamed"))).isEmpty();
    assertThat(run(with(key, "tag-resource", "--tags", "TagKey=team,TagValue=blue"))).isEmpty();
    assertThat(run(with(key, "enable-key-rotation"))).isEmpty();
    assertThat(text("Plaintext", with(key, "generate-data-key", "--key-spec", "AES_256")))
        .isNotEmpty();

    assertThat(text("KeyMetadata.Description", with(key, "describe-key"))).isEqualTo("renamed");
    assertThat(text("Tags[].[TagKey,TagValue]", with(key, "list-resource-tags")))
        .isEqualTo("team\tblue");
    assertThat(text("KeyRotationEnabled", with(key, "get-key-rotation-status"))).isEqualTo("True");
    assertThat(text("PolicyNames", with(key, "list-key-policies"))).isEqualTo("default");
    if (knows("rotate-key-on-demand")) {
      rotate(keyId, key);
    }
    if (knows("get-key-last-usage")) {
      assertThat(text("[KeyId,KeyLastUsage.Operation]", with(key, "get-key-last-usage")))
          .isEqualTo(keyId + "\tGenerateDataKey");
    }
  }

  /** What the command line can do since 2024. */
  private void rotate(String keyId, String[] key) {
    assertThat(run(with(key, "enable-key-rotation", "--rotation-period-in-days", "90"))).isEmpty();
    assertThat(text("KeyId", with(key, "rotate-key-on-demand"))).isEqualTo(keyId);
    assertThat(text("RotationPeriodInDays", with(key, "get-key-rotation-status"))).isEqualTo("90");
    assertThat(text("Rotations[].RotationType", with(key, "list-key-rotations")))
        .contains("ON_DEMAND");
  }

  /** Whether this version of the command line has an operation of KMS. */
  private boolean knows(String operation) {
    return !aws().run("kms", operation).err().contains("Invalid choice");
  }

  @Test
  void refusal_isShownAsAwsShowsIt() throws Exception {
    AwsCommand.Result result =
        aws().run("kms", "describe-key", "--key-id", UUID.randomUUID().toString());

    assertThat(result.status()).isNotZero();
    assertThat(result.err())
        .contains("An error occurred (NotFoundException) when calling the DescribeKey operation");
  }

  @Test
  void certificate_isRequestedAndDescribed() throws Exception {
    String authority;
    try (AwsClients clients = AwsClients.root(server)) {
      authority = PrivateAuthority.create(clients.acmPca()).arn();
    }

    String arn =
        text(
            "CertificateArn",
            "acm",
            "request-certificate",
            "--domain-name",
            "cli.latchkey.test",
            "--certificate-authority-arn",
            authority);

    assertThat(
            text(
                "Certificate.[Status,DomainName,KeyAlgorithm]",
                "acm",
                "describe-certificate",
                "--certificate-arn",
                arn))
        .isEqualTo("ISSUED\tcli.latchkey.test\tRSA_2048");
  }

  private String text(String query, String... arguments) {
    return aws().text(query, arguments);
  }

  private String run(String... arguments) {
    AwsCommand.Result result = aws().run(arguments);
    assertThat(result.err()).isEmpty();
    return result.out();
  }

  /** An operation of KMS on a key. */
  private static String[] with(String[] key, String operation, String... more) {
    return Stream.of(new String[] {"kms", operation}, key, more)
        .flatMap(Stream::of)
        .toArray(String[]::new);
  }

  private AwsCommand aws() {
    return new AwsCommand(server, folder);
  }
}
