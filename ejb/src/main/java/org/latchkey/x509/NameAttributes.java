package org.latchkey.x509;

import static org.latchkey.x509.X509Exception.Problem.INVALID_NAME;

import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.style.BCStyle;

/**
 * The string type of each attribute of a name: RFC 5280 appendix A.1 fixes a few, and its section
 * 4.1.2.4 wants UTF8String for the rest.
 */
final class NameAttributes {

  private NameAttributes() {}

  static ASN1Encodable encode(ASN1ObjectIdentifier type, String value) {
    if (type.equals(BCStyle.C)
        || type.equals(BCStyle.SERIALNUMBER)
        || type.equals(BCStyle.DN_QUALIFIER)) {
      if (!DERPrintableString.isPrintableString(value)) {
        throw invalid(type, "a PrintableString");
      }
      return new DERPrintableString(value);
    }
    if (type.equals(BCStyle.EmailAddress) || type.equals(BCStyle.DC)) {
      if (!DERIA5String.isIA5String(value)) {
        throw invalid(type, "an IA5String");
      }
      return new DERIA5String(value);
    }
    return new DERUTF8String(value);
  }

  private static X509Exception invalid(ASN1ObjectIdentifier type, String string) {
    return new X509Exception(
        INVALID_NAME, "The subject is not valid: attribute " + type + " must be " + string + ".");
  }
}
