package org.latchkey.x509;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;

/**
 * The content of a certificate that has passed every lint. It can be issued once: two certificates
 * never share a serial number (RFC 5280 section 4.1.2.2).
 */
public final class LintedCertificate {

  private final byte[] tbs;
  private final IssuerFacts issuer;
  private final AtomicBoolean issued = new AtomicBoolean();

  LintedCertificate(byte[] tbs, IssuerFacts issuer) {
    this.tbs = tbs;
    this.issuer = issuer;
  }

  /**
   * Has the authority's key sign exactly the octets that were linted.
   *
   * @throws IllegalStateException if it was issued before, or if the signature does not verify
   *     under the issuer's key: then no certificate leaves here
   */
  public X509Certificate issue(TbsSigner signer) {
    if (!issued.compareAndSet(false, true)) {
      throw new IllegalStateException("this certificate has been issued already");
    }
    byte[] signature = signer.sign(issuer.algorithm(), tbs.clone());
    try {
      if (!PublicKeys.verify(issuer.algorithm(), issuer.publicKey(), tbs, signature)) {
        throw new IllegalStateException("the signature does not verify under the issuer's key");
      }
      ASN1EncodableVector certificate = new ASN1EncodableVector();
      certificate.add(ASN1Primitive.fromByteArray(tbs));
      certificate.add(issuer.algorithm().identifier());
      certificate.add(new DERBitString(signature));
      return Certificates.decode(new DERSequence(certificate).getEncoded());
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("the signature cannot be verified", e);
    }
  }
}
