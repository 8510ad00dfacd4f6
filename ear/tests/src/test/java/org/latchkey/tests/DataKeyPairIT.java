package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.latchkey.tests.Refusal.assertRefused;

import java.nio.file.Path;
import java.util.Map;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DataKeyPairSpec;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyPairResponse;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyPairWithoutPlaintextResponse;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;

/** Data keys and data key pairs. */
@Tag("any-database")
@ExtendWith(LatchkeyExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DataKeyPairIT {
  private static final Map<String, String> CONTEXT = Map.of("tenant", "blue");

  @TempDir private static Path folder;

  private final AwsClients clients;
  private final KmsClient kms;
  private final KmsKeys keys;
  private final RegisteredService user;
  private final AwsClients userClients;
  private final String keyId;

  DataKeyPairIT(LatchkeyServer server) {
    clients = AwsClients.root(server);
    kms = clients.kms();
    keys = new KmsKeys(kms);
    user = RegisteredService.create(server);
    userClients = AwsClients.of(server, user.credentials());
    keyId = keys.one(KeySpec.SYMMETRIC_DEFAULT, KeyUsageType.ENCRYPT_DECRYPT);
  }

  @AfterAll
  void close() {
    userClients.close();
    clients.close();
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "UNKNOWN_TO_SDK_VERSION")
  void privateKey_isTheOneThatWasEncrypted(DataKeyPairSpec spec) {
    GenerateDataKeyPairResponse pair = generate(kms, keyId, spec);

    assertThat(pair.keyPairSpec()).isEqualTo(spec);
    assertThat(pair.keyId()).endsWith(keyId);
    assertThat(pair.keyMaterialId()).hasSize(64);
    assertThat(decrypt(pair.privateKeyCiphertextBlob())).isEqualTo(pair.privateKeyPlaintext());
    assertRefused(
        "InvalidCiphertextException",
        () -> kms.decrypt(request -> request.ciphertextBlob(pair.privateKeyCiphertextBlob())));
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"ML_KEM_512", "ML_KEM_768", "ML_KEM_1024", "UNKNOWN_TO_SDK_VERSION"})
  @RequiredTool(Tool.OPENSSL)
  void pair_isReadByOpenSsl(DataKeyPairSpec spec) {
    OpenSsl openSsl = new OpenSsl(folder);
    GenerateDataKeyPairResponse pair = generate(kms, keyId, spec);
    String privateKey = openSsl.file(pair.privateKeyPlaintext().asByteArray());

    byte[] publicKey =
        openSsl.output("pkey", "-inform", "DER", "-in", privateKey, "-pubout", "-outform", "DER");

    assertThat(publicKey).isEqualTo(pair.publicKey().asByteArray());
  }

  @ParameterizedTest
  @CsvSource({"ML_KEM_512, 800", "ML_KEM_768, 1184", "ML_KEM_1024, 1568"})
  void mlKemPair_isAPair(DataKeyPairSpec spec, int length) throws Exception {
    GenerateDataKeyPairResponse pair = generate(kms, keyId, spec);

    MLKEMPrivateKeyParameters privateKey =
        (MLKEMPrivateKeyParameters)
            PrivateKeyFactory.createKey(pair.privateKeyPlaintext().asByteArray());

    assertThat(privateKey.getPublicKey()).hasSize(length);
    assertThat(
            SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(
                    privateKey.getPublicKeyParameters())
                .getEncoded())
        .isEqualTo(pair.publicKey().asByteArray());
  }

  @Test
  @RequiredTool(Tool.OPENSSL)
  void pairWithoutPlaintext_comesEncryptedOnly() {
    OpenSsl openSsl = new OpenSsl(folder);
    GenerateDataKeyPairWithoutPlaintextResponse pair =
        kms.generateDataKeyPairWithoutPlaintext(
            request ->
                request
                    .keyId(keyId)
                    .keyPairSpec(DataKeyPairSpec.ECC_NIST_P384)
                    .encryptionContext(CONTEXT));

    String privateKey = openSsl.file(decrypt(pair.privateKeyCiphertextBlob()).asByteArray());

    assertThat(pair.keyPairSpec()).isEqualTo(DataKeyPairSpec.ECC_NIST_P384);
    assertThat(pair.keyMaterialId()).hasSize(64);
    assertThat(
            openSsl.output(
                "pkey", "-inform", "DER", "-in", privateKey, "-pubout", "-outform", "DER"))
        .isEqualTo(pair.publicKey().asByteArray());
  }

  @Test
  void asymmetricKey_protectsNoDataKeys() {
    String rsa = keys.one(KeySpec.RSA_2048, KeyUsageType.ENCRYPT_DECRYPT);

    assertRefused(
        "InvalidKeyUsageException",
        () ->
            kms.generateDataKeyPair(
                request -> request.keyId(rsa).keyPairSpec(DataKeyPairSpec.ECC_NIST_P256)));
    assertRefused(
        "InvalidKeyUsageException",
        () -> kms.generateDataKey(request -> request.keyId(rsa).numberOfBytes(32)));
  }

  @Test
  void dryRun_makesNothing() {
    assertRefused(
        "DryRunOperationException",
        () ->
            kms.generateDataKeyPair(
                request ->
                    request.keyId(keyId).keyPairSpec(DataKeyPairSpec.ECC_NIST_P256).dryRun(true)));
    assertRefused(
        "DryRunOperationException",
        () ->
            kms.generateDataKeyPairWithoutPlaintext(
                request ->
                    request.keyId(keyId).keyPairSpec(DataKeyPairSpec.ECC_NIST_P256).dryRun(true)));
    assertRefused(
        "DryRunOperationException",
        () -> kms.generateDataKey(request -> request.keyId(keyId).numberOfBytes(32).dryRun(true)));
    assertRefused(
        "DryRunOperationException",
        () ->
            kms.generateDataKeyWithoutPlaintext(
                request -> request.keyId(keyId).numberOfBytes(32).dryRun(true)));
  }

  @Test
  void policyOnDataKeyPairSpec_tellsTheSpecs() {
    String restricted =
        kms.createKey(
                request ->
                    request.policy(
                        KeyPolicyText.ownerAnd(
                            user.name(),
                            "kms:GenerateDataKeyPair",
                            "kms:DataKeyPairSpec",
                            "ECC_NIST_P256")))
            .keyMetadata()
            .arn();

    assertThat(generate(userClients.kms(), restricted, DataKeyPairSpec.ECC_NIST_P256).keyPairSpec())
        .isEqualTo(DataKeyPairSpec.ECC_NIST_P256);
    assertRefused(
        "AccessDeniedException",
        () -> generate(userClients.kms(), restricted, DataKeyPairSpec.ECC_NIST_P384));
  }

  @ParameterizedTest
  @CsvSource({"1, true", "1024, true", "0, false", "1025, false"})
  void dataKeyAndRandomBytes_areOf1To1024Bytes(int bytes, boolean allowed) {
    if (allowed) {
      assertThat(
              kms.generateDataKey(request -> request.keyId(keyId).numberOfBytes(bytes))
                  .plaintext()
                  .asByteArray())
          .hasSize(bytes);
      assertThat(
              kms.generateRandom(request -> request.numberOfBytes(bytes)).plaintext().asByteArray())
          .hasSize(bytes);
    } else {
      assertRefused(
          "ValidationException",
          () -> kms.generateDataKey(request -> request.keyId(keyId).numberOfBytes(bytes)));
      assertRefused(
          "ValidationException",
          () ->
              kms.generateDataKeyWithoutPlaintext(
                  request -> request.keyId(keyId).numberOfBytes(bytes)));
      assertRefused(
          "ValidationException", () -> kms.generateRandom(request -> request.numberOfBytes(bytes)));
    }
  }

  private SdkBytes decrypt(SdkBytes ciphertext) {
    return kms.decrypt(request -> request.ciphertextBlob(ciphertext).encryptionContext(CONTEXT))
        .plaintext();
  }

  private static GenerateDataKeyPairResponse generate(
      KmsClient kms, String keyId, DataKeyPairSpec spec) {
    return kms.generateDataKeyPair(
        request -> request.keyId(keyId).keyPairSpec(spec).encryptionContext(CONTEXT));
  }
}
