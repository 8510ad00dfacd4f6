package org.latchkey.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The common operations of KMS, by the {@code aws} command line. */
@Tag("any-database")
@RequiredTool(Tool.AWS)
@ExtendWith(LatchkeyExtension.class)
class AwsCliKmsIT {
  private static final String ROOT = "arn:aws:iam::" + LatchkeyServer.ACCOUNT_ID + ":root";
  private static final String CONTEXT = "tenant=blue";

  /** The exit statuses for an error that a service answers: the second version's, the first's. */
  private static final List<Integer> SERVICE_ERROR = List.of(254, 255);

  private final LatchkeyServer server;
  @TempDir Path folder;

  AwsCliKmsIT(LatchkeyServer server) {
    this.server = server;
  }

  @Test
  void ciphertext_isDecryptedInItsContextAlone() throws IOException {
    String keyId = newKey();
    String plaintext = file("plaintext", "attack at dawn");
    String ciphertext =
        blob(
            "ciphertext",
            text(
                "CiphertextBlob",
                "encrypt",
                "--key-id",
                keyId,
                "--plaintext",
                plaintext,
                "--encryption-context",
                CONTEXT));
    String[] decrypt = {"decrypt", "--ciphertext-blob", ciphertext, "--encryption-context"};

    assertThat(text("Plaintext", with(decrypt, CONTEXT))).isEqualTo(base64("attack at dawn"));
    assertRefused("InvalidCiphertextException", "Decrypt", with(decrypt, "tenant=green"));
    assertRefused("IncorrectKeyException", "Decrypt", with(decrypt, CONTEXT, "--key-id", newKey()));
  }

  @Test
  void dataKey_comesInClearAndEncrypted() throws IOException {
    String[] dataKey =
        text(
                "[Plaintext,CiphertextBlob]",
                "generate-data-key",
                "--key-id",
                newKey(),
                "--number-of-bytes",
                "64")
            .split("\t", -1);

    assertThat(Base64.getDecoder().decode(dataKey[0])).hasSize(64);
    assertThat(text("Plaintext", "decrypt", "--ciphertext-blob", blob("key", dataKey[1])))
        .isEqualTo(dataKey[0]);
  }

  @Test
  void signature_isVerifiedForItsMessageAlone() throws IOException {
    String[] with = {
      "--key-id",
      newKey("--key-spec", "ECC_NIST_P256", "--key-usage", "SIGN_VERIFY"),
      "--signing-algorithm",
      "ECDSA_SHA_256",
      "--message"
    };
    String message = file("message", "attack at dawn");
    String signature = blob("signature", text("Signature", with(operation("sign", with), message)));
    String[] verify = operation("verify", with);

    assertThat(text("SignatureValid", with(verify, message, "--signature", signature)))
        .isEqualTo("True");
    assertRefused(
        "KMSInvalidSignatureException",
        "Verify",
        with(verify, file("other", "attack at dusk"), "--signature", signature));
  }

  @Test
  void mac_isVerifiedForItsMessageAlone() throws IOException {
    String[] with = {
      "--key-id",
      newKey("--key-spec", "HMAC_256", "--key-usage", "GENERATE_VERIFY_MAC"),
      "--mac-algorithm",
      "HMAC_SHA_256",
      "--message"
    };
    String message = file("message", "attack at dawn");
    String mac = blob("mac", text("Mac", with(operation("generate-mac", with), message)));
    String[] verify = operation("verify-mac", with);

    assertThat(text("MacValid", with(verify, message, "--mac", mac))).isEqualTo("True");
    assertRefused(
        "KMSInvalidMacException",
        "VerifyMac",
        with(verify, file("other", "attack at dusk"), "--mac", mac));
  }

  @Test
  void grant_isListedUntilItIsRetired() {
    String keyId = newKey();
    String token =
        text(
            "GrantToken",
            "create-grant",
            "--key-id",
            keyId,
            "--grantee-principal",
            ROOT,
            "--retiring-principal",
            ROOT,
            "--operations",
            "Encrypt",
            "Decrypt",
            "--constraints",
            "EncryptionContextSubset={tenant=blue}");
    String[] listed = {"list-grants", "--key-id", keyId};

    assertThat(text("Grants[].Operations[]", listed)).isEqualTo("Decrypt\tEncrypt");
    assertThat(text("Grants[].Constraints.EncryptionContextSubset.tenant", listed))
        .isEqualTo("blue");

    assertDone("retire-grant", "--grant-token", token);

    assertThat(text("Grants", listed)).isEmpty();
  }

  @Test
  void keyToBeDeleted_isOfNoUseUntilItIsKept() throws IOException {
    String keyId = newKey();
    String[] encrypt = {
      "encrypt", "--key-id", keyId, "--plaintext", file("plaintext", "attack at dawn")
    };

    assertThat(
            text(
                "[KeyState,PendingWindowInDays]",
                "schedule-key-deletion",
                "--key-id",
                keyId,
                "--pending-window-in-days",
                "7"))
        .isEqualTo("PendingDeletion\t7");
    assertRefused("KMSInvalidStateException", "Encrypt", encrypt);

    assertThat(text("KeyId", "cancel-key-deletion", "--key-id", keyId)).endsWith(keyId);
    assertRefused("DisabledException", "Encrypt", encrypt);

    assertDone("enable-key", "--key-id", keyId);
    assertThat(text("CiphertextBlob", encrypt)).isNotEmpty();
  }

  @Test
  void rotation_isEnabledAndDisabled() {
    String keyId = newKey();
    String[] status = {"get-key-rotation-status", "--key-id", keyId};

    assertDone("enable-key-rotation", "--key-id", keyId);
    assertThat(text("KeyRotationEnabled", status)).isEqualTo("True");

    assertDone("disable-key-rotation", "--key-id", keyId);
    assertThat(text("KeyRotationEnabled", status)).isEqualTo("False");
  }

  @Test
  void list_isGivenInPages() {
    String keyId = newKey();
    List<String> names =
        Stream.generate(() -> "alias/" + UUID.randomUUID()).limit(3).sorted().toList();
    names.forEach(
        name -> assertDone("create-alias", "--alias-name", name, "--target-key-id", keyId));
    String[] list = {"list-aliases", "--key-id", keyId};

    assertThat(text("Aliases[].AliasName", with(list, "--page-size", "1")).split("\\s+", -1))
        .containsExactlyInAnyOrderElementsOf(names);
  }

  private String newKey(String... options) {
    return text("KeyMetadata.KeyId", with(new String[] {"create-key"}, options));
  }

  /** The argument that stands for a file with this text. */
  private String file(String name, String content) throws IOException {
    return "fileb://" + Files.writeString(folder.resolve(name), content);
  }

  /** The argument that stands for a file with these bytes. */
  private String blob(String name, String base64) throws IOException {
    return "fileb://" + Files.write(folder.resolve(name), Base64.getDecoder().decode(base64));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  private String text(String query, String... arguments) {
    return aws().text(query, with(new String[] {"kms"}, arguments));
  }

  /** The call prints nothing and is done. */
  private void assertDone(String... arguments) {
    assertThat(aws().run(with(new String[] {"kms"}, arguments)))
        .isEqualTo(new AwsCommand.Result(0, "", ""));
  }

  /** The call ends with the exit status of a service's error, and names that. */
  private void assertRefused(String error, String operation, String... arguments) {
    AwsCommand.Result result = aws().run(with(new String[] {"kms"}, arguments));

    assertThat(result.status()).isIn(SERVICE_ERROR);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .contains(
            "An error occurred (%s) when calling the %s operation".formatted(error, operation));
  }

  private AwsCommand aws() {
    return new AwsCommand(server, folder);
  }

  private static String[] operation(String operation, String... arguments) {
    return with(new String[] {operation}, arguments);
  }

  private static String[] with(String[] arguments, String... more) {
    return Stream.of(arguments, more).flatMap(Stream::of).toArray(String[]::new);
  }
}
