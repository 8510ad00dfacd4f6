package org.latchkey.crypto;

import java.util.List;
import java.util.Set;

/**
 * The kind of a KMS key: its algorithm and size, and with them what it can be used for.
 *
 * <p>The constants' names are the wire values of {@code KeySpec}.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-choose-key-spec.html">AWS
 *     KMS: Key spec reference</a>
 */
public enum KeySpec {
  SYMMETRIC_DEFAULT(Family.SYMMETRIC, 256),
  RSA_2048(Family.RSA, 2048),
  RSA_3072(Family.RSA, 3072),
  RSA_4096(Family.RSA, 4096),
  ECC_NIST_P256(Family.NIST_CURVE, 256),
  ECC_NIST_P384(Family.NIST_CURVE, 384),
  ECC_NIST_P521(Family.NIST_CURVE, 521),
  ECC_SECG_P256K1(Family.SECG_CURVE, 256),
  ECC_NIST_EDWARDS25519(Family.EDWARDS_CURVE, 255),
  HMAC_224(Family.HMAC, 224),
  HMAC_256(Family.HMAC, 256),
  HMAC_384(Family.HMAC, 384),
  HMAC_512(Family.HMAC, 512),
  ML_DSA_44(Family.ML_DSA, 44),
  ML_DSA_65(Family.ML_DSA, 65),
  ML_DSA_87(Family.ML_DSA, 87),
  ML_KEM_512(Family.ML_KEM, 512),
  ML_KEM_768(Family.ML_KEM, 768),
  ML_KEM_1024(Family.ML_KEM, 1024),
  SM2(Family.SM2, 256);

  private static final int MAX_HMAC_BYTES = 128;

  private enum Family {
    SYMMETRIC,
    RSA,
    NIST_CURVE,
    SECG_CURVE,
    EDWARDS_CURVE,
    HMAC,
    ML_DSA,
    ML_KEM,
    SM2
  }

  private final Family family;
  private final int size;

  KeySpec(Family family, int size) {
    this.family = family;
    this.size = size;
  }

  /** The usages that CreateKey accepts for this spec. */
  public Set<KeyUsage> usages() {
    return switch (family) {
      case SYMMETRIC -> Set.of(KeyUsage.ENCRYPT_DECRYPT);
      case RSA -> Set.of(KeyUsage.ENCRYPT_DECRYPT, KeyUsage.SIGN_VERIFY);
      case NIST_CURVE -> Set.of(KeyUsage.SIGN_VERIFY, KeyUsage.KEY_AGREEMENT);
      case SECG_CURVE, EDWARDS_CURVE, ML_DSA -> Set.of(KeyUsage.SIGN_VERIFY);
      case HMAC -> Set.of(KeyUsage.GENERATE_VERIFY_MAC);
      case ML_KEM -> Set.of(KeyUsage.ENCAPSULATE_DECAPSULATE);
      case SM2 -> Set.of(KeyUsage.ENCRYPT_DECRYPT, KeyUsage.SIGN_VERIFY, KeyUsage.KEY_AGREEMENT);
    };
  }

  /** Whether this is the one symmetric encryption key spec. */
  public boolean isSymmetric() {
    return family == Family.SYMMETRIC;
  }

  /** Whether the key is a pair, so that GetPublicKey has an answer. */
  public boolean isAsymmetric() {
    return family != Family.SYMMETRIC && family != Family.HMAC;
  }

  public boolean isHmac() {
    return family == Family.HMAC;
  }

  public boolean isRsa() {
    return family == Family.RSA;
  }

  /** Whether the key pair lies on a Weierstrass curve: NIST's, secp256k1 or SM2's. */
  public boolean isEc() {
    return family == Family.NIST_CURVE || family == Family.SECG_CURVE || family == Family.SM2;
  }

  public boolean isEdwards() {
    return family == Family.EDWARDS_CURVE;
  }

  public boolean isMlDsa() {
    return family == Family.ML_DSA;
  }

  public boolean isMlKem() {
    return family == Family.ML_KEM;
  }

  /** The encryption algorithms of a key of this spec with usage ENCRYPT_DECRYPT. */
  public List<EncryptionAlgorithm> encryptionAlgorithms() {
    return switch (family) {
      case SYMMETRIC -> List.of(EncryptionAlgorithm.SYMMETRIC_DEFAULT);
      case RSA ->
          List.of(EncryptionAlgorithm.RSAES_OAEP_SHA_1, EncryptionAlgorithm.RSAES_OAEP_SHA_256);
      case SM2 -> List.of(EncryptionAlgorithm.SM2PKE);
      default -> List.of();
    };
  }

  /** The signing algorithms of a key of this spec with usage SIGN_VERIFY. */
  public List<SigningAlgorithm> signingAlgorithms() {
    return switch (this) {
      case RSA_2048, RSA_3072, RSA_4096 ->
          List.of(
              SigningAlgorithm.RSASSA_PKCS1_V1_5_SHA_256,
              SigningAlgorithm.RSASSA_PKCS1_V1_5_SHA_384,
              SigningAlgorithm.RSASSA_PKCS1_V1_5_SHA_512,
              SigningAlgorithm.RSASSA_PSS_SHA_256,
              SigningAlgorithm.RSASSA_PSS_SHA_384,
              SigningAlgorithm.RSASSA_PSS_SHA_512);
      case ECC_NIST_P256, ECC_SECG_P256K1 -> List.of(SigningAlgorithm.ECDSA_SHA_256);
      case ECC_NIST_P384 -> List.of(SigningAlgorithm.ECDSA_SHA_384);
      case ECC_NIST_P521 -> List.of(SigningAlgorithm.ECDSA_SHA_512);
      case ECC_NIST_EDWARDS25519 ->
          List.of(SigningAlgorithm.ED25519_SHA_512, SigningAlgorithm.ED25519_PH_SHA_512);
      case ML_DSA_44, ML_DSA_65, ML_DSA_87 -> List.of(SigningAlgorithm.ML_DSA_SHAKE_256);
      case SM2 -> List.of(SigningAlgorithm.SM2DSA);
      default -> List.of();
    };
  }

  /** The MAC algorithms of a key of this spec. */
  public List<MacAlgorithm> macAlgorithms() {
    return switch (this) {
      case HMAC_224 -> List.of(MacAlgorithm.HMAC_SHA_224);
      case HMAC_256 -> List.of(MacAlgorithm.HMAC_SHA_256);
      case HMAC_384 -> List.of(MacAlgorithm.HMAC_SHA_384);
      case HMAC_512 -> List.of(MacAlgorithm.HMAC_SHA_512);
      default -> List.of();
    };
  }

  /** The key agreement algorithms of a key of this spec with usage KEY_AGREEMENT. */
  public List<KeyAgreementAlgorithm> keyAgreementAlgorithms() {
    return usages().contains(KeyUsage.KEY_AGREEMENT)
        ? List.of(KeyAgreementAlgorithm.ECDH)
        : List.of();
  }

  /** The encapsulation algorithms of a key of this spec. */
  public List<EncapsulationAlgorithm> encapsulationAlgorithms() {
    return isMlKem() ? List.of(EncapsulationAlgorithm.ML_KEM) : List.of();
  }

  /**
   * The size in bytes of the secret of a symmetric or HMAC key.
   *
   * @throws IllegalStateException for a key pair
   */
  public int secretLength() {
    if (isAsymmetric()) {
      throw new IllegalStateException(name() + " is a key pair");
    }
    return size / 8;
  }

  /**
   * The longest secret in bytes: an HMAC key that is imported may be longer than the spec's size,
   * up to 1,024 bits.
   *
   * @throws IllegalStateException for a key pair
   * @see <a
   *     href="https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys-conceptual.html#importing-keys-material-requirements">AWS
   *     KMS: Requirements for imported key material</a>
   */
  public int maxSecretLength() {
    return isHmac() ? MAX_HMAC_BYTES : secretLength();
  }

  /** The modulus size in bits of an RSA spec. */
  int modulusBits() {
    if (!isRsa()) {
      throw new IllegalStateException(name() + " has no modulus");
    }
    return size;
  }

  /** The curve by its standard name, or the parameter set of ML-DSA and ML-KEM. */
  String parameterSet() {
    return switch (this) {
      case ECC_NIST_P256 -> "secp256r1";
      case ECC_NIST_P384 -> "secp384r1";
      case ECC_NIST_P521 -> "secp521r1";
      case ECC_SECG_P256K1 -> "secp256k1";
      case SM2 -> "sm2p256v1";
      case ECC_NIST_EDWARDS25519 -> "Ed25519";
      case ML_DSA_44, ML_DSA_65, ML_DSA_87 -> "ML-DSA-" + size;
      case ML_KEM_512, ML_KEM_768, ML_KEM_1024 -> "ML-KEM-" + size;
      default -> throw new IllegalStateException(name() + " has no parameter set");
    };
  }
}
