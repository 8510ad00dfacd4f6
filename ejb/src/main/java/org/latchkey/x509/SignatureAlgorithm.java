package org.latchkey.x509;

import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.latchkey.x509.KeyAlgorithm.Family;

/**
 * Private CA's signing algorithms, under its names, with the AlgorithmIdentifier that each has in a
 * certificate.
 *
 * <p>RSASSA-PSS is with MGF1 on the same hash and a salt as long as the hash (RFC 4055 section 3.1,
 * and what KMS signs). ECDSA signatures are DER (RFC 3279 section 2.2.3). ML-DSA is pure, with an
 * empty context (RFC 9881).
 */
public enum SignatureAlgorithm {
  SHA256WITHECDSA(Family.EC, "SHA256WITHECDSA"),
  SHA384WITHECDSA(Family.EC, "SHA384WITHECDSA"),
  SHA512WITHECDSA(Family.EC, "SHA512WITHECDSA"),
  SHA256WITHRSA(Family.RSA, "SHA256WITHRSA"),
  SHA384WITHRSA(Family.RSA, "SHA384WITHRSA"),
  SHA512WITHRSA(Family.RSA, "SHA512WITHRSA"),
  SHA256WITHRSA_PSS(Family.RSA, "SHA256WITHRSAANDMGF1"),
  SHA384WITHRSA_PSS(Family.RSA, "SHA384WITHRSAANDMGF1"),
  SHA512WITHRSA_PSS(Family.RSA, "SHA512WITHRSAANDMGF1"),
  SM3WITHSM2(Family.SM2, "SM3WITHSM2"),
  ML_DSA_44(Family.ML_DSA, "ML-DSA-44"),
  ML_DSA_65(Family.ML_DSA, "ML-DSA-65"),
  ML_DSA_87(Family.ML_DSA, "ML-DSA-87");

  private final Family family;
  private final String standardName;

  SignatureAlgorithm(Family family, String standardName) {
    this.family = family;
    this.standardName = standardName;
  }

  /** The algorithm that suits a key best: the hash as strong as the key, PKCS #1 v1.5 for RSA. */
  public static SignatureAlgorithm defaultFor(KeyAlgorithm key) {
    return switch (key) {
      case RSA_1024, RSA_2048, RSA_3072, RSA_4096 -> SHA256WITHRSA;
      case EC_prime256v1 -> SHA256WITHECDSA;
      case EC_secp384r1 -> SHA384WITHECDSA;
      case EC_secp521r1 -> SHA512WITHECDSA;
      case ML_DSA_44 -> ML_DSA_44;
      case ML_DSA_65 -> ML_DSA_65;
      case ML_DSA_87 -> ML_DSA_87;
      case SM2 -> SM3WITHSM2;
    };
  }

  Family family() {
    return family;
  }

  /** The name under which a JCA provider has the signature. */
  String standardName() {
    return standardName;
  }

  AlgorithmIdentifier identifier() {
    return new DefaultSignatureAlgorithmIdentifierFinder().find(standardName);
  }
}
