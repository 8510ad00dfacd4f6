package org.latchkey.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The sessions that the README shows, by the {@code aws} command line. */
@RequiredTool(Tool.AWS)
@ExtendWith(LatchkeyExtension.class)
class AwsCliIT {
  private static final long TIMEOUT_MINUTES = 3;

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
    assertThat(aws("kms", "create-alias", "--alias-name", alias, "--target-key-id", keyId))
        .isEqualTo(new Result(0, "", ""));
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
  void refusal_isShownAsAwsShowsIt() throws Exception {
    Result result = aws("kms", "describe-key", "--key-id", UUID.randomUUID().toString());

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

  private record Result(int status, String out, String err) {}

  /** What a call prints, of which a JMESPath query selects a part. */
  private String text(String query, String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--output", "text", "--query", query));
    Result result = aws(all.toArray(String[]::new));
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
    return result.out().strip();
  }

  private Result aws(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(Tool.AWS.command(), "--endpoint-url", server.endpoint().toString()));
    command.addAll(List.of(arguments));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    builder.environment().put("AWS_CONFIG_FILE", folder.resolve("none").toString());
    builder.environment().put("AWS_SHARED_CREDENTIALS_FILE", folder.resolve("none").toString());
    builder.environment().put("AWS_ACCESS_KEY_ID", LatchkeyServer.ACCESS_KEY_ID);
    builder.environment().put("AWS_SECRET_ACCESS_KEY", LatchkeyServer.SECRET_ACCESS_KEY);
    builder.environment().put("AWS_DEFAULT_REGION", LatchkeyServer.REGION);
    Process process = builder.start();
    boolean ended = process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES);
    if (!ended) {
      process.destroyForcibly().waitFor();
    }
    assertThat(ended).as("%s ended", command).isTrue();
    return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
  }
}
