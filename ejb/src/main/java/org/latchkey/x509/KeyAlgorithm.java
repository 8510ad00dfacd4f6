package org.latchkey.x509;

import static org.latchkey.x509.X509Exception.Problem.UNSUPPORTED_ALGORITHM;

import java.io.IOException;
import java.security.PublicKey;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * The key algorithms of certificates, under the names that ACM and Private CA give them.
 *
 * <p>RSA_1024 is ACM's alone, and for imported certificates only; ML-DSA (FIPS 204) and SM2 are
 * Private CA's.
 */
public enum KeyAlgorithm {
  RSA_1024(Family.RSA, "1024", PKCSObjectIdentifiers.rsaEncryption.getId()),
  RSA_2048(Family.RSA, "2048", PKCSObjectIdentifiers.rsaEncryption.getId()),
  RSA_3072(Family.RSA, "3072", PKCSObjectIdentifiers.rsaEncryption.getId()),
  RSA_4096(Family.RSA, "4096", PKCSObjectIdentifiers.rsaEncryption.getId()),
  EC_prime256v1(Family.EC, "secp256r1", SECObjectIdentifiers.secp256r1.getId()),
  EC_secp384r1(Family.EC, "secp384r1", SECObjectIdentifiers.secp384r1.getId()),
  EC_secp521r1(Family.EC, "secp521r1", SECObjectIdentifiers.secp521r1.getId()),
  ML_DSA_44(Family.ML_DSA, "ML-DSA-44", NISTObjectIdentifiers.id_ml_dsa_44.getId()),
  ML_DSA_65(Family.ML_DSA, "ML-DSA-65", NISTObjectIdentifiers.id_ml_dsa_65.getId()),
  ML_DSA_87(Family.ML_DSA, "ML-DSA-87", NISTObjectIdentifiers.id_ml_dsa_87.getId()),
  SM2(Family.SM2, "sm2p256v1", GMObjectIdentifiers.sm2p256v1.getId());

  /** Keys that share their signature algorithms. */
  enum Family {
    RSA,
    EC,
    ML_DSA,
    SM2
  }

  private final Family family;
  private final String parameter;
  private final String identifier;

  KeyAlgorithm(Family family, String parameter, String identifier) {
    this.family = family;
    this.parameter = parameter;
    this.identifier = identifier;
  }

  /**
   * The algorithm of a public key.
   *
   * @throws X509Exception if the key is of no algorithm, size or curve listed here
   */
  public static KeyAlgorithm of(PublicKey key) {
    return find(key)
        .orElseThrow(
            () ->
                new X509Exception(
                    UNSUPPORTED_ALGORITHM,
                    "The key algorithm, its size or its curve is not supported."));
  }

  /** The algorithm of a public key, or nothing where it is none of those listed here. */
  public static Optional<KeyAlgorithm> find(PublicKey key) {
    byte[] encoded = key.getEncoded();
    return encoded == null ? Optional.empty() : find(SubjectPublicKeyInfo.getInstance(encoded));
  }

  static Optional<KeyAlgorithm> find(SubjectPublicKeyInfo key) {
    for (KeyAlgorithm algorithm : values()) {
      if (algorithm.matches(key)) {
        return Optional.of(algorithm);
      }
    }
    return Optional.empty();
  }

  private boolean matches(SubjectPublicKeyInfo key) {
    AlgorithmIdentifier algorithm = key.getAlgorithm();
    return switch (family) {
      case RSA ->
          identifier.equals(algorithm.getAlgorithm().getId())
              && modulusLength(key) == Integer.parseInt(parameter);
      case EC, SM2 ->
          X9ObjectIdentifiers.id_ecPublicKey.equals(algorithm.getAlgorithm())
              && algorithm.getParameters() instanceof ASN1ObjectIdentifier curve
              && identifier.equals(curve.getId());
      case ML_DSA -> identifier.equals(algorithm.getAlgorithm().getId());
    };
  }

  private static int modulusLength(SubjectPublicKeyInfo key) {
    try {
      return RSAPublicKey.getInstance(key.parsePublicKey()).getModulus().bitLength();
    } catch (IOException | RuntimeException notAnRsaKey) {
      return 0;
    }
  }

  /** Whether a key of this algorithm can make signatures of {@code signature}. */
  public boolean supports(SignatureAlgorithm signature) {
    return family == signature.family()
        && (family != Family.ML_DSA || name().equals(signature.name()));
  }

  /** Whether keys of this algorithm sign with ECDSA. */
  public boolean isEllipticCurve() {
    return family == Family.EC;
  }

  Family family() {
    return family;
  }

  /** The size in bits, the curve or the parameter set, as key pair generators name it. */
  String parameter() {
    return parameter;
  }
}
