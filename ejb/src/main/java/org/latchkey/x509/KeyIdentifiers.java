package org.latchkey.x509;

import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.bc.BcX509ExtensionUtils;

/** Key identifiers of authorities. */
final class KeyIdentifiers {

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
}
