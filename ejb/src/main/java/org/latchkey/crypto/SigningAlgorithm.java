package org.latchkey.crypto;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a message is signed.
 *
 * <p>The constants' names are the wire values of {@code SigningAlgorithmSpec}. RSASSA-PSS has a
 * salt as long as its digest and MGF1 with the same hash function; ECDSA and SM2DSA signatures are
 * DER (RFC 3279, section 2.2.3); Ed25519 signatures are the 64 bytes of RFC 8032.
 *
 * @see <a href="https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html">AWS KMS:
 *     Sign</a>
 */
public enum SigningAlgorithm {
  RSASSA_PSS_SHA_256(Scheme.RSASSA_PSS, "SHA-256", 32),
  RSASSA_PSS_SHA_384(Scheme.RSASSA_PSS, "SHA-384", 48),
  RSASSA_PSS_SHA_512(Scheme.RSASSA_PSS, "SHA-512", 64),
  RSASSA_PKCS1_V1_5_SHA_256(Scheme.RSASSA_PKCS1_V1_5, "SHA-256", 32),
  RSASSA_PKCS1_V1_5_SHA_384(Scheme.RSASSA_PKCS1_V1_5, "SHA-384", 48),
  RSASSA_PKCS1_V1_5_SHA_512(Scheme.RSASSA_PKCS1_V1_5, "SHA-512", 64),
  ECDSA_SHA_256(Scheme.ECDSA, "SHA-256", 32),
  ECDSA_SHA_384(Scheme.ECDSA, "SHA-384", 48),
  ECDSA_SHA_512(Scheme.ECDSA, "SHA-512", 64),
  SM2DSA(Scheme.SM2DSA, "SM3", 32),
  ML_DSA_SHAKE_256(Scheme.ML_DSA, null, 64),
  ED25519_SHA_512(Scheme.ED25519, null, 0),
  ED25519_PH_SHA_512(Scheme.ED25519_PH, "SHA-512", 64);

  enum Scheme {
    RSASSA_PSS,
    RSASSA_PKCS1_V1_5,
    ECDSA,
    SM2DSA,
    ML_DSA,
    ED25519,
    ED25519_PH
  }

  private final Scheme scheme;
  private final @Nullable String digest;
  private final int digestLength;

  SigningAlgorithm(Scheme scheme, @Nullable String digest, int digestLength) {
    this.scheme = scheme;
    this.digest = digest;
    this.digestLength = digestLength;
  }

  /** The message types that Sign and Verify take with this algorithm. */
  public Set<MessageType> messageTypes() {
    return switch (scheme) {
      case RSASSA_PSS, RSASSA_PKCS1_V1_5, ECDSA, SM2DSA ->
          Set.of(MessageType.RAW, MessageType.DIGEST);
      case ML_DSA -> Set.of(MessageType.RAW, MessageType.EXTERNAL_MU);
      case ED25519 -> Set.of(MessageType.RAW);
      case ED25519_PH -> Set.of(MessageType.DIGEST);
    };
  }

  /**
   * The exact size in bytes of a message of type DIGEST or EXTERNAL_MU; 0 where the algorithm takes
   * neither.
   */
  public int digestLength() {
    return digestLength;
  }

  /** Whether a message of this type and size in bytes can be signed and verified. */
  public boolean accepts(MessageType type, int messageLength) {
    return messageTypes().contains(type)
        && (type == MessageType.RAW || messageLength == digestLength);
  }

  Scheme scheme() {
    return scheme;
  }

  /** The JCA name of the hash function that makes a RAW message a digest. */
  String digest() {
    if (digest == null) {
      throw new IllegalStateException(name() + " takes no digest");
    }
    return digest;
  }
}
