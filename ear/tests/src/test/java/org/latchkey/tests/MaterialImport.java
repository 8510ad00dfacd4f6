package org.latchkey.tests;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.bouncycastle.util.Arrays;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.AlgorithmSpec;
import software.amazon.awssdk.services.kms.model.ExpirationModelType;
import software.amazon.awssdk.services.kms.model.GetParametersForImportResponse;
import software.amazon.awssdk.services.kms.model.ImportKeyMaterialRequest;
import software.amazon.awssdk.services.kms.model.ImportKeyMaterialResponse;
import software.amazon.awssdk.services.kms.model.WrappingKeySpec;

/** Imports key material as its owner does: wrapped by {@code openssl}. */
final class MaterialImport {
  private static final int AES_KEY_BYTES = 32;

  /** The initial value of AES Key Wrap with Padding (RFC 5649, section 3). */
  private static final String PADDED_WRAP_IV = "A65959A6";

  private static final SecureRandom RANDOM = new SecureRandom();

  private final KmsClient kms;
  private final OpenSsl openSsl;

  MaterialImport(KmsClient kms, OpenSsl openSsl) {
    this.kms = kms;
    this.openSsl = openSsl;
  }

  /** The same, in another Region. */
  MaterialImport in(KmsClient otherRegion) {
    return new MaterialImport(otherRegion, openSsl);
  }

  /** So many random bytes. */
  static byte[] random(int bytes) {
    byte[] random = new byte[bytes];
    RANDOM.nextBytes(random);
    return random;
  }

  /** Imports material that does not expire. */
  ImportKeyMaterialResponse take(String keyId, byte[] material) {
    return take(keyId, material, request -> {});
  }

  /** Imports material that does not expire, unless {@code more} says so. */
  ImportKeyMaterialResponse take(
      String keyId, byte[] material, Consumer<ImportKeyMaterialRequest.Builder> more) {
    return take(keyId, AlgorithmSpec.RSAES_OAEP_SHA_256, WrappingKeySpec.RSA_3072, material, more);
  }

  /** Imports material that is wrapped in a certain way. */
  ImportKeyMaterialResponse take(
      String keyId,
      AlgorithmSpec algorithm,
      WrappingKeySpec wrappingKeySpec,
      byte[] material,
      Consumer<ImportKeyMaterialRequest.Builder> more) {
    GetParametersForImportResponse parameters = parameters(keyId, algorithm, wrappingKeySpec);
    SdkBytes wrapped = wrap(parameters, algorithm, material);
    return kms.importKeyMaterial(
        request ->
            request
                .keyId(keyId)
                .importToken(parameters.importToken())
                .encryptedKeyMaterial(wrapped)
                .expirationModel(ExpirationModelType.KEY_MATERIAL_DOES_NOT_EXPIRE)
                .applyMutation(more));
  }

  GetParametersForImportResponse parameters(
      String keyId, AlgorithmSpec algorithm, WrappingKeySpec wrappingKeySpec) {
    return kms.getParametersForImport(
        request ->
            request.keyId(keyId).wrappingAlgorithm(algorithm).wrappingKeySpec(wrappingKeySpec));
  }

  /** Material under the wrapping key of {@code parameters}. */
  SdkBytes wrap(
      GetParametersForImportResponse parameters, AlgorithmSpec algorithm, byte[] material) {
    String publicKey = openSsl.publicKey(parameters.publicKey().asByteArray());
    byte[] wrapped =
        switch (algorithm) {
          case RSAES_OAEP_SHA_1 -> oaep("sha1", publicKey, material);
          case RSAES_OAEP_SHA_256 -> oaep("sha256", publicKey, material);
          case RSA_AES_KEY_WRAP_SHA_1 -> aesThenOaep("sha1", publicKey, material);
          case RSA_AES_KEY_WRAP_SHA_256 -> aesThenOaep("sha256", publicKey, material);
          case SM2_PKE -> sm2(publicKey, material);
          default -> throw new IllegalArgumentException(algorithm.toString());
        };
    return SdkBytes.fromByteArray(wrapped);
  }

  private byte[] oaep(String hash, String publicKey, byte[] material) {
    return openSsl.output(
        "pkeyutl",
        "-encrypt",
        "-pubin",
        "-inkey",
        publicKey,
        "-pkeyopt",
        "rsa_padding_mode:oaep",
        "-pkeyopt",
        "rsa_oaep_md:" + hash,
        "-pkeyopt",
        "rsa_mgf1_md:" + hash,
        "-in",
        openSsl.file(material));
  }

  private byte[] aesThenOaep(String hash, String publicKey, byte[] material) {
    byte[] aesKey = random(AES_KEY_BYTES);
    byte[] wrapped =
        openSsl.output(
            "enc",
            "-id-aes256-wrap-pad",
            "-iv",
            PADDED_WRAP_IV,
            "-K",
            HexFormat.of().formatHex(aesKey),
            "-in",
            openSsl.file(material));
    return Arrays.concatenate(oaep(hash, publicKey, aesKey), wrapped);
  }

  private byte[] sm2(String publicKey, byte[] material) {
    return openSsl.output(
        "pkeyutl", "-encrypt", "-pubin", "-inkey", publicKey, "-in", openSsl.file(material));
  }
}
