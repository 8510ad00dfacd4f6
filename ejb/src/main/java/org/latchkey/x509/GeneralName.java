package org.latchkey.x509;

import static org.latchkey.x509.X509Exception.Problem.INVALID_EXTENSION;

import java.util.Objects;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.util.IPAddress;
import org.jspecify.annotations.Nullable;

/**
 * A GeneralName (RFC 5280 section 4.2.1.6) with the members of Private CA's shape, of which exactly
 * one is set.
 *
 * <p>Bounds in characters: rfc822Name 256, dnsName and uniformResourceIdentifier 253, ipAddress 39.
 *
 * <p>Construction throws {@link X509Exception} if none or several are set or one is out of its
 * bounds.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/privateca/latest/APIReference/API_GeneralName.html">GeneralName</a>
 */
public record GeneralName(
    @Nullable OtherName otherName,
    @Nullable String rfc822Name,
    @Nullable String dnsName,
    @Nullable DistinguishedName directoryName,
    @Nullable EdiPartyName ediPartyName,
    @Nullable String uniformResourceIdentifier,
    @Nullable String ipAddress,
    @Nullable String registeredId) {

  public GeneralName {
    long given =
        Stream.of(
                otherName,
                rfc822Name,
                dnsName,
                directoryName,
                ediPartyName,
                uniformResourceIdentifier,
                ipAddress,
                registeredId)
            .filter(Objects::nonNull)
            .count();
    if (given != 1) {
      throw invalid("must have exactly one member, not " + given);
    }
    limit("Rfc822Name", rfc822Name, 256);
    limit("DnsName", dnsName, 253);
    limit("UniformResourceIdentifier", uniformResourceIdentifier, 253);
    limit("IpAddress", ipAddress, 39);
    if (otherName != null) {
      limit("OtherName", otherName.value(), 256);
    }
    if (ediPartyName != null) {
      limit("PartyName", ediPartyName.partyName(), 256);
      limit("NameAssigner", ediPartyName.nameAssigner(), 256);
    }
  }

  /** A domain name, in ASCII (its A-labels where it is internationalized). */
  public static GeneralName ofDns(String dnsName) {
    return new GeneralName(null, null, dnsName, null, null, null, null, null);
  }

  /** An IPv4 or IPv6 address in text form. */
  public static GeneralName ofIp(String ipAddress) {
    return new GeneralName(null, null, null, null, null, null, ipAddress, null);
  }

  /** A URI. */
  public static GeneralName ofUri(String uri) {
    return new GeneralName(null, null, null, null, null, uri, null, null);
  }

  /** A mailbox. */
  public static GeneralName ofRfc822(String mailbox) {
    return new GeneralName(null, mailbox, null, null, null, null, null, null);
  }

  private static void limit(String member, @Nullable String value, int limit) {
    if (value != null && (value.isEmpty() || value.length() > limit)) {
      throw invalid("has a " + member + " that is not 1 to " + limit + " characters long");
    }
  }

  org.bouncycastle.asn1.x509.GeneralName encode() {
    if (otherName != null) {
      return otherName(otherName);
    }
    if (rfc822Name != null) {
      return ia5(org.bouncycastle.asn1.x509.GeneralName.rfc822Name, rfc822Name);
    }
    if (dnsName != null) {
      return ia5(org.bouncycastle.asn1.x509.GeneralName.dNSName, dnsName);
    }
    if (directoryName != null) {
      return new org.bouncycastle.asn1.x509.GeneralName(directoryName.toX500Name());
    }
    if (ediPartyName != null) {
      return ediPartyName(ediPartyName);
    }
    if (uniformResourceIdentifier != null) {
      return ia5(
          org.bouncycastle.asn1.x509.GeneralName.uniformResourceIdentifier,
          uniformResourceIdentifier);
    }
    if (ipAddress != null) {
      if (!IPAddress.isValid(ipAddress)) {
        throw invalid("has an IpAddress that is not an address");
      }
      return new org.bouncycastle.asn1.x509.GeneralName(
          org.bouncycastle.asn1.x509.GeneralName.iPAddress, ipAddress);
    }
    return new org.bouncycastle.asn1.x509.GeneralName(
        org.bouncycastle.asn1.x509.GeneralName.registeredID,
        ObjectIdentifiers.parse(Objects.requireNonNull(registeredId)));
  }

  private static org.bouncycastle.asn1.x509.GeneralName ia5(int tag, String value) {
    if (!value.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw invalid("must be of printable ASCII without spaces");
    }
    return new org.bouncycastle.asn1.x509.GeneralName(tag, value);
  }

  private static org.bouncycastle.asn1.x509.GeneralName otherName(OtherName name) {
    ASN1EncodableVector parts = new ASN1EncodableVector();
    parts.add(ObjectIdentifiers.parse(name.typeId()));
    parts.add(new DERTaggedObject(true, 0, new DERUTF8String(name.value())));
    return new org.bouncycastle.asn1.x509.GeneralName(
        org.bouncycastle.asn1.x509.GeneralName.otherName, new DERSequence(parts));
  }

  private static org.bouncycastle.asn1.x509.GeneralName ediPartyName(EdiPartyName name) {
    ASN1EncodableVector parts = new ASN1EncodableVector();
    if (name.nameAssigner() != null) {
      parts.add(new DERTaggedObject(true, 0, new DERUTF8String(name.nameAssigner())));
    }
    parts.add(new DERTaggedObject(true, 1, new DERUTF8String(name.partyName())));
    ASN1Sequence sequence = new DERSequence(parts);
    return new org.bouncycastle.asn1.x509.GeneralName(
        org.bouncycastle.asn1.x509.GeneralName.ediPartyName, sequence);
  }

  private static X509Exception invalid(String why) {
    return new X509Exception(INVALID_EXTENSION, "A general name " + why + ".");
  }
}
