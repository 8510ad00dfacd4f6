package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static software.amazon.encryption.s3.S3EncryptionClient.withAdditionalConfiguration;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DisabledException;
import software.amazon.awssdk.services.kms.model.IncorrectKeyException;
import software.amazon.awssdk.services.kms.model.InvalidCiphertextException;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.encryption.s3.algorithms.AlgorithmSuite;
import software.amazon.encryption.s3.materials.CryptographicMaterialsManager;
import software.amazon.encryption.s3.materials.DecryptMaterialsRequest;
import software.amazon.encryption.s3.materials.DecryptionMaterials;
import software.amazon.encryption.s3.materials.DefaultCryptoMaterialsManager;
import software.amazon.encryption.s3.materials.EncryptedDataKey;
import software.amazon.encryption.s3.materials.EncryptionMaterials;
import software.amazon.encryption.s3.materials.EncryptionMaterialsRequest;
import software.amazon.encryption.s3.materials.KmsKeyring;

/** Data keys of the Amazon S3 Encryption Client, wrapped and unwrapped by its KMS keyring. */
@Tag("any-database")
@ExtendWith(LatchkeyExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class S3EncryptionClientIT {
  private static final Map<String, String> CONTEXT = Map.of("tenant", "blue");
  private static final long OBJECT_BYTES = 1_000;

  private final AwsClients clients;
  private final KmsClient kms;

  S3EncryptionClientIT(LatchkeyServer server) {
    clients = AwsClients.root(server);
    kms = clients.kms();
  }

  @AfterAll
  void close() {
    clients.close();
  }

  @ParameterizedTest
  @EnumSource(
      names = {"ALG_AES_256_GCM_IV12_TAG16_NO_KDF", "ALG_AES_256_GCM_HKDF_SHA512_COMMIT_KEY"})
  void dataKey_isUnwrappedWithItsKey(AlgorithmSuite suite) {
    CryptographicMaterialsManager materials = materials(newKey());

    EncryptionMaterials wrapped = wrap(materials, suite);

    assertThat(wrapped.encryptionContext())
        .containsAllEntriesOf(CONTEXT)
        .containsKey("aws:x-amz-cek-alg");
    assertThat(unwrap(materials, wrapped).plaintextDataKey())
        .hasSize(32)
        .isEqualTo(wrapped.plaintextDataKey());
  }

  @Test
  void alias_wrapsUnderItsKey() {
    String key = newKey();
    String alias = "alias/" + UUID.randomUUID();
    kms.createAlias(request -> request.aliasName(alias).targetKeyId(key));

    EncryptionMaterials wrapped = wrap(materials(alias));

    assertThat(unwrap(materials(key), wrapped).plaintextDataKey())
        .isEqualTo(wrapped.plaintextDataKey());
  }

  @Test
  void anotherKey_doesNotUnwrap() {
    EncryptionMaterials wrapped = wrap(materials(newKey()));

    assertThatExceptionOfType(IncorrectKeyException.class)
        .isThrownBy(() -> unwrap(materials(newKey()), wrapped));
  }

  @Test
  void anotherContext_doesNotUnwrap() {
    CryptographicMaterialsManager materials = materials(newKey());
    EncryptionMaterials wrapped = wrap(materials);
    Map<String, String> other = new HashMap<>(wrapped.encryptionContext());
    other.put("tenant", "green");

    assertThatExceptionOfType(InvalidCiphertextException.class)
        .isThrownBy(
            () ->
                unwrap(
                    materials,
                    wrapped,
                    wrapped.encryptedDataKeys(),
                    other,
                    Map.of("tenant", "green")));
  }

  @Test
  void alteredDataKey_isNotUnwrapped() {
    CryptographicMaterialsManager materials = materials(newKey());
    EncryptionMaterials wrapped = wrap(materials);
    EncryptedDataKey original = wrapped.encryptedDataKeys().get(0);
    byte[] blob = original.encryptedDatakey();
    blob[blob.length - 1] ^= 1;
    EncryptedDataKey altered =
        EncryptedDataKey.builder()
            .keyProviderId(original.keyProviderId())
            .keyProviderInfo(original.keyProviderInfo())
            .encryptedDataKey(blob)
            .build();

    assertThatExceptionOfType(InvalidCiphertextException.class)
        .isThrownBy(
            () ->
                unwrap(materials, wrapped, List.of(altered), wrapped.encryptionContext(), CONTEXT));
  }

  @Test
  void disabledKey_doesNotUnwrap() {
    String key = newKey();
    EncryptionMaterials wrapped = wrap(materials(key));

    kms.disableKey(request -> request.keyId(key));

    assertThatExceptionOfType(DisabledException.class)
        .isThrownBy(() -> unwrap(materials(key), wrapped));
  }

  private String newKey() {
    return kms.createKey().keyMetadata().arn();
  }

  private CryptographicMaterialsManager materials(String keyId) {
    return DefaultCryptoMaterialsManager.builder()
        .keyring(KmsKeyring.builder().kmsClient(kms).wrappingKeyId(keyId).build())
        .build();
  }

  private static EncryptionMaterials wrap(CryptographicMaterialsManager materials) {
    return wrap(materials, AlgorithmSuite.ALG_AES_256_GCM_HKDF_SHA512_COMMIT_KEY);
  }

  private static EncryptionMaterials wrap(
      CryptographicMaterialsManager materials, AlgorithmSuite suite) {
    return materials.getEncryptionMaterials(
        EncryptionMaterialsRequest.builder()
            .s3Request(PutObjectRequest.builder().bucket("bucket").key("object").build())
            .encryptionContext(CONTEXT)
            .encryptionAlgorithm(suite)
            .plaintextLength(OBJECT_BYTES)
            .build());
  }

  private static DecryptionMaterials unwrap(
      CryptographicMaterialsManager materials, EncryptionMaterials wrapped) {
    return unwrap(
        materials, wrapped, wrapped.encryptedDataKeys(), wrapped.encryptionContext(), CONTEXT);
  }

  /**
   * Unwraps what was kept with an object.
   *
   * @param kept the context that was kept, the client's own part included
   * @param asked the context that the reader gives; the client compares the two first
   */
  private static DecryptionMaterials unwrap(
      CryptographicMaterialsManager materials,
      EncryptionMaterials wrapped,
      List<EncryptedDataKey> dataKeys,
      Map<String, String> kept,
      Map<String, String> asked) {
    return materials.decryptMaterials(
        DecryptMaterialsRequest.builder()
            .s3Request(
                GetObjectRequest.builder()
                    .bucket("bucket")
                    .key("object")
                    .overrideConfiguration(withAdditionalConfiguration(asked))
                    .build())
            .algorithmSuite(wrapped.algorithmSuite())
            .encryptedDataKeys(dataKeys)
            .encryptionContext(kept)
            .ciphertextLength(OBJECT_BYTES)
            .build());
  }
}
