package org.latchkey.x509;

import static org.latchkey.x509.X509Exception.Problem.INVALID_EXTENSION;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.jspecify.annotations.Nullable;

/**
 * One purpose of a key (RFC 5280 section 4.2.1.12): a named one or an object identifier, exactly
 * one of the two.
 */
public record ExtendedKeyUsage(
    @Nullable ExtendedKeyUsageType extendedKeyUsageType,
    @Nullable String extendedKeyUsageObjectIdentifier) {

  /** The purposes that Private CA has names for. */
  public enum ExtendedKeyUsageType {
    SERVER_AUTH(KeyPurposeId.id_kp_serverAuth.getId()),
    CLIENT_AUTH(KeyPurposeId.id_kp_clientAuth.getId()),
    CODE_SIGNING(KeyPurposeId.id_kp_codeSigning.getId()),
    EMAIL_PROTECTION(KeyPurposeId.id_kp_emailProtection.getId()),
    TIME_STAMPING(KeyPurposeId.id_kp_timeStamping.getId()),
    OCSP_SIGNING(KeyPurposeId.id_kp_OCSPSigning.getId()),
    SMART_CARD_LOGIN(KeyPurposeId.id_kp_smartcardlogon.getId()),
    DOCUMENT_SIGNING("1.3.6.1.4.1.311.10.3.12"),
    CERTIFICATE_TRANSPARENCY("1.3.6.1.4.1.11129.2.4.4");

    private final String identifier;

    ExtendedKeyUsageType(String identifier) {
      this.identifier = identifier;
    }
  }

  public ExtendedKeyUsage {
    if ((extendedKeyUsageType == null) == (extendedKeyUsageObjectIdentifier == null)) {
      throw new X509Exception(
          INVALID_EXTENSION,
          "An extended key usage must be either a type or an object identifier.");
    }
  }

  /** A purpose that has a name. */
  public static ExtendedKeyUsage of(ExtendedKeyUsageType type) {
    return new ExtendedKeyUsage(type, null);
  }

  KeyPurposeId encode() {
    if (extendedKeyUsageType != null) {
      return KeyPurposeId.getInstance(new ASN1ObjectIdentifier(extendedKeyUsageType.identifier));
    }
    if (extendedKeyUsageObjectIdentifier != null) {
      return KeyPurposeId.getInstance(ObjectIdentifiers.parse(extendedKeyUsageObjectIdentifier));
    }
    throw new IllegalStateException("an extended key usage without a member");
  }
}
