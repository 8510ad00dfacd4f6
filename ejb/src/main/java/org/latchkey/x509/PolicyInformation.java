package org.latchkey.x509;

import static org.latchkey.x509.X509Exception.Problem.INVALID_EXTENSION;

import java.util.List;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.DERSequence;
import org.jspecify.annotations.Nullable;

/**
 * A certificate policy (RFC 5280 section 4.2.1.4) and up to 20 qualifiers.
 *
 * @param certPolicyId dotted decimal
 */
public record PolicyInformation(
    String certPolicyId, @Nullable List<PolicyQualifierInfo> policyQualifiers) {

  private static final int MAX_QUALIFIERS = 20;

  /** The one kind of qualifier: where the certification practice statement is. */
  public enum PolicyQualifierId {
    CPS
  }

  /** A qualifier and its kind. */
  public record PolicyQualifierInfo(PolicyQualifierId policyQualifierId, Qualifier qualifier) {}

  /**
   * The address of a certification practice statement.
   *
   * @param cpsUri at most 256 characters
   */
  public record Qualifier(String cpsUri) {

    private static final int MAX_URI = 256;

    public Qualifier {
      if (cpsUri.length() > MAX_URI || !cpsUri.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
        throw new X509Exception(
            INVALID_EXTENSION, "A CpsUri must be at most " + MAX_URI + " characters of ASCII.");
      }
    }
  }

  public PolicyInformation {
    if (policyQualifiers != null) {
      policyQualifiers = List.copyOf(policyQualifiers);
      if (policyQualifiers.isEmpty() || policyQualifiers.size() > MAX_QUALIFIERS) {
        throw new X509Exception(
            INVALID_EXTENSION, "PolicyQualifiers must be 1 to " + MAX_QUALIFIERS + ".");
      }
    }
  }

  org.bouncycastle.asn1.x509.PolicyInformation encode() {
    if (policyQualifiers == null) {
      return new org.bouncycastle.asn1.x509.PolicyInformation(
          ObjectIdentifiers.parse(certPolicyId));
    }
    ASN1EncodableVector qualifiers = new ASN1EncodableVector();
    for (PolicyQualifierInfo info : policyQualifiers) {
      qualifiers.add(new org.bouncycastle.asn1.x509.PolicyQualifierInfo(info.qualifier().cpsUri()));
    }
    return new org.bouncycastle.asn1.x509.PolicyInformation(
        ObjectIdentifiers.parse(certPolicyId), new DERSequence(qualifiers));
  }
}
