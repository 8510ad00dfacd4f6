package org.latchkey.x509;

/**
 * The bits of the key usage extension (RFC 5280 section 4.2.1.3), with the members of Private CA's
 * shape.
 */
public record KeyUsage(
    boolean digitalSignature,
    boolean nonRepudiation,
    boolean keyEncipherment,
    boolean dataEncipherment,
    boolean keyAgreement,
    boolean keyCertSign,
    boolean crlSign,
    boolean encipherOnly,
    boolean decipherOnly) {

  org.bouncycastle.asn1.x509.KeyUsage encode() {
    return new org.bouncycastle.asn1.x509.KeyUsage(
        bit(digitalSignature, org.bouncycastle.asn1.x509.KeyUsage.digitalSignature)
            | bit(nonRepudiation, org.bouncycastle.asn1.x509.KeyUsage.nonRepudiation)
            | bit(keyEncipherment, org.bouncycastle.asn1.x509.KeyUsage.keyEncipherment)
            | bit(dataEncipherment, org.bouncycastle.asn1.x509.KeyUsage.dataEncipherment)
            | bit(keyAgreement, org.bouncycastle.asn1.x509.KeyUsage.keyAgreement)
            | bit(keyCertSign, org.bouncycastle.asn1.x509.KeyUsage.keyCertSign)
            | bit(crlSign, org.bouncycastle.asn1.x509.KeyUsage.cRLSign)
            | bit(encipherOnly, org.bouncycastle.asn1.x509.KeyUsage.encipherOnly)
            | bit(decipherOnly, org.bouncycastle.asn1.x509.KeyUsage.decipherOnly));
  }

  private static int bit(boolean set, int value) {
    return set ? value : 0;
  }
}
