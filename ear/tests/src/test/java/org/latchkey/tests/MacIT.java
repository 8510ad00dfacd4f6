package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.latchkey.tests.Refusal.assertRefused;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GenerateMacResponse;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.MacAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.OriginType;
import software.amazon.awssdk.services.kms.model.VerifyMacResponse;

/** GenerateMac and VerifyMac. */
@Tag("any-database")
@ExtendWith(LatchkeyExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MacIT {
  private static final SdkBytes MESSAGE = SdkBytes.fromUtf8String("attack at dawn");

  @TempDir private static Path folder;

  private final AwsClients clients;
  private final KmsClient kms;
  private final KmsKeys keys;
  private final RegisteredService user;
  private final AwsClients userClients;

  MacIT(LatchkeyServer server) {
    clients = AwsClients.root(server);
    kms = clients.kms();
    keys = new KmsKeys(kms);
    user = RegisteredService.create(server);
    userClients = AwsClients.of(server, user.credentials());
  }

  @AfterAll
  void close() {
    userClients.close();
    clients.close();
  }

  @ParameterizedTest
  @CsvSource({
    "HMAC_224, HMAC_SHA_224, 28",
    "HMAC_256, HMAC_SHA_256, 32",
    "HMAC_384, HMAC_SHA_384, 48",
    "HMAC_512, HMAC_SHA_512, 64"
  })
  void mac_isVerifiedForItsMessageAndKeyAlone(
      KeySpec spec, MacAlgorithmSpec algorithm, int length) {
    String keyId = keyId(spec);
    GenerateMacResponse made = generate(kms, keyId, algorithm, MESSAGE);
    SdkBytes mac = made.mac();
    VerifyMacResponse verified = verify(keyId, algorithm, MESSAGE, mac);
    String other = keys.another(spec, KeyUsageType.GENERATE_VERIFY_MAC);
    byte[] truncated = Arrays.copyOf(mac.asByteArray(), length - 1);

    assertThat(mac.asByteArray()).hasSize(length);
    assertThat(made.keyId()).endsWith(keyId);
    assertThat(made.macAlgorithm()).isEqualTo(algorithm);
    assertThat(generate(kms, keyId, algorithm, MESSAGE).mac()).isEqualTo(mac);
    assertThat(verified.macValid()).isTrue();
    assertThat(verified.keyId()).endsWith(keyId);
    assertThat(verified.macAlgorithm()).isEqualTo(algorithm);
    assertInvalid(keyId, algorithm, KmsKeys.altered(MESSAGE), mac);
    assertInvalid(keyId, algorithm, MESSAGE, KmsKeys.altered(mac));
    assertInvalid(keyId, algorithm, MESSAGE, SdkBytes.fromByteArray(truncated));
    assertInvalid(other, algorithm, MESSAGE, mac);
  }

  /** Material is known outside of the server only where it was imported. */
  @ParameterizedTest
  @CsvSource({
    "HMAC_224, HMAC_SHA_224, sha224, 28",
    "HMAC_256, HMAC_SHA_256, sha256, 32",
    "HMAC_384, HMAC_SHA_384, sha384, 48",
    "HMAC_512, HMAC_SHA_512, sha512, 64"
  })
  @RequiredTool(Tool.OPENSSL)
  void openSsl_makesTheSameMac(
      KeySpec spec, MacAlgorithmSpec algorithm, String hash, int keyLength) {
    OpenSsl openSsl = new OpenSsl(folder);
    MaterialImport imports = new MaterialImport(kms, openSsl);
    byte[] material = MaterialImport.random(keyLength);
    String keyId =
        kms.createKey(
                request ->
                    request
                        .keySpec(spec)
                        .keyUsage(KeyUsageType.GENERATE_VERIFY_MAC)
                        .origin(OriginType.EXTERNAL))
            .keyMetadata()
            .keyId();
    imports.take(keyId, material);

    byte[] outside =
        HexFormat.of()
            .parseHex(
                openSsl
                    .run(
                        "mac",
                        "-digest",
                        hash,
                        "-macopt",
                        "hexkey:" + HexFormat.of().formatHex(material),
                        "-in",
                        openSsl.file(MESSAGE.asByteArray()),
                        "HMAC")
                    .strip());

    assertThat(generate(kms, keyId, algorithm, MESSAGE).mac().asByteArray()).isEqualTo(outside);
    assertThat(verify(keyId, algorithm, MESSAGE, SdkBytes.fromByteArray(outside)).macValid())
        .isTrue();
  }

  @Test
  void messageOf1To4096Bytes_isTaken() {
    String keyId = keyId(KeySpec.HMAC_256);

    for (int length : new int[] {1, 4096}) {
      SdkBytes message = KmsKeys.bytes(length);
      SdkBytes mac = generate(kms, keyId, MacAlgorithmSpec.HMAC_SHA_256, message).mac();
      assertThat(verify(keyId, MacAlgorithmSpec.HMAC_SHA_256, message, mac).macValid()).isTrue();
    }
    for (int length : new int[] {0, 4097}) {
      assertRefused(
          "ValidationException",
          () -> generate(kms, keyId, MacAlgorithmSpec.HMAC_SHA_256, KmsKeys.bytes(length)));
      assertRefused(
          "ValidationException",
          () ->
              verify(
                  keyId, MacAlgorithmSpec.HMAC_SHA_256, KmsKeys.bytes(length), KmsKeys.bytes(32)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "HMAC_256, GENERATE_VERIFY_MAC, HMAC_SHA_512",
    "HMAC_512, GENERATE_VERIFY_MAC, HMAC_SHA_256",
    "SYMMETRIC_DEFAULT, ENCRYPT_DECRYPT, HMAC_SHA_256"
  })
  void algorithmOfAnotherKey_isRefused(
      KeySpec spec, KeyUsageType usage, MacAlgorithmSpec algorithm) {
    String keyId = keys.one(spec, usage);

    assertRefused("InvalidKeyUsageException", () -> generate(kms, keyId, algorithm, MESSAGE));
    assertRefused(
        "InvalidKeyUsageException", () -> verify(keyId, algorithm, MESSAGE, KmsKeys.bytes(32)));
  }

  @Test
  void dryRun_saysWhatTheRequestWouldSay() {
    String keyId = keyId(KeySpec.HMAC_256);
    MacAlgorithmSpec algorithm = MacAlgorithmSpec.HMAC_SHA_256;
    SdkBytes mac = generate(kms, keyId, algorithm, MESSAGE).mac();

    assertRefused(
        "DryRunOperationException",
        () ->
            kms.generateMac(
                request ->
                    request.keyId(keyId).macAlgorithm(algorithm).message(MESSAGE).dryRun(true)));
    assertRefused("DryRunOperationException", () -> dryVerify(keyId, algorithm, mac));
    assertRefused(
        "KMSInvalidMacException", () -> dryVerify(keyId, algorithm, KmsKeys.altered(mac)));
  }

  @Test
  void policyOnMacAlgorithm_tellsTheAlgorithms() {
    for (boolean matches : new boolean[] {true, false}) {
      String keyId =
          kms.createKey(
                  request ->
                      request
                          .keySpec(KeySpec.HMAC_256)
                          .keyUsage(KeyUsageType.GENERATE_VERIFY_MAC)
                          .policy(
                              KeyPolicyText.ownerAnd(
                                  user.name(),
                                  "kms:GenerateMac",
                                  "kms:MacAlgorithm",
                                  matches ? "HMAC_SHA_256" : "HMAC_SHA_512")))
              .keyMetadata()
              .keyId();
      if (matches) {
        assertThat(
                generate(userClients.kms(), keyId, MacAlgorithmSpec.HMAC_SHA_256, MESSAGE).keyId())
            .endsWith(keyId);
      } else {
        assertRefused(
            "AccessDeniedException",
            () -> generate(userClients.kms(), keyId, MacAlgorithmSpec.HMAC_SHA_256, MESSAGE));
      }
    }
  }

  private void assertInvalid(
      String keyId, MacAlgorithmSpec algorithm, SdkBytes message, SdkBytes mac) {
    assertRefused("KMSInvalidMacException", () -> verify(keyId, algorithm, message, mac));
  }

  private String keyId(KeySpec spec) {
    return keys.one(spec, KeyUsageType.GENERATE_VERIFY_MAC);
  }

  private static GenerateMacResponse generate(
      KmsClient kms, String keyId, MacAlgorithmSpec algorithm, SdkBytes message) {
    return kms.generateMac(
        request -> request.keyId(keyId).macAlgorithm(algorithm).message(message));
  }

  private VerifyMacResponse verify(
      String keyId, MacAlgorithmSpec algorithm, SdkBytes message, SdkBytes mac) {
    return kms.verifyMac(
        request -> request.keyId(keyId).macAlgorithm(algorithm).message(message).mac(mac));
  }

  private void dryVerify(String keyId, MacAlgorithmSpec algorithm, SdkBytes mac) {
    kms.verifyMac(
        request ->
            request.keyId(keyId).macAlgorithm(algorithm).message(MESSAGE).mac(mac).dryRun(true));
  }
}
