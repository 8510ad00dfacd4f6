package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.latchkey.tests.Refusal.assertRefused;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.CustomerMasterKeySpec;
import software.amazon.awssdk.services.kms.model.GetPublicKeyResponse;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;

/**
 * CreateKey, DescribeKey and GetPublicKey for every key spec.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-choose-key-spec.html">AWS
 *     KMS Developer Guide, Key spec reference</a>
 */
@Tag("any-database")
@ExtendWith(LatchkeyExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("deprecation") // What is deprecated is answered still.
class KeySpecIT {
  private final AwsClients clients;
  private final KmsClient kms;

  KeySpecIT(LatchkeyServer server) {
    clients = AwsClients.root(server);
    kms = clients.kms();
  }

  @AfterAll
  void close() {
    clients.close();
  }

  private static Set<KeyUsageType> usages(KeySpec spec) {
    return switch (spec) {
      case SYMMETRIC_DEFAULT -> Set.of(KeyUsageType.ENCRYPT_DECRYPT);
      case RSA_2048, RSA_3072, RSA_4096 ->
          Set.of(KeyUsageType.ENCRYPT_DECRYPT, KeyUsageType.SIGN_VERIFY);
      case ECC_NIST_P256, ECC_NIST_P384, ECC_NIST_P521 ->
          Set.of(KeyUsageType.SIGN_VERIFY, KeyUsageType.KEY_AGREEMENT);
      case ECC_SECG_P256_K1, ECC_NIST_EDWARDS25519, ML_DSA_44, ML_DSA_65, ML_DSA_87 ->
          Set.of(KeyUsageType.SIGN_VERIFY);
      case HMAC_224, HMAC_256, HMAC_384, HMAC_512 -> Set.of(KeyUsageType.GENERATE_VERIFY_MAC);
      case ML_KEM_512, ML_KEM_768, ML_KEM_1024 -> Set.of(KeyUsageType.ENCAPSULATE_DECAPSULATE);
      case SM2 ->
          Set.of(
              KeyUsageType.ENCRYPT_DECRYPT, KeyUsageType.SIGN_VERIFY, KeyUsageType.KEY_AGREEMENT);
      case UNKNOWN_TO_SDK_VERSION -> throw new IllegalArgumentException();
    };
  }

  private static boolean isPair(KeySpec spec) {
    return spec != KeySpec.SYMMETRIC_DEFAULT && !spec.toString().startsWith("HMAC");
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "UNKNOWN_TO_SDK_VERSION")
  void key_hasTheAlgorithmsOfItsUsageAlone(KeySpec spec) {
    for (KeyUsageType usage : KeyUsageType.knownValues()) {
      if (!usages(spec).contains(usage)) {
        assertRefused("ValidationException", () -> create(spec, usage));
        continue;
      }
      KeyMetadata key = create(spec, usage);

      assertThat(kms.describeKey(request -> request.keyId(key.keyId())).keyMetadata())
          .isEqualTo(key);
      assertThat(key.keySpec()).isEqualTo(spec);
      assertThat(key.keyUsage()).isEqualTo(usage);
      assertThat(key.hasEncryptionAlgorithms()).isEqualTo(usage == KeyUsageType.ENCRYPT_DECRYPT);
      assertThat(key.hasSigningAlgorithms()).isEqualTo(usage == KeyUsageType.SIGN_VERIFY);
      assertThat(key.hasMacAlgorithms()).isEqualTo(usage == KeyUsageType.GENERATE_VERIFY_MAC);
      assertThat(key.hasKeyAgreementAlgorithms()).isEqualTo(usage == KeyUsageType.KEY_AGREEMENT);
      assertThat(key.hasEncapsulationAlgorithms())
          .isEqualTo(usage == KeyUsageType.ENCAPSULATE_DECAPSULATE);
      assertThat(algorithms(key)).isNotEmpty();
      assertThat(key.customerMasterKeySpec())
          .isEqualTo(
              spec.toString().startsWith("ML_") || spec == KeySpec.ECC_NIST_EDWARDS25519
                  ? null
                  : CustomerMasterKeySpec.fromValue(spec.toString()));
      assertPublicKey(key);
    }
  }

  private void assertPublicKey(KeyMetadata key) {
    if (!isPair(key.keySpec())) {
      assertRefused(
          "UnsupportedOperationException",
          () -> kms.getPublicKey(request -> request.keyId(key.keyId())));
      return;
    }
    GetPublicKeyResponse answer = kms.getPublicKey(request -> request.keyId(key.arn()));
    assertThat(answer.keyId()).isEqualTo(key.arn());
    assertThat(answer.keySpec()).isEqualTo(key.keySpec());
    assertThat(answer.keyUsage()).isEqualTo(key.keyUsage());
    assertThat(answer.customerMasterKeySpec()).isEqualTo(key.customerMasterKeySpec());
    assertThat(answer.encryptionAlgorithms()).isEqualTo(key.encryptionAlgorithms());
    assertThat(answer.signingAlgorithms()).isEqualTo(key.signingAlgorithms());
    assertThat(answer.keyAgreementAlgorithms()).isEqualTo(key.keyAgreementAlgorithms());
    assertThat(answer.encapsulationAlgorithms()).isEqualTo(key.encapsulationAlgorithms());
    assertThat(SubjectPublicKeyInfo.getInstance(answer.publicKey().asByteArray())).isNotNull();
  }

  private static List<Object> algorithms(KeyMetadata key) {
    List<Object> all = new ArrayList<>();
    all.addAll(key.encryptionAlgorithms());
    all.addAll(key.signingAlgorithms());
    all.addAll(key.macAlgorithms());
    all.addAll(key.keyAgreementAlgorithms());
    all.addAll(key.encapsulationAlgorithms());
    return all;
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"SYMMETRIC_DEFAULT", "UNKNOWN_TO_SDK_VERSION"})
  void keyUsage_isOptionalForSymmetricKeysAlone(KeySpec spec) {
    assertRefused("ValidationException", () -> kms.createKey(request -> request.keySpec(spec)));
  }

  @Test
  void leftOutSpecAndUsage_makeASymmetricEncryptionKey() {
    KeyMetadata key = kms.createKey().keyMetadata();

    assertThat(key.keySpec()).isEqualTo(KeySpec.SYMMETRIC_DEFAULT);
    assertThat(key.keyUsage()).isEqualTo(KeyUsageType.ENCRYPT_DECRYPT);
    assertThat(key.currentKeyMaterialId()).hasSize(64);
  }

  @Test
  void deprecatedSpec_standsForTheSpec() {
    KeyMetadata key =
        kms.createKey(
                request ->
                    request
                        .customerMasterKeySpec(CustomerMasterKeySpec.ECC_NIST_P256)
                        .keyUsage(KeyUsageType.SIGN_VERIFY))
            .keyMetadata();

    assertThat(key.keySpec()).isEqualTo(KeySpec.ECC_NIST_P256);
    assertRefused(
        "ValidationException",
        () ->
            kms.createKey(
                request ->
                    request
                        .customerMasterKeySpec(CustomerMasterKeySpec.ECC_NIST_P256)
                        .keySpec(KeySpec.ECC_NIST_P384)
                        .keyUsage(KeyUsageType.SIGN_VERIFY)));
  }

  private KeyMetadata create(KeySpec spec, KeyUsageType usage) {
    return kms.createKey(request -> request.keySpec(spec).keyUsage(usage)).keyMetadata();
  }
}
