package org.latchkey.crypto;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.params.MLKEMPublicKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.util.PublicKeyFactory;

/** Public keys as SubjectPublicKeyInfo (RFC 5280, section 4.1). */
final class PublicKeys {

  private PublicKeys() {}

  /**
   * The public key for JCA engines.
   *
   * @throws IllegalArgumentException where {@code subjectPublicKeyInfo} is no public key of this
   *     spec; a point that is not on the curve is none
   */
  static PublicKey decode(KeySpec spec, byte[] subjectPublicKeyInfo) {
    parse(spec, subjectPublicKeyInfo);
    try {
      return Providers.keyFactory(spec)
          .generatePublic(new X509EncodedKeySpec(subjectPublicKeyInfo));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("the public key is not one of " + spec, e);
    }
  }

  /** As {@link #decode}, for BouncyCastle's engines. */
  static AsymmetricKeyParameter parse(KeySpec spec, byte[] subjectPublicKeyInfo) {
    AsymmetricKeyParameter key;
    try {
      key = PublicKeyFactory.createKey(subjectPublicKeyInfo);
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException("not a public key as SubjectPublicKeyInfo in DER", e);
    }
    if (!isOf(spec, key)) {
      throw new IllegalArgumentException("the public key is not one of " + spec);
    }
    return key;
  }

  private static boolean isOf(KeySpec spec, AsymmetricKeyParameter key) {
    if (key instanceof RSAKeyParameters rsa) {
      return spec.isRsa() && rsa.getModulus().bitLength() == spec.modulusBits();
    }
    if (key instanceof ECPublicKeyParameters ec) {
      ASN1ObjectIdentifier curve =
          spec.isEc() ? ECNamedCurveTable.getOID(spec.parameterSet()) : null;
      return ec.getParameters() instanceof ECNamedDomainParameters named
          && named.getName().equals(curve);
    }
    if (key instanceof MLDSAPublicKeyParameters mlDsa) {
      return spec.isMlDsa()
          && mlDsa.getParameters().getName().equalsIgnoreCase(spec.parameterSet());
    }
    if (key instanceof MLKEMPublicKeyParameters mlKem) {
      return spec.isMlKem()
          && mlKem.getParameters().getName().equalsIgnoreCase(spec.parameterSet());
    }
    return key instanceof Ed25519PublicKeyParameters && spec.isEdwards();
  }
}
