package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.latchkey.tests.Refusal.assertRefused;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.latchkey.tests.KeyStateTable.Cell;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.AlgorithmSpec;
import software.amazon.awssdk.services.kms.model.DataKeyPairSpec;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.EncapsulationAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.ExpirationModelType;
import software.amazon.awssdk.services.kms.model.GetParametersForImportResponse;
import software.amazon.awssdk.services.kms.model.GrantOperation;
import software.amazon.awssdk.services.kms.model.KeyAgreementAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.MacAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.OriginType;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.Tag;
import software.amazon.awssdk.services.kms.model.WrappingKeySpec;

/**
 * Every operation on a key in every state answers as {@code key-states.csv} says.
 *
 * <p>Each cell of the table has a key of its own. It is made ready while it is enabled, and put
 * into its state in the database: some states last no longer than a call, and some ask for an HSM.
 * For another operation, add a line to the table and a call to {@link #CALLS}.
 */
@org.junit.jupiter.api.Tag("postgresql")
@ExtendWith(LatchkeyExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeyStateIT {
  private static final String ROOT = "arn:aws:iam::" + LatchkeyServer.ACCOUNT_ID + ":root";
  private static final String REGION = "ap-southeast-3";
  private static final String OTHER_REGION = "eu-west-1";
  private static final SdkBytes MESSAGE = SdkBytes.fromUtf8String("attack at dawn");
  private static final int MATERIAL_BYTES = 32;
  private static final Tag TAG = Tag.builder().tagKey("team").tagValue("blue").build();

  /**
   * A key and what was made of it while it was enabled.
   *
   * @param alias its alias, where the operation is about aliases
   * @param grantId a grant on it, where the operation is about grants
   * @param made a ciphertext, a signature, a MAC, a public key to agree with, or imported material
   *     as it was wrapped
   * @param importToken what lets that material in
   */
  private record Subject(
      String keyId, String alias, String grantId, SdkBytes made, SdkBytes importToken) {}

  /** What kind of key an operation is for. */
  private enum Kind {
    SYMMETRIC(KeySpec.SYMMETRIC_DEFAULT, KeyUsageType.ENCRYPT_DECRYPT),
    IMPORTED(KeySpec.SYMMETRIC_DEFAULT, KeyUsageType.ENCRYPT_DECRYPT),
    MULTI_REGION(KeySpec.SYMMETRIC_DEFAULT, KeyUsageType.ENCRYPT_DECRYPT),
    SIGNING(KeySpec.ECC_NIST_P256, KeyUsageType.SIGN_VERIFY),
    MAC(KeySpec.HMAC_256, KeyUsageType.GENERATE_VERIFY_MAC),
    AGREEMENT(KeySpec.ECC_NIST_P256, KeyUsageType.KEY_AGREEMENT),
    ENCAPSULATION(KeySpec.ML_KEM_768, KeyUsageType.ENCAPSULATE_DECAPSULATE);

    private final KeySpec spec;
    private final KeyUsageType usage;

    Kind(KeySpec spec, KeyUsageType usage) {
      this.spec = spec;
      this.usage = usage;
    }

    OriginType origin() {
      return this == IMPORTED ? OriginType.EXTERNAL : OriginType.AWS_KMS;
    }
  }

  /** An operation on a key; {@code other} is an enabled symmetric one. */
  private interface Operation {
    void call(KmsClient kms, Subject key, Subject other);
  }

  private record Call(Kind kind, Operation operation) {}

  private static final Map<String, Call> CALLS = new HashMap<>();

  private static void on(Kind kind, String line, Operation operation) {
    CALLS.put(line, new Call(kind, operation));
  }

  private static void on(String line, Operation operation) {
    on(Kind.SYMMETRIC, line, operation);
  }

  static {
    on("CancelKeyDeletion", (kms, key, other) -> kms.cancelKeyDeletion(r -> r.keyId(key.keyId)));
    on(
        "CreateAlias",
        (kms, key, other) -> kms.createAlias(r -> r.aliasName(newAlias()).targetKeyId(key.keyId)));
    on("CreateGrant", (kms, key, other) -> grant(kms, key.keyId));
    on(
        Kind.ENCAPSULATION,
        "Decapsulate",
        (kms, key, other) ->
            kms.decapsulate(
                r ->
                    r.keyId(key.keyId)
                        .sharedSecretCiphertextBlob(key.made)
                        .encapsulationAlgorithm(EncapsulationAlgorithmSpec.ML_KEM)));
    on("Decrypt", (kms, key, other) -> kms.decrypt(r -> r.ciphertextBlob(key.made)));
    on("DeleteAlias", (kms, key, other) -> kms.deleteAlias(r -> r.aliasName(key.alias)));
    on(
        Kind.AGREEMENT,
        "DeriveSharedSecret",
        (kms, key, other) ->
            kms.deriveSharedSecret(
                r ->
                    r.keyId(key.keyId)
                        .keyAgreementAlgorithm(KeyAgreementAlgorithmSpec.ECDH)
                        .publicKey(key.made)));
    on(
        Kind.IMPORTED,
        "DeleteImportedKeyMaterial",
        (kms, key, other) -> kms.deleteImportedKeyMaterial(r -> r.keyId(key.keyId)));
    on("DescribeKey", (kms, key, other) -> kms.describeKey(r -> r.keyId(key.keyId)));
    on("DisableKey", (kms, key, other) -> kms.disableKey(r -> r.keyId(key.keyId)));
    on("DisableKeyRotation", (kms, key, other) -> kms.disableKeyRotation(r -> r.keyId(key.keyId)));
    on("EnableKey", (kms, key, other) -> kms.enableKey(r -> r.keyId(key.keyId)));
    on("EnableKeyRotation", (kms, key, other) -> kms.enableKeyRotation(r -> r.keyId(key.keyId)));
    on(Kind.ENCAPSULATION, "Encapsulate", (kms, key, other) -> encapsulate(kms, key.keyId));
    on("Encrypt", (kms, key, other) -> encrypt(kms, key.keyId));
    on(
        "GenerateDataKey",
        (kms, key, other) ->
            kms.generateDataKey(r -> r.keyId(key.keyId).keySpec(DataKeySpec.AES_256)));
    on(
        "GenerateDataKeyWithoutPlaintext",
        (kms, key, other) ->
            kms.generateDataKeyWithoutPlaintext(
                r -> r.keyId(key.keyId).keySpec(DataKeySpec.AES_256)));
    on(
        "GenerateDataKeyPair",
        (kms, key, other) ->
            kms.generateDataKeyPair(
                r -> r.keyId(key.keyId).keyPairSpec(DataKeyPairSpec.ECC_NIST_P256)));
    on(
        "GenerateDataKeyPairWithoutPlaintext",
        (kms, key, other) ->
            kms.generateDataKeyPairWithoutPlaintext(
                r -> r.keyId(key.keyId).keyPairSpec(DataKeyPairSpec.ECC_NIST_P256)));
    on(Kind.MAC, "GenerateMac", (kms, key, other) -> mac(kms, key.keyId));
    on("GetKeyLastUsage", (kms, key, other) -> kms.getKeyLastUsage(r -> r.keyId(key.keyId)));
    on("GetKeyPolicy", (kms, key, other) -> kms.getKeyPolicy(r -> r.keyId(key.keyId)));
    on(
        "GetKeyRotationStatus",
        (kms, key, other) -> kms.getKeyRotationStatus(r -> r.keyId(key.keyId)));
    on(
        Kind.IMPORTED,
        "GetParametersForImport",
        (kms, key, other) -> importParameters(kms, key.keyId));
    on(
        Kind.SIGNING,
        "GetPublicKey",
        (kms, key, other) -> kms.getPublicKey(r -> r.keyId(key.keyId)));
    on(
        Kind.IMPORTED,
        "ImportKeyMaterial",
        (kms, key, other) -> importMaterial(kms, key.keyId, key.importToken, key.made));
    on("ListAliases", (kms, key, other) -> kms.listAliases(r -> r.keyId(key.keyId)));
    on("ListGrants", (kms, key, other) -> kms.listGrants(r -> r.keyId(key.keyId)));
    on("ListKeyPolicies", (kms, key, other) -> kms.listKeyPolicies(r -> r.keyId(key.keyId)));
    on("ListKeyRotations", (kms, key, other) -> kms.listKeyRotations(r -> r.keyId(key.keyId)));
    on("ListResourceTags", (kms, key, other) -> kms.listResourceTags(r -> r.keyId(key.keyId)));
    on(
        "PutKeyPolicy",
        (kms, key, other) ->
            kms.putKeyPolicy(r -> r.keyId(key.keyId).policy(KeyPolicyText.owner())));
    on("ReEncrypt/from", (kms, key, other) -> reEncrypt(kms, key, other));
    on("ReEncrypt/to", (kms, key, other) -> reEncrypt(kms, other, key));
    on(
        Kind.MULTI_REGION,
        "ReplicateKey",
        (kms, key, other) -> kms.replicateKey(r -> r.keyId(key.keyId).replicaRegion(OTHER_REGION)));
    on(
        "RetireGrant",
        (kms, key, other) -> kms.retireGrant(r -> r.keyId(arn(key)).grantId(key.grantId)));
    on(
        "RevokeGrant",
        (kms, key, other) -> kms.revokeGrant(r -> r.keyId(key.keyId).grantId(key.grantId)));
    on("RotateKeyOnDemand", (kms, key, other) -> kms.rotateKeyOnDemand(r -> r.keyId(key.keyId)));
    on(
        "ScheduleKeyDeletion",
        (kms, key, other) -> kms.scheduleKeyDeletion(r -> r.keyId(key.keyId)));
    on(Kind.SIGNING, "Sign", (kms, key, other) -> sign(kms, key.keyId));
    on("TagResource", (kms, key, other) -> kms.tagResource(r -> r.keyId(key.keyId).tags(TAG)));
    on(
        "UntagResource",
        (kms, key, other) -> kms.untagResource(r -> r.keyId(key.keyId).tagKeys("team")));
    on(
        "UpdateAlias/from",
        (kms, key, other) -> kms.updateAlias(r -> r.aliasName(key.alias).targetKeyId(other.keyId)));
    on("UpdateAlias/to", KeyStateIT::moveNewAlias);
    on(
        "UpdateKeyDescription",
        (kms, key, other) ->
            kms.updateKeyDescription(r -> r.keyId(key.keyId).description("another")));
    on(
        Kind.SIGNING,
        "Verify",
        (kms, key, other) ->
            kms.verify(
                r ->
                    r.keyId(key.keyId)
                        .message(MESSAGE)
                        .signature(key.made)
                        .signingAlgorithm(SigningAlgorithmSpec.ECDSA_SHA_256)));
    on(
        Kind.MAC,
        "VerifyMac",
        (kms, key, other) ->
            kms.verifyMac(
                r ->
                    r.keyId(key.keyId)
                        .message(MESSAGE)
                        .mac(key.made)
                        .macAlgorithm(MacAlgorithmSpec.HMAC_SHA_256)));
  }

  private final Map<Cell, Subject> subjects = new HashMap<>();
  private AwsClients clients;
  private Subject other;

  static List<Cell> cells() {
    return KeyStateTable.cells();
  }

  @BeforeAll
  void makeKeys(LatchkeyServer server) {
    clients = AwsClients.root(server, Region.of(REGION));
    other = subject(Kind.SYMMETRIC, "");
    Map<String, String> states = new HashMap<>();
    for (Cell cell : cells()) {
      Subject subject = subject(callOf(cell).kind, cell.operation());
      subjects.put(cell, subject);
      states.put(subject.keyId, cell.state());
    }
    server.edit(() -> new KeyRows(server, REGION).setStates(states));
  }

  @AfterAll
  void close() {
    clients.close();
  }

  @ParameterizedTest
  @MethodSource("cells")
  void operation_onKeyInState_answersAsTheTableSays(Cell cell) {
    Subject key = Objects.requireNonNull(subjects.get(cell));
    ThrowingCallable call = () -> callOf(cell).operation.call(clients.kms(), key, other);

    if (cell.isAllowed()) {
      assertThatCode(call).doesNotThrowAnyException();
    } else {
      assertRefused(cell.answer(), call);
    }
  }

  @Test
  void table_andCalls_haveTheSameOperations() {
    assertThat(KeyStateTable.operations()).containsExactlyInAnyOrderElementsOf(CALLS.keySet());
  }

  private static Call callOf(Cell cell) {
    return Objects.requireNonNull(CALLS.get(cell.operation()), cell.operation());
  }

  private Subject subject(Kind kind, String operation) {
    KmsClient kms = clients.kms();
    String keyId =
        kms.createKey(
                r ->
                    r.keySpec(kind.spec)
                        .keyUsage(kind.usage)
                        .origin(kind.origin())
                        .multiRegion(kind == Kind.MULTI_REGION))
            .keyMetadata()
            .keyId();
    SdkBytes importToken = MESSAGE;
    SdkBytes made;
    switch (kind) {
      case SIGNING -> made = sign(kms, keyId);
      case MAC -> made = mac(kms, keyId);
      case ENCAPSULATION -> made = encapsulate(kms, keyId);
      case AGREEMENT -> made = kms.getPublicKey(r -> r.keyId(keyId)).publicKey();
      case IMPORTED -> {
        GetParametersForImportResponse parameters = importParameters(kms, keyId);
        importToken = parameters.importToken();
        made = wrap(parameters.publicKey().asByteArray());
        importMaterial(kms, keyId, importToken, made);
      }
      default -> made = encrypt(kms, keyId);
    }
    String alias = newAlias();
    if (operation.contains("Alias")) {
      kms.createAlias(r -> r.aliasName(alias).targetKeyId(keyId));
    }
    String grantId = operation.endsWith("Grant") ? grant(kms, keyId) : "";
    return new Subject(keyId, alias, grantId, made, importToken);
  }

  private static GetParametersForImportResponse importParameters(KmsClient kms, String keyId) {
    return kms.getParametersForImport(
        r ->
            r.keyId(keyId)
                .wrappingAlgorithm(AlgorithmSpec.RSAES_OAEP_SHA_256)
                .wrappingKeySpec(WrappingKeySpec.RSA_2048));
  }

  private static void importMaterial(
      KmsClient kms, String keyId, SdkBytes importToken, SdkBytes wrapped) {
    kms.importKeyMaterial(
        r ->
            r.keyId(keyId)
                .importToken(importToken)
                .encryptedKeyMaterial(wrapped)
                .expirationModel(ExpirationModelType.KEY_MATERIAL_DOES_NOT_EXPIRE));
  }

  private static SdkBytes wrap(byte[] publicKey) {
    try {
      Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE,
          KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(publicKey)),
          new OAEPParameterSpec(
              "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT));
      return SdkBytes.fromByteArray(cipher.doFinal(new byte[MATERIAL_BYTES]));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String grant(KmsClient kms, String keyId) {
    return kms.createGrant(
            r -> r.keyId(keyId).granteePrincipal(ROOT).operations(GrantOperation.DESCRIBE_KEY))
        .grantId();
  }

  private static SdkBytes encrypt(KmsClient kms, String keyId) {
    return kms.encrypt(r -> r.keyId(keyId).plaintext(MESSAGE)).ciphertextBlob();
  }

  private static SdkBytes sign(KmsClient kms, String keyId) {
    return kms.sign(
            r ->
                r.keyId(keyId)
                    .message(MESSAGE)
                    .signingAlgorithm(SigningAlgorithmSpec.ECDSA_SHA_256))
        .signature();
  }

  private static SdkBytes encapsulate(KmsClient kms, String keyId) {
    return kms.encapsulate(
            r -> r.keyId(keyId).encapsulationAlgorithm(EncapsulationAlgorithmSpec.ML_KEM))
        .sharedSecretCiphertextBlob();
  }

  private static SdkBytes mac(KmsClient kms, String keyId) {
    return kms.generateMac(
            r -> r.keyId(keyId).message(MESSAGE).macAlgorithm(MacAlgorithmSpec.HMAC_SHA_256))
        .mac();
  }

  private static void reEncrypt(KmsClient kms, Subject from, Subject to) {
    kms.reEncrypt(r -> r.ciphertextBlob(from.made).destinationKeyId(to.keyId));
  }

  private static void moveNewAlias(KmsClient kms, Subject key, Subject other) {
    String alias = newAlias();
    kms.createAlias(r -> r.aliasName(alias).targetKeyId(other.keyId));
    kms.updateAlias(r -> r.aliasName(alias).targetKeyId(key.keyId));
  }

  private static String arn(Subject key) {
    return "arn:aws:kms:%s:%s:key/%s".formatted(REGION, LatchkeyServer.ACCOUNT_ID, key.keyId);
  }

  private static String newAlias() {
    return "alias/" + UUID.randomUUID();
  }
}
