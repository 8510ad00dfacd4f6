package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.latchkey.tests.Refusal.assertRefused;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.AliasListEntry;
import software.amazon.awssdk.services.kms.model.AlreadyExistsException;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;
import software.amazon.awssdk.services.kms.model.IncorrectKeyException;
import software.amazon.awssdk.services.kms.model.InvalidCiphertextException;
import software.amazon.awssdk.services.kms.model.KeyListEntry;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.NotFoundException;
import software.amazon.awssdk.services.kms.model.ReEncryptResponse;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/** KMS and STS, through the AWS SDK for Java. */
@ExtendWith(LatchkeyExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KmsIT {
  private static final String ROOT = "arn:aws:iam::" + LatchkeyServer.ACCOUNT_ID + ":root";
  private static final Map<String, String> CONTEXT = Map.of("tenant", "blue", "purpose", "backup");
  private static final SdkBytes PLAINTEXT = SdkBytes.fromUtf8String("attack at dawn");

  private final LatchkeyServer server;
  private final AwsClients clients;
  private final KmsClient kms;
  private String keyId;

  KmsIT(LatchkeyServer server) {
    this.server = server;
    clients = AwsClients.root(server);
    kms = clients.kms();
    keyId = "";
  }

  @BeforeAll
  void createKey() {
    keyId = newKey();
  }

  @AfterAll
  void close() {
    clients.close();
  }

  @Test
  void region_hasAtMost32Characters() {
    try (AwsClients longest = AwsClients.root(server, Region.of("r".repeat(32)));
        AwsClients longer = AwsClients.root(server, Region.of("r".repeat(33)))) {
      String keyId = longest.kms().createKey().keyMetadata().keyId();
      assertThat(longest.kms().describeKey(request -> request.keyId(keyId)).keyMetadata().arn())
          .contains("r".repeat(32));
      assertRefused("InvalidSignatureException", () -> longer.kms().createKey());
    }
  }

  @Test
  void createdKey_isDescribedAsItWasMade() {
    KeyMetadata created =
        kms.createKey(request -> request.description("the tests' key")).keyMetadata();

    KeyMetadata described =
        kms.describeKey(request -> request.keyId(created.keyId())).keyMetadata();

    assertThat(described).isEqualTo(created);
    assertThat(described.arn())
        .isEqualTo(
            "arn:aws:kms:%s:%s:key/%s"
                .formatted(LatchkeyServer.REGION, LatchkeyServer.ACCOUNT_ID, created.keyId()));
    assertThat(described.description()).isEqualTo("the tests' key");
    assertThat(described.keyState()).isEqualTo(KeyState.ENABLED);
    assertThat(described.keySpec()).isEqualTo(KeySpec.SYMMETRIC_DEFAULT);
    assertThat(described.keyUsage()).isEqualTo(KeyUsageType.ENCRYPT_DECRYPT);
    assertThat(kms.describeKey(request -> request.keyId(created.arn())).keyMetadata())
        .isEqualTo(created);
  }

  @Test
  void keys_areListedPageByPage() {
    String other = newKey();
    List<String> listed = new ArrayList<>();

    kms.listKeysPaginator(request -> request.limit(1))
        .forEach(
            page -> {
              assertThat(page.keys()).hasSizeLessThanOrEqualTo(1);
              page.keys().stream().map(KeyListEntry::keyId).forEach(listed::add);
            });

    assertThat(listed).contains(keyId, other).doesNotHaveDuplicates();
  }

  @Test
  void unknownKey_isNotFound() {
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> kms.describeKey(request -> request.keyId(UUID.randomUUID().toString())));
  }

  @Test
  void alias_standsForItsKey() {
    String alias = "alias/" + UUID.randomUUID();
    kms.createAlias(request -> request.aliasName(alias).targetKeyId(keyId));

    List<AliasListEntry> listed =
        kms.listAliasesPaginator(request -> request.keyId(keyId)).aliases().stream().toList();
    SdkBytes ciphertext =
        kms.encrypt(request -> request.keyId(alias).plaintext(PLAINTEXT)).ciphertextBlob();

    assertThat(listed)
        .anySatisfy(
            entry -> {
              assertThat(entry.aliasName()).isEqualTo(alias);
              assertThat(entry.targetKeyId()).isEqualTo(keyId);
            });
    assertThat(kms.decrypt(request -> request.keyId(keyId).ciphertextBlob(ciphertext)).plaintext())
        .isEqualTo(PLAINTEXT);
    assertThatExceptionOfType(AlreadyExistsException.class)
        .isThrownBy(() -> kms.createAlias(request -> request.aliasName(alias).targetKeyId(keyId)));
  }

  @Test
  void ciphertext_decryptsInItsContextAlone() {
    SdkBytes ciphertext = encrypt(PLAINTEXT, CONTEXT);

    assertThat(
            kms.decrypt(request -> request.ciphertextBlob(ciphertext).encryptionContext(CONTEXT))
                .plaintext())
        .isEqualTo(PLAINTEXT);
    for (Map<String, String> wrong :
        List.of(
            Map.<String, String>of(),
            Map.of("tenant", "blue"),
            Map.of("tenant", "BLUE", "purpose", "backup"),
            Map.of("tenant", "blue", "purpose", "backup", "more", ""))) {
      assertThatExceptionOfType(InvalidCiphertextException.class)
          .as("%s", wrong)
          .isThrownBy(
              () ->
                  kms.decrypt(
                      request -> request.ciphertextBlob(ciphertext).encryptionContext(wrong)));
    }
  }

  @Test
  void alteredCiphertext_isInvalid() {
    byte[] altered = encrypt(PLAINTEXT, Map.of()).asByteArray();
    altered[altered.length - 1] ^= 1;

    assertThatExceptionOfType(InvalidCiphertextException.class)
        .isThrownBy(
            () -> kms.decrypt(request -> request.ciphertextBlob(SdkBytes.fromByteArray(altered))));
  }

  @Test
  void ciphertextOfAnotherKey_isRefusedWhereTheKeyIsNamed() {
    SdkBytes ciphertext = encrypt(PLAINTEXT, Map.of());
    String other = newKey();

    assertThatExceptionOfType(IncorrectKeyException.class)
        .isThrownBy(() -> kms.decrypt(request -> request.keyId(other).ciphertextBlob(ciphertext)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4096})
  void plaintext_ofTheLimits_isEncrypted(int bytes) {
    SdkBytes plaintext = SdkBytes.fromByteArray(new byte[bytes]);

    SdkBytes ciphertext = encrypt(plaintext, CONTEXT);

    assertThat(ciphertext.asByteArray()).hasSizeLessThanOrEqualTo(6144);
    assertThat(
            kms.decrypt(request -> request.ciphertextBlob(ciphertext).encryptionContext(CONTEXT))
                .plaintext())
        .isEqualTo(plaintext);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4097})
  void plaintext_beyondTheLimits_isRefused(int bytes) {
    assertRefused(
        "ValidationException", () -> encrypt(SdkBytes.fromByteArray(new byte[bytes]), CONTEXT));
  }

  @Test
  void reEncrypt_movesToTheOtherKeyAndContext() {
    String other = newKey();
    Map<String, String> newContext = Map.of("tenant", "green");
    SdkBytes ciphertext = encrypt(PLAINTEXT, CONTEXT);

    ReEncryptResponse moved =
        kms.reEncrypt(
            request ->
                request
                    .ciphertextBlob(ciphertext)
                    .sourceEncryptionContext(CONTEXT)
                    .destinationKeyId(other)
                    .destinationEncryptionContext(newContext));

    assertThat(moved.sourceKeyId()).endsWith(keyId);
    assertThat(moved.keyId()).endsWith(other);
    assertThat(
            kms.decrypt(
                    request ->
                        request
                            .keyId(other)
                            .ciphertextBlob(moved.ciphertextBlob())
                            .encryptionContext(newContext))
                .plaintext())
        .isEqualTo(PLAINTEXT);
  }

  @Test
  void dataKey_comesInClearAndEncrypted() {
    GenerateDataKeyResponse dataKey =
        kms.generateDataKey(
            request ->
                request.keyId(keyId).keySpec(DataKeySpec.AES_256).encryptionContext(CONTEXT));

    assertThat(dataKey.plaintext().asByteArray()).hasSize(32);
    assertThat(
            kms.decrypt(
                    request ->
                        request.ciphertextBlob(dataKey.ciphertextBlob()).encryptionContext(CONTEXT))
                .plaintext())
        .isEqualTo(dataKey.plaintext());
  }

  @Test
  void dataKeyWithoutPlaintext_comesEncryptedOnly() {
    SdkBytes ciphertext =
        kms.generateDataKeyWithoutPlaintext(request -> request.keyId(keyId).numberOfBytes(64))
            .ciphertextBlob();

    assertThat(kms.decrypt(request -> request.ciphertextBlob(ciphertext)).plaintext().asByteArray())
        .hasSize(64);
  }

  @Test
  void randomBytes_areOfTheLengthAskedFor() {
    assertThat(random(1024)).hasSize(1024).isNotEqualTo(random(1024));
    assertRefused("ValidationException", () -> random(1025));
  }

  @Test
  void defaultKeyPolicy_letsTheAccountIn() {
    assertThat(kms.getKeyPolicy(request -> request.keyId(keyId)).policy()).contains(ROOT, "kms:*");
  }

  @Test
  void callerIdentity_isTheRootUser() {
    GetCallerIdentityResponse identity = clients.sts().getCallerIdentity();

    assertThat(identity.account()).isEqualTo(LatchkeyServer.ACCOUNT_ID);
    assertThat(identity.arn()).isEqualTo(ROOT);
    assertThat(identity.userId()).isEqualTo(LatchkeyServer.ACCOUNT_ID);
  }

  private String newKey() {
    return kms.createKey().keyMetadata().keyId();
  }

  private SdkBytes encrypt(SdkBytes plaintext, Map<String, String> context) {
    return kms.encrypt(
            request -> request.keyId(keyId).plaintext(plaintext).encryptionContext(context))
        .ciphertextBlob();
  }

  private byte[] random(int bytes) {
    return kms.generateRandom(request -> request.numberOfBytes(bytes)).plaintext().asByteArray();
  }
}
