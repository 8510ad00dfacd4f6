package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.latchkey.tests.Refusal.assertRefused;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
import software.amazon.awssdk.services.kms.model.DecryptResponse;
import software.amazon.awssdk.services.kms.model.EncryptResponse;
import software.amazon.awssdk.services.kms.model.EncryptionAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;

/** Encrypt and Decrypt under RSA and SM2 keys. */
@Tag("any-database")
@ExtendWith(LatchkeyExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AsymmetricEncryptionIT {
  private static final SdkBytes PLAINTEXT = SdkBytes.fromUtf8String("attack at dawn");
  private static final Map<String, String> CONTEXT = Map.of("tenant", "blue");

  @TempDir private static Path folder;

  private final AwsClients clients;
  private final KmsClient kms;
  private final KmsKeys keys;

  AsymmetricEncryptionIT(LatchkeyServer server) {
    clients = AwsClients.root(server);
    kms = clients.kms();
    keys = new KmsKeys(kms);
  }

  @AfterAll
  void close() {
    clients.close();
  }

  /** The maxima of the API reference, Encrypt. */
  @ParameterizedTest
  @CsvSource({
    "RSA_2048, RSAES_OAEP_SHA_1, 214",
    "RSA_2048, RSAES_OAEP_SHA_256, 190",
    "RSA_3072, RSAES_OAEP_SHA_1, 342",
    "RSA_3072, RSAES_OAEP_SHA_256, 318",
    "RSA_4096, RSAES_OAEP_SHA_1, 470",
    "RSA_4096, RSAES_OAEP_SHA_256, 446",
    "SM2, SM2PKE, 1024"
  })
  void plaintextUpToTheMaximum_isEncryptedAndDecrypted(
      String spec, String algorithmName, int maximum) {
    String keyId = keyId(KeySpec.fromValue(spec));
    EncryptionAlgorithmSpec algorithm = EncryptionAlgorithmSpec.fromValue(algorithmName);

    for (int length : List.of(1, maximum)) {
      SdkBytes plaintext = KmsKeys.bytes(length);
      EncryptResponse encrypted = encrypt(keyId, algorithm, plaintext);
      DecryptResponse decrypted = decrypt(keyId, algorithm, encrypted.ciphertextBlob());

      assertThat(encrypted.keyId()).endsWith(keyId);
      assertThat(encrypted.encryptionAlgorithm()).isEqualTo(algorithm);
      assertThat(decrypted.plaintext()).isEqualTo(plaintext);
      assertThat(decrypted.keyId()).endsWith(keyId);
      assertThat(decrypted.encryptionAlgorithm()).isEqualTo(algorithm);
      assertThat(decrypted.keyMaterialId()).isNull();
    }
    assertRefused(
        "ValidationException", () -> encrypt(keyId, algorithm, KmsKeys.bytes(maximum + 1)));
  }

  @ParameterizedTest
  @CsvSource({"RSA_2048, 256", "RSA_3072, 384", "RSA_4096, 512"})
  void rsaCiphertext_isWhatTheAlgorithmGivesAndNoMore(String spec, int length) {
    assertThat(
            encrypt(
                    keyId(KeySpec.fromValue(spec)),
                    EncryptionAlgorithmSpec.RSAES_OAEP_SHA_256,
                    PLAINTEXT)
                .ciphertextBlob()
                .asByteArray())
        .hasSize(length);
  }

  @ParameterizedTest
  @CsvSource({
    "RSA_2048, RSAES_OAEP_SHA_1, sha1",
    "RSA_2048, RSAES_OAEP_SHA_256, sha256",
    "RSA_3072, RSAES_OAEP_SHA_256, sha256",
    "RSA_4096, RSAES_OAEP_SHA_256, sha256"
  })
  @RequiredTool(Tool.OPENSSL)
  void whatOpenSslEncrypts_isDecrypted(String spec, String algorithm, String hash) {
    String keyId = keyId(KeySpec.fromValue(spec));
    OpenSsl openSsl = new OpenSsl(folder);

    byte[] ciphertext =
        openSsl.output(
            "pkeyutl",
            "-encrypt",
            "-pubin",
            "-inkey",
            openSsl.publicKey(keys.publicKey(keyId)),
            "-in",
            openSsl.file(PLAINTEXT.asByteArray()),
            "-pkeyopt",
            "rsa_padding_mode:oaep",
            "-pkeyopt",
            "rsa_oaep_md:" + hash,
            "-pkeyopt",
            "rsa_mgf1_md:" + hash);

    assertThat(
            decrypt(
                    keyId,
                    EncryptionAlgorithmSpec.fromValue(algorithm),
                    SdkBytes.fromByteArray(ciphertext))
                .plaintext())
        .isEqualTo(PLAINTEXT);
  }

  @Test
  @RequiredTool(Tool.OPENSSL)
  void whatOpenSslEncryptsWithSm2_isDecrypted() {
    String keyId = keyId(KeySpec.SM2);
    OpenSsl openSsl = new OpenSsl(folder);

    byte[] ciphertext =
        openSsl.output(
            "pkeyutl",
            "-encrypt",
            "-pubin",
            "-inkey",
            openSsl.publicKey(keys.publicKey(keyId)),
            "-in",
            openSsl.file(PLAINTEXT.asByteArray()));

    assertThat(
            decrypt(keyId, EncryptionAlgorithmSpec.SM2_PKE, SdkBytes.fromByteArray(ciphertext))
                .plaintext())
        .isEqualTo(PLAINTEXT);
  }

  @ParameterizedTest
  @CsvSource({"RSA_2048, RSAES_OAEP_SHA_1", "RSA_2048, RSAES_OAEP_SHA_256", "SM2, SM2PKE"})
  void whatDoesNotOpen_isInvalidInOneWay(String specName, String algorithmName) {
    KeySpec spec = KeySpec.fromValue(specName);
    EncryptionAlgorithmSpec algorithm = EncryptionAlgorithmSpec.fromValue(algorithmName);
    String keyId = keyId(spec);
    SdkBytes ciphertext = encrypt(keyId, algorithm, PLAINTEXT).ciphertextBlob();
    String other = keys.another(spec, KeyUsageType.ENCRYPT_DECRYPT);
    SdkBytes truncated =
        SdkBytes.fromByteArrayUnsafe(
            Arrays.copyOf(ciphertext.asByteArray(), ciphertext.asByteArray().length - 1));

    assertInvalid(keyId, algorithm, KmsKeys.altered(ciphertext));
    assertInvalid(keyId, algorithm, truncated);
    assertInvalid(keyId, algorithm, KmsKeys.bytes(1));
    assertInvalid(other, algorithm, ciphertext);
  }

  @Test
  void otherAlgorithmOfTheKey_doesNotDecrypt() {
    String keyId = keyId(KeySpec.RSA_2048);
    SdkBytes ciphertext =
        encrypt(keyId, EncryptionAlgorithmSpec.RSAES_OAEP_SHA_1, PLAINTEXT).ciphertextBlob();

    assertInvalid(keyId, EncryptionAlgorithmSpec.RSAES_OAEP_SHA_256, ciphertext);
  }

  @ParameterizedTest
  @CsvSource({
    "RSA_2048, SYMMETRIC_DEFAULT",
    "RSA_2048, SM2PKE",
    "SM2, RSAES_OAEP_SHA_256",
    "SYMMETRIC_DEFAULT, RSAES_OAEP_SHA_256"
  })
  void algorithmOfAnotherSpec_isRefused(String specName, String algorithmName) {
    KeySpec spec = KeySpec.fromValue(specName);
    EncryptionAlgorithmSpec algorithm = EncryptionAlgorithmSpec.fromValue(algorithmName);
    String keyId = keyId(spec);

    assertRefused("InvalidKeyUsageException", () -> encrypt(keyId, algorithm, PLAINTEXT));
    assertRefused("InvalidKeyUsageException", () -> decrypt(keyId, algorithm, PLAINTEXT));
  }

  @Test
  void encryptionContext_isRefused() {
    String keyId = keyId(KeySpec.RSA_2048);
    EncryptionAlgorithmSpec algorithm = EncryptionAlgorithmSpec.RSAES_OAEP_SHA_256;
    SdkBytes ciphertext = encrypt(keyId, algorithm, PLAINTEXT).ciphertextBlob();

    assertRefused(
        "ValidationException",
        () ->
            kms.encrypt(
                request ->
                    request
                        .keyId(keyId)
                        .plaintext(PLAINTEXT)
                        .encryptionAlgorithm(algorithm)
                        .encryptionContext(CONTEXT)));
    assertRefused(
        "ValidationException",
        () ->
            kms.decrypt(
                request ->
                    request
                        .keyId(keyId)
                        .ciphertextBlob(ciphertext)
                        .encryptionAlgorithm(algorithm)
                        .encryptionContext(CONTEXT)));
  }

  @Test
  void decryptWithoutTheKeysName_isRefused() {
    SdkBytes ciphertext =
        encrypt(keyId(KeySpec.RSA_2048), EncryptionAlgorithmSpec.RSAES_OAEP_SHA_256, PLAINTEXT)
            .ciphertextBlob();

    assertRefused(
        "ValidationException",
        () ->
            kms.decrypt(
                request ->
                    request
                        .ciphertextBlob(ciphertext)
                        .encryptionAlgorithm(EncryptionAlgorithmSpec.RSAES_OAEP_SHA_256)));
    assertRefused(
        "InvalidCiphertextException",
        () -> kms.decrypt(request -> request.ciphertextBlob(ciphertext)));
  }

  @Test
  void keyForSomethingElse_doesNotEncrypt() {
    String keyId = keys.one(KeySpec.RSA_2048, KeyUsageType.SIGN_VERIFY);

    assertRefused(
        "InvalidKeyUsageException",
        () -> encrypt(keyId, EncryptionAlgorithmSpec.RSAES_OAEP_SHA_256, PLAINTEXT));
  }

  private void assertInvalid(String keyId, EncryptionAlgorithmSpec algorithm, SdkBytes ciphertext) {
    assertRefused("InvalidCiphertextException", () -> decrypt(keyId, algorithm, ciphertext));
  }

  private String keyId(KeySpec spec) {
    return keys.one(spec, KeyUsageType.ENCRYPT_DECRYPT);
  }

  private EncryptResponse encrypt(
      String keyId, EncryptionAlgorithmSpec algorithm, SdkBytes plaintext) {
    return kms.encrypt(
        request -> request.keyId(keyId).plaintext(plaintext).encryptionAlgorithm(algorithm));
  }

  private DecryptResponse decrypt(
      String keyId, EncryptionAlgorithmSpec algorithm, SdkBytes ciphertext) {
    return kms.decrypt(
        request -> request.keyId(keyId).ciphertextBlob(ciphertext).encryptionAlgorithm(algorithm));
  }
}
