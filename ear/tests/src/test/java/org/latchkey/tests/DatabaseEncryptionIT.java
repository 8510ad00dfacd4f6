package org.latchkey.tests;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.CreateKeyRequest;
import software.amazon.awssdk.services.kms.model.DisabledException;
import software.amazon.awssdk.services.kms.model.EncryptionAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.cryptography.dbencryptionsdk.dynamodb.itemencryptor.DynamoDbItemEncryptor;
import software.amazon.cryptography.dbencryptionsdk.dynamodb.itemencryptor.model.DecryptItemInput;
import software.amazon.cryptography.dbencryptionsdk.dynamodb.itemencryptor.model.DynamoDbItemEncryptorConfig;
import software.amazon.cryptography.dbencryptionsdk.dynamodb.itemencryptor.model.EncryptItemInput;
import software.amazon.cryptography.dbencryptionsdk.structuredencryption.model.CryptoAction;
import software.amazon.cryptography.materialproviders.IKeyring;
import software.amazon.cryptography.materialproviders.MaterialProviders;
import software.amazon.cryptography.materialproviders.model.CreateAwsKmsEcdhKeyringInput;
import software.amazon.cryptography.materialproviders.model.CreateAwsKmsKeyringInput;
import software.amazon.cryptography.materialproviders.model.CreateAwsKmsMrkKeyringInput;
import software.amazon.cryptography.materialproviders.model.CreateAwsKmsRsaKeyringInput;
import software.amazon.cryptography.materialproviders.model.DBEAlgorithmSuiteId;
import software.amazon.cryptography.materialproviders.model.KmsEcdhStaticConfigurations;
import software.amazon.cryptography.materialproviders.model.KmsPrivateKeyToStaticPublicKeyInput;
import software.amazon.cryptography.materialproviders.model.MaterialProvidersConfig;
import software.amazon.cryptography.primitives.model.ECDHCurveSpec;

/**
 * Items of the AWS Database Encryption SDK for DynamoDB, under each keyring for AWS KMS of the
 * Material Providers Library.
 */
@Tag("any-database")
@ExtendWith(LatchkeyExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DatabaseEncryptionIT {
  private static final Map<String, AttributeValue> ITEM =
      Map.of(
          "id", AttributeValue.fromS("order-1"),
          "card", AttributeValue.fromS("4111 1111 1111 1111"),
          "total", AttributeValue.fromN("12.50"));

  private final LatchkeyServer server;
  private final AwsClients clients;
  private final KmsClient kms;
  private final MaterialProviders providers =
      MaterialProviders.builder()
          .MaterialProvidersConfig(MaterialProvidersConfig.builder().build())
          .build();

  DatabaseEncryptionIT(LatchkeyServer server) {
    this.server = server;
    clients = AwsClients.root(server);
    kms = clients.kms();
  }

  @AfterAll
  void close() {
    clients.close();
  }

  @Test
  void item_isDecryptedWithItsKey() {
    String key = key(CreateKeyRequest.builder());
    IKeyring keyring = keyring(key);

    Map<String, AttributeValue> encrypted = encrypt(keyring);

    assertThat(encrypted)
        .containsEntry("total", AttributeValue.fromN("12.50"))
        .hasEntrySatisfying("card", card -> assertThat(card.b()).isNotNull());
    assertThat(decrypt(keyring, encrypted)).containsAllEntriesOf(ITEM);
    IKeyring other = keyring(key(CreateKeyRequest.builder()));
    assertThatThrownBy(() -> decrypt(other, encrypted)).isInstanceOf(RuntimeException.class);
    kms.disableKey(r -> r.keyId(key));
    assertThatThrownBy(() -> encrypt(keyring)).isInstanceOf(DisabledException.class);
  }

  @Test
  void item_isDecryptedInTheReplicasRegion() {
    String key = key(CreateKeyRequest.builder().multiRegion(true));
    Region region = server.unusedRegion();
    kms.replicateKey(r -> r.keyId(key).replicaRegion(region.id()));
    Map<String, AttributeValue> encrypted =
        encrypt(
            providers.CreateAwsKmsMrkKeyring(
                CreateAwsKmsMrkKeyringInput.builder().kmsKeyId(key).kmsClient(kms).build()));

    try (AwsClients there = AwsClients.root(server, region)) {
      IKeyring keyring =
          providers.CreateAwsKmsMrkKeyring(
              CreateAwsKmsMrkKeyringInput.builder()
                  .kmsKeyId(key.replace(LatchkeyServer.REGION, region.id()))
                  .kmsClient(there.kms())
                  .build());

      assertThat(decrypt(keyring, encrypted)).containsAllEntriesOf(ITEM);
    }
  }

  @Test
  void item_isEncryptedWithoutKmsUnderAnRsaKey() {
    String key =
        key(
            CreateKeyRequest.builder()
                .keySpec(KeySpec.RSA_2048)
                .keyUsage(KeyUsageType.ENCRYPT_DECRYPT));
    String publicKey =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(publicKey(key))
            + "\n-----END PUBLIC KEY-----\n";
    IKeyring keyring =
        providers.CreateAwsKmsRsaKeyring(
            CreateAwsKmsRsaKeyringInput.builder()
                .kmsKeyId(key)
                .publicKey(ByteBuffer.wrap(publicKey.getBytes(US_ASCII)))
                .encryptionAlgorithm(EncryptionAlgorithmSpec.RSAES_OAEP_SHA_256)
                .kmsClient(kms)
                .build());

    assertThat(decrypt(keyring, encrypt(keyring))).containsAllEntriesOf(ITEM);
  }

  @Test
  void item_isEncryptedUnderAnAgreedKey() {
    CreateKeyRequest.Builder agreement =
        CreateKeyRequest.builder()
            .keySpec(KeySpec.ECC_NIST_P256)
            .keyUsage(KeyUsageType.KEY_AGREEMENT);
    String sender = key(agreement);
    String recipient = key(agreement);

    Map<String, AttributeValue> encrypted = encrypt(agreed(sender, recipient));

    assertThat(decrypt(agreed(recipient, sender), encrypted)).containsAllEntriesOf(ITEM);
  }

  private String key(CreateKeyRequest.Builder request) {
    return kms.createKey(request.description(UUID.randomUUID().toString()).build())
        .keyMetadata()
        .arn();
  }

  private byte[] publicKey(String key) {
    return kms.getPublicKey(r -> r.keyId(key)).publicKey().asByteArray();
  }

  private IKeyring keyring(String key) {
    return providers.CreateAwsKmsKeyring(
        CreateAwsKmsKeyringInput.builder().kmsKeyId(key).kmsClient(kms).build());
  }

  /** Of a key, and the public key of whoever it agrees with. */
  private IKeyring agreed(String own, String other) {
    return providers.CreateAwsKmsEcdhKeyring(
        CreateAwsKmsEcdhKeyringInput.builder()
            .curveSpec(ECDHCurveSpec.ECC_NIST_P256)
            .kmsClient(kms)
            .KeyAgreementScheme(
                KmsEcdhStaticConfigurations.builder()
                    .KmsPrivateKeyToStaticPublicKey(
                        KmsPrivateKeyToStaticPublicKeyInput.builder()
                            .senderKmsIdentifier(own)
                            .recipientPublicKey(ByteBuffer.wrap(publicKey(other)))
                            .build())
                    .build())
            .build());
  }

  private static Map<String, AttributeValue> encrypt(IKeyring keyring) {
    return encryptor(keyring)
        .EncryptItem(EncryptItemInput.builder().plaintextItem(ITEM).build())
        .encryptedItem();
  }

  private static Map<String, AttributeValue> decrypt(
      IKeyring keyring, Map<String, AttributeValue> encrypted) {
    return encryptor(keyring)
        .DecryptItem(DecryptItemInput.builder().encryptedItem(encrypted).build())
        .plaintextItem();
  }

  private static DynamoDbItemEncryptor encryptor(IKeyring keyring) {
    return DynamoDbItemEncryptor.builder()
        .DynamoDbItemEncryptorConfig(
            DynamoDbItemEncryptorConfig.builder()
                .logicalTableName("orders")
                .partitionKeyName("id")
                .attributeActionsOnEncrypt(
                    Map.of(
                        "id", CryptoAction.SIGN_ONLY,
                        "card", CryptoAction.ENCRYPT_AND_SIGN,
                        "total", CryptoAction.DO_NOTHING))
                .allowedUnsignedAttributes(List.of("total"))
                .algorithmSuiteId(
                    DBEAlgorithmSuiteId.ALG_AES_256_GCM_HKDF_SHA512_COMMIT_KEY_SYMSIG_HMAC_SHA384)
                .keyring(keyring)
                .build())
        .build();
  }
}
