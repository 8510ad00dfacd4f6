package org.latchkey.x509;

import static org.latchkey.x509.X509Exception.Problem.INVALID_EXTENSION;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.jspecify.annotations.Nullable;

/** Where something about a subject is to be had, and how (RFC 5280 section 4.2.2.2). */
public record AccessDescription(AccessMethod accessMethod, GeneralName accessLocation) {

  /** A method by its name or by its object identifier, exactly one of the two. */
  public record AccessMethod(
      @Nullable String customObjectIdentifier, @Nullable AccessMethodType accessMethodType) {

    public AccessMethod {
      if ((customObjectIdentifier == null) == (accessMethodType == null)) {
        throw new X509Exception(
            INVALID_EXTENSION, "An access method must be either a type or an object identifier.");
      }
    }
  }

  /** The methods that Private CA has names for. */
  public enum AccessMethodType {
    CA_REPOSITORY("1.3.6.1.5.5.7.48.5"),
    RESOURCE_PKI_MANIFEST("1.3.6.1.5.5.7.48.10"),
    RESOURCE_PKI_NOTIFY("1.3.6.1.5.5.7.48.13");

    private final String identifier;

    AccessMethodType(String identifier) {
      this.identifier = identifier;
    }
  }

  org.bouncycastle.asn1.x509.AccessDescription encode() {
    AccessMethodType type = accessMethod.accessMethodType();
    String custom = accessMethod.customObjectIdentifier();
    if (type != null) {
      return new org.bouncycastle.asn1.x509.AccessDescription(
          new ASN1ObjectIdentifier(type.identifier), accessLocation.encode());
    }
    if (custom != null) {
      return new org.bouncycastle.asn1.x509.AccessDescription(
          ObjectIdentifiers.parse(custom), accessLocation.encode());
    }
    throw new IllegalStateException("an access method without a member");
  }
}
