package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.latchkey.tests.Refusal.assertRefused;

import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Map;
import java.util.function.Consumer;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DecryptRequest;
import software.amazon.awssdk.services.kms.model.DryRunModifierType;
import software.amazon.awssdk.services.kms.model.EncryptionAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.ReEncryptResponse;

/** ReEncrypt between kinds of keys, its condition key, and dry runs of what reads a ciphertext. */
@Tag("any-database")
@ExtendWith(LatchkeyExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReEncryptIT {
  private static final EncryptionAlgorithmSpec OAEP = EncryptionAlgorithmSpec.RSAES_OAEP_SHA_256;
  private static final Map<String, String> CONTEXT = Map.of("tenant", "blue");
  private static final SdkBytes PLAINTEXT = SdkBytes.fromUtf8String("attack at dawn");

  private final AwsClients clients;
  private final KmsClient kms;
  private final RegisteredService user;
  private final AwsClients userClients;
  private final String symmetric;
  private final String rsa;

  ReEncryptIT(LatchkeyServer server) {
    clients = AwsClients.root(server);
    kms = clients.kms();
    user = RegisteredService.create(server);
    userClients = AwsClients.of(server, user.credentials());
    KmsKeys keys = new KmsKeys(kms);
    symmetric = keys.one(KeySpec.SYMMETRIC_DEFAULT, KeyUsageType.ENCRYPT_DECRYPT);
    rsa = keys.one(KeySpec.RSA_2048, KeyUsageType.ENCRYPT_DECRYPT);
  }

  @AfterAll
  void close() {
    userClients.close();
    clients.close();
  }

  /** Outside of this server anybody can encrypt nothing under a public key. */
  @Test
  void ciphertextOfNothing_isNotValid() throws Exception {
    PublicKey publicKey =
        KeyFactory.getInstance("RSA")
            .generatePublic(
                new X509EncodedKeySpec(
                    kms.getPublicKey(request -> request.keyId(rsa)).publicKey().asByteArray()));
    Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
    cipher.init(
        Cipher.ENCRYPT_MODE,
        publicKey,
        new OAEPParameterSpec(
            "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT));
    SdkBytes nothing = SdkBytes.fromByteArray(cipher.doFinal());

    assertRefused(
        "InvalidCiphertextException",
        () ->
            kms.reEncrypt(
                request ->
                    request
                        .ciphertextBlob(nothing)
                        .sourceKeyId(rsa)
                        .sourceEncryptionAlgorithm(OAEP)
                        .destinationKeyId(rsa)
                        .destinationEncryptionAlgorithm(OAEP)));
    assertRefused(
        "InvalidCiphertextException",
        () ->
            kms.decrypt(
                request -> request.ciphertextBlob(nothing).keyId(rsa).encryptionAlgorithm(OAEP)));
  }

  @Test
  void contextWithALongName_opensWithThatName() {
    Map<String, String> context = Map.of("n".repeat(4_000), "v");
    SdkBytes ciphertext =
        kms.encrypt(
                request -> request.keyId(symmetric).plaintext(PLAINTEXT).encryptionContext(context))
            .ciphertextBlob();

    assertThat(
            kms.decrypt(request -> request.ciphertextBlob(ciphertext).encryptionContext(context))
                .plaintext())
        .isEqualTo(PLAINTEXT);
  }

  @Test
  void ciphertext_movesToAnAsymmetricKeyAndBack() {
    SdkBytes original = encrypt(symmetric, PLAINTEXT);

    ReEncryptResponse there =
        kms.reEncrypt(
            request ->
                request
                    .ciphertextBlob(original)
                    .sourceEncryptionContext(CONTEXT)
                    .destinationKeyId(rsa)
                    .destinationEncryptionAlgorithm(OAEP));
    ReEncryptResponse back =
        kms.reEncrypt(
            request ->
                request
                    .ciphertextBlob(there.ciphertextBlob())
                    .sourceKeyId(rsa)
                    .sourceEncryptionAlgorithm(OAEP)
                    .destinationKeyId(symmetric)
                    .destinationEncryptionContext(CONTEXT));

    assertThat(there.sourceEncryptionAlgorithm())
        .isEqualTo(EncryptionAlgorithmSpec.SYMMETRIC_DEFAULT);
    assertThat(there.destinationEncryptionAlgorithm()).isEqualTo(OAEP);
    assertThat(there.sourceKeyMaterialId()).hasSize(64);
    assertThat(there.destinationKeyMaterialId()).isNull();
    assertThat(back.sourceKeyMaterialId()).isNull();
    assertThat(back.destinationKeyMaterialId()).isEqualTo(there.sourceKeyMaterialId());
    assertThat(
            kms.decrypt(
                    request ->
                        request.ciphertextBlob(back.ciphertextBlob()).encryptionContext(CONTEXT))
                .plaintext())
        .isEqualTo(PLAINTEXT);
  }

  @Test
  void plaintextTooLongForTheDestination_isRefused() {
    SdkBytes fits = encrypt(symmetric, KmsKeys.bytes(190));
    SdkBytes tooLong = encrypt(symmetric, KmsKeys.bytes(191));

    assertThat(toRsa(fits).ciphertextBlob().asByteArray()).hasSize(256);
    assertRefused("ValidationException", () -> toRsa(tooLong));
  }

  @Test
  void asymmetricSourceWithoutItsKey_isRefused() {
    assertRefused(
        "ValidationException",
        () ->
            kms.reEncrypt(
                request ->
                    request
                        .ciphertextBlob(KmsKeys.bytes(256))
                        .sourceEncryptionAlgorithm(OAEP)
                        .destinationKeyId(symmetric)));
  }

  @Test
  void sourceKeyThatDidNotEncrypt_isIncorrect() {
    SdkBytes ciphertext = encrypt(symmetric, PLAINTEXT);
    String other = kms.createKey().keyMetadata().keyId();

    assertRefused(
        "IncorrectKeyException",
        () ->
            kms.reEncrypt(
                request ->
                    request
                        .ciphertextBlob(ciphertext)
                        .sourceEncryptionContext(CONTEXT)
                        .sourceKeyId(other)
                        .destinationKeyId(symmetric)));
  }

  @Test
  void policyOnReEncryptOnSameKey_tellsTheDestinations() {
    String onlyOnItself = keyWithPolicy("kms:ReEncryptOnSameKey", "true");
    String other = keyWithPolicy("kms:ReEncryptOnSameKey", "true");
    SdkBytes ciphertext = encrypt(onlyOnItself, PLAINTEXT);

    assertThat(reEncryptAsUser(ciphertext, onlyOnItself).keyId()).endsWith(onlyOnItself);
    assertRefused("AccessDeniedException", () -> reEncryptAsUser(ciphertext, other));
  }

  @Test
  void policyAgainstReEncryptOnSameKey_tellsTheDestinations() {
    String onlyElsewhere = keyWithPolicy("kms:ReEncryptOnSameKey", "false");
    String other = keyWithPolicy("kms:ReEncryptOnSameKey", "false");
    SdkBytes ciphertext = encrypt(onlyElsewhere, PLAINTEXT);

    assertThat(reEncryptAsUser(ciphertext, other).keyId()).endsWith(other);
    assertRefused("AccessDeniedException", () -> reEncryptAsUser(ciphertext, onlyElsewhere));
  }

  @Test
  void dryRun_saysWhatTheRequestWouldSay() {
    SdkBytes ciphertext = encrypt(symmetric, PLAINTEXT);

    assertRefused(
        "DryRunOperationException",
        () -> kms.encrypt(request -> request.keyId(symmetric).plaintext(PLAINTEXT).dryRun(true)));
    assertRefused(
        "DryRunOperationException",
        () -> dryDecrypt(request -> request.ciphertextBlob(ciphertext).encryptionContext(CONTEXT)));
    assertRefused(
        "InvalidCiphertextException",
        () -> dryDecrypt(request -> request.ciphertextBlob(ciphertext)));
    assertRefused(
        "DryRunOperationException",
        () ->
            kms.reEncrypt(
                request ->
                    request
                        .ciphertextBlob(ciphertext)
                        .sourceEncryptionContext(CONTEXT)
                        .destinationKeyId(rsa)
                        .destinationEncryptionAlgorithm(OAEP)
                        .dryRun(true)));
  }

  @Test
  void dryRunThatIgnoresTheCiphertext_needsNone() {
    assertRefused(
        "DryRunOperationException",
        () ->
            dryDecrypt(
                request ->
                    request
                        .keyId(symmetric)
                        .dryRunModifiers(DryRunModifierType.IGNORE_CIPHERTEXT)));
    assertRefused(
        "DryRunOperationException",
        () ->
            kms.reEncrypt(
                request ->
                    request
                        .sourceKeyId(symmetric)
                        .destinationKeyId(rsa)
                        .destinationEncryptionAlgorithm(OAEP)
                        .dryRun(true)
                        .dryRunModifiers(DryRunModifierType.IGNORE_CIPHERTEXT)));
    assertRefused("ValidationException", () -> dryDecrypt(request -> request.keyId(symmetric)));
    assertRefused(
        "ValidationException",
        () -> dryDecrypt(request -> request.dryRunModifiers(DryRunModifierType.IGNORE_CIPHERTEXT)));
    assertRefused(
        "ValidationException",
        () ->
            kms.decrypt(
                request ->
                    request
                        .keyId(symmetric)
                        .ciphertextBlob(KmsKeys.bytes(100))
                        .dryRunModifiers(DryRunModifierType.IGNORE_CIPHERTEXT)));
  }

  @Test
  void dryRunOfSomebodyWithoutPermission_isDenied() {
    assertRefused(
        "AccessDeniedException",
        () ->
            userClients
                .kms()
                .decrypt(
                    request ->
                        request
                            .keyId(symmetricArn())
                            .dryRun(true)
                            .dryRunModifiers(DryRunModifierType.IGNORE_CIPHERTEXT)));
  }

  private String symmetricArn() {
    return kms.describeKey(request -> request.keyId(symmetric)).keyMetadata().arn();
  }

  private void dryDecrypt(Consumer<DecryptRequest.Builder> request) {
    kms.decrypt(
        builder -> {
          builder.dryRun(true);
          request.accept(builder);
        });
  }

  private ReEncryptResponse toRsa(SdkBytes ciphertext) {
    return kms.reEncrypt(
        request ->
            request
                .ciphertextBlob(ciphertext)
                .sourceEncryptionContext(CONTEXT)
                .destinationKeyId(rsa)
                .destinationEncryptionAlgorithm(OAEP));
  }

  private ReEncryptResponse reEncryptAsUser(SdkBytes ciphertext, String destination) {
    return userClients
        .kms()
        .reEncrypt(
            request ->
                request
                    .ciphertextBlob(ciphertext)
                    .sourceEncryptionContext(CONTEXT)
                    .destinationKeyId(destination)
                    .destinationEncryptionContext(CONTEXT));
  }

  private SdkBytes encrypt(String keyId, SdkBytes plaintext) {
    return kms.encrypt(
            request -> request.keyId(keyId).plaintext(plaintext).encryptionContext(CONTEXT))
        .ciphertextBlob();
  }

  private String keyWithPolicy(String conditionKey, String value) {
    return kms.createKey(
            request ->
                request.policy(
                    KeyPolicyText.ownerAnd(user.name(), "kms:ReEncrypt*", conditionKey, value)))
        .keyMetadata()
        .keyId();
  }
}
