package org.latchkey.x509;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.bc.BcX509ExtensionUtils;

/** Key identifiers of authorities. */
public final class KeyIdentifiers {

  private KeyIdentifiers() {}

  /**
   * What an authority's certificates and lists say as their authority key identifier: the subject
   * key identifier of its certificate, or where that has none, the one that would be derived from
   * its key (RFC 5280 section 4.2.1.1).
   */
  static byte[] ofSubject(X509Certificate authority) {
    X509CertificateHolder holder = Certificates.holder(authority);
    org.bouncycastle.asn1.x509.Extensions extensions = holder.getExtensions();
    SubjectKeyIdentifier identifier =
        extensions == null ? null : SubjectKeyIdentifier.fromExtensions(extensions);
    if (identifier == null) {
      identifier =
          new BcX509ExtensionUtils().createSubjectKeyIdentifier(holder.getSubjectPublicKeyInfo());
    }
    return identifier.getKeyIdentifier();
  }

  /**
   * The hash of a public key by which OCSP requests name an issuer (RFC 6960 section 4.1.1): of the
   * octets of the key alone, in hexadecimal.
   *
   * @param algorithm {@code SHA-1} or {@code SHA-256}
   */
  public static String hash(PublicKey key, String algorithm) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance(algorithm)
                  .digest(PublicKeys.info(key).getPublicKeyData().getOctets()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
