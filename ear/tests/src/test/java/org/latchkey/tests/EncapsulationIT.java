package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.latchkey.tests.Refusal.assertRefused;

import java.security.SecureRandom;
import org.bouncycastle.crypto.SecretWithEncapsulation;
import org.bouncycastle.crypto.kems.MLKEMGenerator;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DecapsulateResponse;
import software.amazon.awssdk.services.kms.model.EncapsulateResponse;
import software.amazon.awssdk.services.kms.model.EncapsulationAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.GrantOperation;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;

/** Encapsulate and Decapsulate. */
@Tag("any-database")
@ExtendWith(LatchkeyExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EncapsulationIT {
  private static final EncapsulationAlgorithmSpec ML_KEM = EncapsulationAlgorithmSpec.ML_KEM;

  private final AwsClients clients;
  private final KmsClient kms;
  private final KmsKeys keys;
  private final RegisteredService user;
  private final AwsClients userClients;

  EncapsulationIT(LatchkeyServer server) {
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
  @CsvSource({"ML_KEM_512, 768", "ML_KEM_768, 1088", "ML_KEM_1024, 1568"})
  void encapsulatedSecret_isRecovered(KeySpec spec, int length) {
    String keyId = keyId(spec);

    EncapsulateResponse made = encapsulate(kms, keyId);
    DecapsulateResponse recovered = decapsulate(kms, keyId, made.sharedSecretCiphertextBlob());

    assertThat(made.sharedSecret().asByteArray()).hasSize(32);
    assertThat(made.sharedSecretCiphertextBlob().asByteArray()).hasSize(length);
    assertThat(made.keyId()).endsWith(keyId);
    assertThat(made.encapsulationAlgorithm()).isEqualTo(ML_KEM);
    assertThat(recovered.sharedSecret()).isEqualTo(made.sharedSecret());
    assertThat(recovered.keyId()).endsWith(keyId);
    assertThat(recovered.encapsulationAlgorithm()).isEqualTo(ML_KEM);
  }

  @ParameterizedTest
  @CsvSource({"ML_KEM_512", "ML_KEM_768", "ML_KEM_1024"})
  void secretEncapsulatedOutside_isRecovered(KeySpec spec) throws Exception {
    String keyId = keyId(spec);

    SecretWithEncapsulation made =
        new MLKEMGenerator(new SecureRandom())
            .generateEncapsulated(PublicKeyFactory.createKey(keys.publicKey(keyId)));

    assertThat(
            decapsulate(kms, keyId, SdkBytes.fromByteArray(made.getEncapsulation()))
                .sharedSecret()
                .asByteArray())
        .isEqualTo(made.getSecret());
  }

  @Test
  void alteredCiphertext_yieldsAnotherSecret() {
    String keyId = keyId(KeySpec.ML_KEM_768);
    EncapsulateResponse made = encapsulate(kms, keyId);
    SdkBytes altered = KmsKeys.altered(made.sharedSecretCiphertextBlob());

    SdkBytes secret = decapsulate(kms, keyId, altered).sharedSecret();

    assertThat(secret.asByteArray()).hasSize(32);
    assertThat(secret).isNotEqualTo(made.sharedSecret());
    assertThat(decapsulate(kms, keyId, altered).sharedSecret()).isEqualTo(secret);
  }

  @ParameterizedTest
  @CsvSource({"ML_KEM_512, 768", "ML_KEM_768, 1088", "ML_KEM_1024, 1568"})
  void ciphertextOfAnotherLength_isInvalid(KeySpec spec, int length) {
    for (int wrong : new int[] {1, length - 1, length + 1}) {
      assertRefused(
          "InvalidCiphertextException", () -> decapsulate(kms, keyId(spec), KmsKeys.bytes(wrong)));
    }
  }

  @Test
  void keyForSomethingElse_encapsulatesNothing() {
    String keyId = keys.one(KeySpec.ECC_NIST_P256, KeyUsageType.KEY_AGREEMENT);

    assertRefused("InvalidKeyUsageException", () -> encapsulate(kms, keyId));
    assertRefused("InvalidKeyUsageException", () -> decapsulate(kms, keyId, KmsKeys.bytes(1088)));
  }

  @Test
  void dryRun_saysWhatTheRequestWouldSay() {
    String keyId = keyId(KeySpec.ML_KEM_768);

    assertRefused(
        "DryRunOperationException",
        () ->
            kms.encapsulate(
                request -> request.keyId(keyId).encapsulationAlgorithm(ML_KEM).dryRun(true)));
    assertRefused("DryRunOperationException", () -> dryDecapsulate(keyId, 1088));
    assertRefused("InvalidCiphertextException", () -> dryDecapsulate(keyId, 1087));
  }

  @Test
  void grant_allowsWhatItLists() {
    String keyId = keys.another(KeySpec.ML_KEM_512, KeyUsageType.ENCAPSULATE_DECAPSULATE);
    assertRefused("AccessDeniedException", () -> encapsulate(userClients.kms(), keyId));

    kms.createGrant(
        request ->
            request
                .keyId(keyId)
                .granteePrincipal(user.credentials().serviceArn())
                .operations(GrantOperation.ENCAPSULATE));

    SdkBytes ciphertext = encapsulate(userClients.kms(), keyId).sharedSecretCiphertextBlob();
    assertThat(ciphertext.asByteArray()).hasSize(768);
    assertRefused("AccessDeniedException", () -> decapsulate(userClients.kms(), keyId, ciphertext));
  }

  private String keyId(KeySpec spec) {
    return keys.one(spec, KeyUsageType.ENCAPSULATE_DECAPSULATE);
  }

  private static EncapsulateResponse encapsulate(KmsClient kms, String keyId) {
    return kms.encapsulate(request -> request.keyId(keyId).encapsulationAlgorithm(ML_KEM));
  }

  private static DecapsulateResponse decapsulate(KmsClient kms, String keyId, SdkBytes ciphertext) {
    return kms.decapsulate(
        request ->
            request
                .keyId(keyId)
                .sharedSecretCiphertextBlob(ciphertext)
                .encapsulationAlgorithm(ML_KEM));
  }

  private void dryDecapsulate(String keyId, int length) {
    kms.decapsulate(
        request ->
            request
                .keyId(keyId)
                .sharedSecretCiphertextBlob(KmsKeys.bytes(length))
                .encapsulationAlgorithm(ML_KEM)
                .dryRun(true));
  }
}
