package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.latchkey.tests.Refusal.assertRefused;
import static software.amazon.awssdk.services.kms.model.AlgorithmSpec.RSAES_OAEP_SHA_256;
import static software.amazon.awssdk.services.kms.model.WrappingKeySpec.RSA_2048;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.AlgorithmSpec;
import software.amazon.awssdk.services.kms.model.ExpirationModelType;
import software.amazon.awssdk.services.kms.model.GetParametersForImportResponse;
import software.amazon.awssdk.services.kms.model.ImportKeyMaterialRequest;
import software.amazon.awssdk.services.kms.model.ImportKeyMaterialResponse;
import software.amazon.awssdk.services.kms.model.ImportState;
import software.amazon.awssdk.services.kms.model.ImportType;
import software.amazon.awssdk.services.kms.model.IncludeKeyMaterial;
import software.amazon.awssdk.services.kms.model.KeyMaterialState;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.OriginType;
import software.amazon.awssdk.services.kms.model.RotationsListEntry;
import software.amazon.awssdk.services.kms.model.WrappingKeySpec;

/** Key material that is generated and wrapped by {@code openssl}, through the AWS SDK. */
@RequiredTool(Tool.OPENSSL)
@ExtendWith(LatchkeyExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImportIT {
  private static final SdkBytes PLAINTEXT = SdkBytes.fromUtf8String("attack at dawn");
  private static final int AES_KEY_BYTES = 32;
  private static final String EXPIRY_JOB = "expire-imported-keys";

  @TempDir static Path folder;

  private final LatchkeyServer server;
  private final AwsClients clients;
  private final KmsClient kms;
  private OpenSsl openSsl;
  private MaterialImport imports;

  ImportIT(LatchkeyServer server) {
    this.server = server;
    clients = AwsClients.root(server);
    kms = clients.kms();
    openSsl = new OpenSsl(Path.of(""));
    imports = new MaterialImport(kms, openSsl);
  }

  @BeforeAll
  void openFolder() {
    openSsl = new OpenSsl(folder);
    imports = new MaterialImport(kms, openSsl);
  }

  @AfterAll
  void close() {
    clients.close();
  }

  @Test
  void keyWithoutMaterial_isPendingImport() {
    KeyMetadata created =
        kms.createKey(request -> request.origin(OriginType.EXTERNAL)).keyMetadata();

    assertThat(created.origin()).isEqualTo(OriginType.EXTERNAL);
    assertThat(created.keyState()).isEqualTo(KeyState.PENDING_IMPORT);
    assertThat(created.enabled()).isFalse();
    assertThat(created.expirationModel()).isNull();
    assertThat(created.validTo()).isNull();
    assertThat(created.currentKeyMaterialId()).isNull();
    assertThat(describe(created.keyId())).isEqualTo(created);
    assertRefused("KMSInvalidStateException", () -> encrypt(created.keyId()));
  }

  @ParameterizedTest
  @EnumSource(
      names = {"ML_DSA_44", "ML_DSA_65", "ML_DSA_87"},
      mode = EnumSource.Mode.INCLUDE)
  void latticeKey_isNotMadeForImport(KeySpec spec) {
    assertRefused(
        "UnsupportedOperationException",
        () ->
            kms.createKey(
                request ->
                    request
                        .origin(OriginType.EXTERNAL)
                        .keySpec(spec)
                        .keyUsage(KeyUsageType.SIGN_VERIFY)));
  }

  @ParameterizedTest
  @CsvSource({
    "RSAES_OAEP_SHA_1, RSA_2048",
    "RSAES_OAEP_SHA_256, RSA_2048",
    "RSAES_OAEP_SHA_256, RSA_3072",
    "RSAES_OAEP_SHA_1, RSA_4096"
  })
  void symmetricKey_isImportedAndUsed(AlgorithmSpec algorithm, WrappingKeySpec wrappingKeySpec) {
    String keyId = newKey();

    ImportKeyMaterialResponse imported =
        imports.take(
            keyId, algorithm, wrappingKeySpec, MaterialImport.random(AES_KEY_BYTES), request -> {});

    KeyMetadata key = describe(keyId);
    assertThat(imported.keyId()).isEqualTo(key.arn());
    assertThat(imported.keyMaterialId())
        .matches("[0-9a-f]{64}")
        .isEqualTo(key.currentKeyMaterialId());
    assertThat(key.keyState()).isEqualTo(KeyState.ENABLED);
    assertThat(key.expirationModel()).isEqualTo(ExpirationModelType.KEY_MATERIAL_DOES_NOT_EXPIRE);
    assertThat(decrypt(encrypt(keyId))).isEqualTo(PLAINTEXT);
  }

  @ParameterizedTest
  @CsvSource({
    "RSA_2048, RSA_AES_KEY_WRAP_SHA_1, RSA_2048, RSA:2048",
    "RSA_3072, RSA_AES_KEY_WRAP_SHA_256, RSA_3072, RSA:3072",
    "RSA_4096, RSA_AES_KEY_WRAP_SHA_256, RSA_4096, RSA:4096",
    "RSA_2048, SM2PKE, SM2, RSA:2048",
    "ECC_NIST_P256, RSAES_OAEP_SHA_1, RSA_2048, EC:P-256",
    "ECC_NIST_P384, RSAES_OAEP_SHA_256, RSA_3072, EC:P-384",
    "ECC_NIST_P521, RSA_AES_KEY_WRAP_SHA_256, RSA_2048, EC:P-521",
    "ECC_SECG_P256K1, RSA_AES_KEY_WRAP_SHA_1, RSA_4096, EC:secp256k1",
    "ECC_NIST_EDWARDS25519, SM2PKE, SM2, ED25519",
    "SM2, RSAES_OAEP_SHA_256, RSA_4096, EC:SM2"
  })
  void privateKey_isImportedWithItsPublicKey(
      String spec, String algorithm, WrappingKeySpec wrappingKeySpec, String kind) {
    byte[] pkcs8 = privateKey(kind);
    String keyId =
        kms.createKey(
                request ->
                    request
                        .origin(OriginType.EXTERNAL)
                        .keySpec(spec)
                        .keyUsage(KeyUsageType.SIGN_VERIFY))
            .keyMetadata()
            .keyId();

    imports.take(keyId, AlgorithmSpec.fromValue(algorithm), wrappingKeySpec, pkcs8, request -> {});

    assertThat(kms.getPublicKey(request -> request.keyId(keyId)).publicKey().asByteArray())
        .isEqualTo(
            openSsl.output(
                "pkey",
                "-inform",
                "DER",
                "-in",
                openSsl.file(pkcs8),
                "-pubout",
                "-outform",
                "DER"));
    assertThat(describe(keyId).currentKeyMaterialId()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"HMAC_224, 28", "HMAC_256, 32", "HMAC_384, 48", "HMAC_512, 64", "HMAC_512, 128"})
  void hmacKey_isImported(KeySpec spec, int bytes) {
    String keyId = newKey(spec, KeyUsageType.GENERATE_VERIFY_MAC);

    imports.take(keyId, MaterialImport.random(bytes));

    assertThat(describe(keyId).keyState()).isEqualTo(KeyState.ENABLED);
  }

  @ParameterizedTest
  @CsvSource({
    "SYMMETRIC_DEFAULT, ENCRYPT_DECRYPT, 31",
    "SYMMETRIC_DEFAULT, ENCRYPT_DECRYPT, 33",
    "HMAC_256, GENERATE_VERIFY_MAC, 31",
    "HMAC_256, GENERATE_VERIFY_MAC, 129",
    "ECC_NIST_P256, SIGN_VERIFY, 100"
  })
  void materialThatIsNoKeyOfTheSpec_isIncorrect(KeySpec spec, KeyUsageType usage, int bytes) {
    String keyId = newKey(spec, usage);

    assertRefused(
        "IncorrectKeyMaterialException", () -> imports.take(keyId, MaterialImport.random(bytes)));
    assertThat(describe(keyId).keyState()).isEqualTo(KeyState.PENDING_IMPORT);
  }

  @ParameterizedTest
  @CsvSource({
    "SYMMETRIC_DEFAULT, ENCRYPT_DECRYPT, RSAES_PKCS1_V1_5, RSA_2048",
    "SYMMETRIC_DEFAULT, ENCRYPT_DECRYPT, RSA_AES_KEY_WRAP_SHA_256, RSA_2048",
    "SYMMETRIC_DEFAULT, ENCRYPT_DECRYPT, RSAES_OAEP_SHA_256, SM2",
    "RSA_2048, SIGN_VERIFY, RSAES_OAEP_SHA_256, RSA_4096",
    "ECC_NIST_P521, SIGN_VERIFY, RSAES_OAEP_SHA_256, RSA_2048"
  })
  void wrappingAlgorithmThatDoesNotFit_isRefused(
      KeySpec spec, KeyUsageType usage, AlgorithmSpec algorithm, WrappingKeySpec wrappingKeySpec) {
    String keyId = newKey(spec, usage);

    assertRefused(
        "UnsupportedOperationException",
        () -> imports.parameters(keyId, algorithm, wrappingKeySpec));
  }

  @Test
  void keyOfAnotherOrigin_takesNoMaterial() {
    String keyId = kms.createKey().keyMetadata().keyId();

    assertRefused(
        "UnsupportedOperationException",
        () -> imports.parameters(keyId, RSAES_OAEP_SHA_256, RSA_2048));
    assertRefused(
        "UnsupportedOperationException",
        () -> kms.deleteImportedKeyMaterial(request -> request.keyId(keyId)));
  }

  @Test
  void parameters_areGoodForADay() {
    GetParametersForImportResponse parameters =
        imports.parameters(newKey(), RSAES_OAEP_SHA_256, RSA_2048);

    assertThat(parameters.parametersValidTo())
        .isBetween(
            Instant.now().plus(Duration.ofHours(24)).minusSeconds(60),
            Instant.now().plus(Duration.ofHours(24)));
    assertThat(parameters.importToken().asByteArray()).hasSizeLessThanOrEqualTo(6144);
  }

  @Test
  void tokenOfAnotherKeyOrAltered_isInvalid() {
    String keyId = newKey();
    GetParametersForImportResponse ofAnother =
        imports.parameters(newKey(), RSAES_OAEP_SHA_256, RSA_2048);
    SdkBytes wrapped =
        imports.wrap(ofAnother, RSAES_OAEP_SHA_256, MaterialImport.random(AES_KEY_BYTES));
    byte[] altered =
        imports.parameters(keyId, RSAES_OAEP_SHA_256, RSA_2048).importToken().asByteArray();
    altered[altered.length / 2] ^= 1;

    for (SdkBytes token :
        List.of(
            ofAnother.importToken(),
            SdkBytes.fromByteArray(altered),
            SdkBytes.fromByteArray(new byte[1]),
            SdkBytes.fromByteArray(new byte[6144]))) {
      assertRefused("InvalidImportTokenException", () -> importWith(keyId, token, wrapped));
    }
  }

  @Test
  void materialUnderAnotherWrappingKey_isInvalidCiphertext() {
    String keyId = newKey();
    GetParametersForImportResponse one = imports.parameters(keyId, RSAES_OAEP_SHA_256, RSA_2048);
    GetParametersForImportResponse other = imports.parameters(keyId, RSAES_OAEP_SHA_256, RSA_2048);
    byte[] material = MaterialImport.random(AES_KEY_BYTES);

    assertRefused(
        "InvalidCiphertextException",
        () ->
            importWith(
                keyId, one.importToken(), imports.wrap(other, RSAES_OAEP_SHA_256, material)));
    assertRefused(
        "InvalidCiphertextException",
        () ->
            importWith(
                keyId,
                one.importToken(),
                imports.wrap(one, AlgorithmSpec.RSAES_OAEP_SHA_1, material)));
  }

  @ParameterizedTest
  @CsvSource({"6144, InvalidCiphertextException", "6145, ValidationException"})
  void encryptedMaterial_hasAtMost6144Bytes(int bytes, String code) {
    String keyId = newKey();
    SdkBytes token = imports.parameters(keyId, RSAES_OAEP_SHA_256, RSA_2048).importToken();

    assertRefused(code, () -> importWith(keyId, token, SdkBytes.fromByteArray(new byte[bytes])));
  }

  @Test
  void sameMaterial_isTakenAgainAndNoOther() {
    String keyId = newKey();
    byte[] material = MaterialImport.random(AES_KEY_BYTES);
    String id = imports.take(keyId, material).keyMaterialId();

    assertThat(imports.take(keyId, material).keyMaterialId()).isEqualTo(id);
    assertThat(imports.take(keyId, material, request -> request.keyMaterialId(id)).keyMaterialId())
        .isEqualTo(id);
    assertRefused(
        "IncorrectKeyMaterialException",
        () -> imports.take(keyId, MaterialImport.random(AES_KEY_BYTES)));
    assertRefused(
        "IncorrectKeyMaterialException",
        () -> imports.take(keyId, material, request -> request.keyMaterialId("0".repeat(64))));
    assertRefused(
        "IncorrectKeyMaterialException",
        () ->
            imports.take(
                keyId, material, request -> request.importType(ImportType.NEW_KEY_MATERIAL)));
    assertRefused(
        "ValidationException",
        () ->
            imports.take(
                keyId,
                MaterialImport.random(AES_KEY_BYTES),
                request -> request.importType(ImportType.NEW_KEY_MATERIAL).keyMaterialId(id)));
  }

  @Test
  void sameMaterialInTwoKeys_makesTwoKeys() {
    byte[] material = MaterialImport.random(AES_KEY_BYTES);
    String one = newKey();
    String other = newKey();

    assertThat(imports.take(one, material).keyMaterialId())
        .isNotEqualTo(imports.take(other, material).keyMaterialId());
    SdkBytes ciphertext = encrypt(one);
    assertRefused(
        "IncorrectKeyException",
        () -> kms.decrypt(request -> request.keyId(other).ciphertextBlob(ciphertext)));
  }

  @Test
  void privateKeyInAnotherEncoding_isTheSame() {
    byte[] pkcs8 = privateKey("EC:P-256");
    byte[] compressed =
        pkcs8(
            openSsl.output(
                "pkey", "-in", openSsl.privateKey(pkcs8), "-ec_conv_form", "compressed"));
    String keyId = newKey(KeySpec.ECC_NIST_P256, KeyUsageType.SIGN_VERIFY);

    imports.take(keyId, pkcs8);
    imports.take(keyId, compressed);

    assertThat(compressed).isNotEqualTo(pkcs8);
    assertRefused(
        "IncorrectKeyMaterialException", () -> imports.take(keyId, privateKey("EC:P-256")));
    assertRefused(
        "UnsupportedOperationException",
        () ->
            imports.take(keyId, pkcs8, request -> request.importType(ImportType.NEW_KEY_MATERIAL)));
  }

  @Test
  void deletedMaterial_decryptsAgainWhenItIsBack() {
    String keyId = newKey();
    byte[] material = MaterialImport.random(AES_KEY_BYTES);
    String id = imports.take(keyId, material).keyMaterialId();
    SdkBytes ciphertext = encrypt(keyId);

    assertThat(kms.deleteImportedKeyMaterial(request -> request.keyId(keyId)).keyMaterialId())
        .isEqualTo(id);

    assertThat(describe(keyId).keyState()).isEqualTo(KeyState.PENDING_IMPORT);
    assertThat(describe(keyId).currentKeyMaterialId()).isEqualTo(id);
    assertRefused("KMSInvalidStateException", () -> decrypt(ciphertext));
    assertRefused(
        "IncorrectKeyMaterialException",
        () -> imports.take(keyId, MaterialImport.random(AES_KEY_BYTES)));
    assertRefused(
        "NotFoundException",
        () ->
            kms.deleteImportedKeyMaterial(
                request -> request.keyId(keyId).keyMaterialId("0".repeat(64))));

    imports.take(keyId, material);

    assertThat(describe(keyId).keyState()).isEqualTo(KeyState.ENABLED);
    assertThat(decrypt(ciphertext)).isEqualTo(PLAINTEXT);
  }

  @Test
  void disabledKey_comesBackEnabledWithItsMaterial() {
    String keyId = newKey();
    byte[] material = MaterialImport.random(AES_KEY_BYTES);
    imports.take(keyId, material);
    kms.disableKey(request -> request.keyId(keyId));

    imports.take(keyId, material);
    assertThat(describe(keyId).keyState()).isEqualTo(KeyState.DISABLED);

    kms.deleteImportedKeyMaterial(request -> request.keyId(keyId));
    assertThat(describe(keyId).keyState()).isEqualTo(KeyState.PENDING_IMPORT);
    imports.take(keyId, material);
    assertThat(describe(keyId).keyState()).isEqualTo(KeyState.ENABLED);
  }

  @Test
  void keyWhoseDeletionIsPending_takesNoMaterialAndLosesIt() {
    String keyId = newKey();
    byte[] material = MaterialImport.random(AES_KEY_BYTES);
    imports.take(keyId, material);
    GetParametersForImportResponse parameters =
        imports.parameters(keyId, RSAES_OAEP_SHA_256, RSA_2048);
    SdkBytes wrapped = imports.wrap(parameters, RSAES_OAEP_SHA_256, material);
    kms.scheduleKeyDeletion(request -> request.keyId(keyId));

    assertRefused(
        "KMSInvalidStateException", () -> imports.parameters(keyId, RSAES_OAEP_SHA_256, RSA_2048));
    assertRefused(
        "KMSInvalidStateException", () -> importWith(keyId, parameters.importToken(), wrapped));
    kms.deleteImportedKeyMaterial(request -> request.keyId(keyId));

    assertThat(describe(keyId).keyState()).isEqualTo(KeyState.PENDING_DELETION);
  }

  @Test
  void expiredMaterial_decryptsNoMoreUntilItIsBack() {
    String keyId = newKey();
    byte[] material = MaterialImport.random(AES_KEY_BYTES);
    Instant validTo = Instant.now().plusSeconds(5);
    imports.take(keyId, material, request -> expiring(request, validTo));
    KeyMetadata imported = describe(keyId);
    SdkBytes ciphertext = encrypt(keyId);

    assertThat(imported.expirationModel()).isEqualTo(ExpirationModelType.KEY_MATERIAL_EXPIRES);
    assertThat(imported.validTo().toEpochMilli()).isEqualTo(validTo.toEpochMilli());
    Await.until("the material has expired", () -> Instant.now().isAfter(validTo));

    assertRefused("KMSInvalidStateException", () -> decrypt(ciphertext));
    assertThat(describe(keyId).keyState()).isEqualTo(KeyState.PENDING_IMPORT);
    assertThat(describe(keyId).validTo()).isNull();

    imports.take(keyId, material);

    assertThat(describe(keyId).keyState()).isEqualTo(KeyState.ENABLED);
    assertThat(describe(keyId).expirationModel())
        .isEqualTo(ExpirationModelType.KEY_MATERIAL_DOES_NOT_EXPIRE);
    assertThat(decrypt(ciphertext)).isEqualTo(PLAINTEXT);
  }

  @Test
  void expiredMaterial_isRemovedByTheJob() throws IOException {
    String keyId = newKey();
    byte[] material = MaterialImport.random(AES_KEY_BYTES);
    Instant validTo = Instant.now().plusSeconds(2);
    imports.take(keyId, material, request -> expiring(request, validTo));
    Await.until("the material has expired", () -> Instant.now().isAfter(validTo));

    try (RootUser root = new RootUser(server)) {
      JobsClient jobs = new JobsClient(root.latchkey());
      JobsClient.Execution done = jobs.awaitCompleted(jobs.startWhenFree(EXPIRY_JOB));

      assertThat(done.counts()).containsEntry("Failed", 0L);
    }
    assertThat(new AuditTrail(server).lines())
        .anyMatch(line -> line.contains("\"DeleteExpiredKeyMaterial\"") && line.contains(keyId));
    assertThat(describe(keyId).keyState()).isEqualTo(KeyState.PENDING_IMPORT);
    assertThat(rotations(keyId))
        .singleElement()
        .satisfies(
            left -> {
              assertThat(left.importState()).isEqualTo(ImportState.PENDING_IMPORT);
              assertThat(left.validTo()).isNull();
            });
  }

  @Test
  void newMaterial_isRotatedInAndOlderCiphertextStillDecrypts() {
    String keyId = newKey();
    byte[] first = MaterialImport.random(AES_KEY_BYTES);
    String firstId = imports.take(keyId, first).keyMaterialId();
    SdkBytes underFirst = encrypt(keyId);
    assertRefused(
        "KMSInvalidStateException", () -> kms.rotateKeyOnDemand(request -> request.keyId(keyId)));

    Instant validTo = Instant.now().plus(Duration.ofDays(30)).truncatedTo(ChronoUnit.MILLIS);
    String secondId =
        imports
            .take(
                keyId,
                MaterialImport.random(AES_KEY_BYTES),
                request ->
                    expiring(
                        request
                            .importType(ImportType.NEW_KEY_MATERIAL)
                            .keyMaterialDescription("the second"),
                        validTo))
            .keyMaterialId();

    assertThat(describe(keyId).currentKeyMaterialId()).isEqualTo(firstId);
    assertThat(describe(keyId).expirationModel())
        .isEqualTo(ExpirationModelType.KEY_MATERIAL_DOES_NOT_EXPIRE);
    RotationsListEntry pending = rotations(keyId).get(0);
    assertThat(pending.keyMaterialId()).isEqualTo(secondId);
    assertThat(pending.keyMaterialState()).isEqualTo(KeyMaterialState.PENDING_ROTATION);
    assertThat(pending.importState()).isEqualTo(ImportState.IMPORTED);
    assertThat(pending.keyMaterialDescription()).isEqualTo("the second");
    assertThat(pending.validTo()).isEqualTo(validTo);
    assertThat(pending.rotationDate()).isNull();
    assertThat(kms.listKeyRotations(request -> request.keyId(keyId)).rotations()).isEmpty();
    assertRefused(
        "KMSInvalidStateException",
        () ->
            imports.take(
                keyId,
                MaterialImport.random(AES_KEY_BYTES),
                request -> request.importType(ImportType.NEW_KEY_MATERIAL)));

    kms.rotateKeyOnDemand(request -> request.keyId(keyId));

    SdkBytes underSecond = encrypt(keyId);
    assertThat(describe(keyId).currentKeyMaterialId()).isEqualTo(secondId);
    assertThat(describe(keyId).validTo()).isEqualTo(validTo);
    assertThat(decrypt(underFirst)).isEqualTo(PLAINTEXT);
    assertThat(decrypt(underSecond)).isEqualTo(PLAINTEXT);

    kms.deleteImportedKeyMaterial(request -> request.keyId(keyId).keyMaterialId(firstId));
    assertRefused("KMSInvalidStateException", () -> decrypt(underSecond));
    imports.take(keyId, first);
    assertThat(decrypt(underFirst)).isEqualTo(PLAINTEXT);
    assertThat(decrypt(underSecond)).isEqualTo(PLAINTEXT);
  }

  @Test
  void materialThatWaitsForItsRotation_canBeReplaced() {
    String keyId = newKey();
    imports.take(keyId, MaterialImport.random(AES_KEY_BYTES));
    String mistaken = takeNew(keyId);

    kms.deleteImportedKeyMaterial(request -> request.keyId(keyId).keyMaterialId(mistaken));
    String meant = takeNew(keyId);

    assertThat(describe(keyId).keyState()).isEqualTo(KeyState.ENABLED);
    assertThat(rotations(keyId))
        .extracting(RotationsListEntry::keyMaterialId)
        .contains(meant)
        .doesNotContain(mistaken);
  }

  private String takeNew(String keyId) {
    return imports
        .take(
            keyId,
            MaterialImport.random(AES_KEY_BYTES),
            request -> request.importType(ImportType.NEW_KEY_MATERIAL))
        .keyMaterialId();
  }

  private List<RotationsListEntry> rotations(String keyId) {
    return kms.listKeyRotations(
            request -> request.keyId(keyId).includeKeyMaterial(IncludeKeyMaterial.ALL_KEY_MATERIAL))
        .rotations();
  }

  @Test
  void expiry_liesAheadByAYearAtMost() {
    String keyId = newKey();
    byte[] material = MaterialImport.random(AES_KEY_BYTES);
    Instant aYearAhead = Instant.now().plus(Duration.ofDays(365));

    imports.take(
        keyId, material, request -> expiring(request, aYearAhead.minus(Duration.ofMinutes(1))));
    for (Instant invalid :
        List.of(aYearAhead.plus(Duration.ofMinutes(5)), Instant.now().minusSeconds(1))) {
      assertRefused(
          "ValidationException",
          () -> imports.take(keyId, material, request -> expiring(request, invalid)));
    }
    assertRefused(
        "ValidationException",
        () -> imports.take(keyId, material, request -> request.expirationModel((String) null)));
    assertRefused(
        "ValidationException",
        () -> imports.take(keyId, material, request -> request.validTo(aYearAhead)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"WrappingAlgorithm", "WrappingKeySpec", "ExpirationModel", "ValidTo"})
  void policy_seesHowMaterialIsImported(String conditionKey) {
    String keyId =
        kms.createKey(
                request ->
                    request
                        .origin(OriginType.EXTERNAL)
                        .policy(policyThatDenies(conditionKey))
                        .bypassPolicyLockoutSafetyCheck(true))
            .keyMetadata()
            .keyId();
    byte[] material = MaterialImport.random(AES_KEY_BYTES);

    assertRefused(
        "AccessDeniedException",
        () ->
            imports.take(
                keyId,
                AlgorithmSpec.RSAES_OAEP_SHA_1,
                WrappingKeySpec.RSA_4096,
                material,
                request -> expiring(request, Instant.now().plus(Duration.ofDays(100)))));
    imports.take(keyId, material);
  }

  private static String policyThatDenies(String conditionKey) {
    String condition =
        switch (conditionKey) {
          case "WrappingAlgorithm" -> equal(conditionKey, "RSAES_OAEP_SHA_1");
          case "WrappingKeySpec" -> equal(conditionKey, "RSA_4096");
          case "ExpirationModel" -> equal(conditionKey, "KEY_MATERIAL_EXPIRES");
          default ->
              """
              {"NumericGreaterThan": {"kms:ValidTo": "%s.0"},
               "DateGreaterThan": {"kms:ValidTo": "%s"}}"""
                  .formatted(
                      Instant.now().plus(Duration.ofDays(99)).getEpochSecond(),
                      Instant.now().plus(Duration.ofDays(99)));
        };
    return """
        {"Version": "2012-10-17", "Statement": [
          {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::%1$s:root"},
           "Action": "kms:*", "Resource": "*"},
          {"Effect": "Deny", "Principal": {"AWS": "*"},
           "Action": ["kms:GetParametersForImport", "kms:ImportKeyMaterial"], "Resource": "*",
           "Condition": %2$s}]}"""
        .formatted(LatchkeyServer.ACCOUNT_ID, condition);
  }

  private static String equal(String conditionKey, String value) {
    return """
        {"StringEquals": {"kms:%s": "%s"}}"""
        .formatted(conditionKey, value);
  }

  private static void expiring(ImportKeyMaterialRequest.Builder request, Instant validTo) {
    request.expirationModel(ExpirationModelType.KEY_MATERIAL_EXPIRES).validTo(validTo);
  }

  private void importWith(String keyId, SdkBytes token, SdkBytes wrapped) {
    kms.importKeyMaterial(
        request ->
            request
                .keyId(keyId)
                .importToken(token)
                .encryptedKeyMaterial(wrapped)
                .expirationModel(ExpirationModelType.KEY_MATERIAL_DOES_NOT_EXPIRE));
  }

  /** A new private key, PKCS #8 in DER. */
  private byte[] privateKey(String kind) {
    String[] algorithm = kind.split(":", -1);
    List<String> command = new ArrayList<>(List.of("genpkey", "-algorithm", algorithm[0]));
    if (algorithm.length > 1) {
      command.add("-pkeyopt");
      command.add(
          (algorithm[0].equals("RSA") ? "rsa_keygen_bits:" : "ec_paramgen_curve:") + algorithm[1]);
    }
    return pkcs8(openSsl.output(command.toArray(String[]::new)));
  }

  private byte[] pkcs8(byte[] pem) {
    return openSsl.output(
        "pkcs8", "-topk8", "-nocrypt", "-in", openSsl.file(pem), "-outform", "DER");
  }

  private String newKey() {
    return newKey(KeySpec.SYMMETRIC_DEFAULT, KeyUsageType.ENCRYPT_DECRYPT);
  }

  private String newKey(KeySpec spec, KeyUsageType usage) {
    return kms.createKey(
            request -> request.origin(OriginType.EXTERNAL).keySpec(spec).keyUsage(usage))
        .keyMetadata()
        .keyId();
  }

  private KeyMetadata describe(String keyId) {
    return kms.describeKey(request -> request.keyId(keyId)).keyMetadata();
  }

  private SdkBytes encrypt(String keyId) {
    return kms.encrypt(request -> request.keyId(keyId).plaintext(PLAINTEXT)).ciphertextBlob();
  }

  private SdkBytes decrypt(SdkBytes ciphertext) {
    return kms.decrypt(request -> request.ciphertextBlob(ciphertext)).plaintext();
  }
}
