package org.latchkey.x509;

import static org.latchkey.x509.X509Exception.Problem.UNSUPPORTED_ALGORITHM;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** Reads public keys and verifies signatures with them. */
public final class PublicKeys {

  private PublicKeys() {}

  /**
   * The key of a SubjectPublicKeyInfo. Reading validates it: an RSA modulus that is even or has a
   * small factor, or a point off its curve, is refused.
   */
  static PublicKey decode(SubjectPublicKeyInfo info) {
    return Asn1.read(
        "The public key is not valid.",
        () -> {
          PublicKey key = BouncyCastle.publicKey(info);
          if (key == null) {
            throw new X509Exception(
                UNSUPPORTED_ALGORITHM, "The public key's algorithm is not supported.");
          }
          return key;
        });
  }

  /**
   * The key of a SubjectPublicKeyInfo.
   *
   * @param info DER (RFC 5280 section 4.1.2.7)
   * @throws X509Exception if it is none, or not valid
   */
  public static PublicKey decode(byte[] info) {
    return decode(
        Asn1.read("The public key is not valid.", () -> SubjectPublicKeyInfo.getInstance(info)));
  }

  /** The same key as every class of this package sees it, whichever provider made it. */
  static PublicKey canonical(PublicKey key) {
    return decode(info(key));
  }

  static SubjectPublicKeyInfo info(PublicKey key) {
    return SubjectPublicKeyInfo.getInstance(key.getEncoded());
  }

  static boolean verify(
      SignatureAlgorithm algorithm, PublicKey key, byte[] message, byte[] signature)
      throws GeneralSecurityException {
    Signature verifier = Signature.getInstance(algorithm.standardName(), BouncyCastle.PROVIDER);
    verifier.initVerify(canonical(key));
    verifier.update(message);
    return verifier.verify(signature);
  }
}
