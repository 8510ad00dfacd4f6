package org.latchkey.x509;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509CertificateHolder;
import org.jspecify.annotations.Nullable;

/**
 * One of a certificate's subject alternative names, as it stands there; exactly one member is set.
 *
 * @param otherName its value in hexadecimal DER
 * @see <a href="https://docs.aws.amazon.com/acm/latest/APIReference/API_GeneralName.html">AWS
 *     Certificate Manager API Reference, GeneralName</a>
 */
public record AlternativeName(
    @Nullable SubjectAttributes directoryName,
    @Nullable String dnsName,
    @Nullable String ipAddress,
    @Nullable Other otherName,
    @Nullable String registeredId,
    @Nullable String rfc822Name,
    @Nullable String uniformResourceIdentifier) {

  /** A name of another kind. */
  public record Other(String objectIdentifier, String value) {}

  static List<AlternativeName> of(X509CertificateHolder holder) {
    Extension extension = holder.getExtension(Extension.subjectAlternativeName);
    return extension == null
        ? List.of()
        : Arrays.stream(GeneralNames.getInstance(extension.getParsedValue()).getNames())
            .map(AlternativeName::of)
            .filter(Objects::nonNull)
            .toList();
  }

  private static @Nullable AlternativeName of(org.bouncycastle.asn1.x509.GeneralName name) {
    String text = String.valueOf(name.getName());
    return switch (name.getTagNo()) {
      case org.bouncycastle.asn1.x509.GeneralName.directoryName ->
          new AlternativeName(
              SubjectAttributes.of(X500Name.getInstance(name.getName())),
              null,
              null,
              null,
              null,
              null,
              null);
      case org.bouncycastle.asn1.x509.GeneralName.dNSName ->
          new AlternativeName(null, text, null, null, null, null, null);
      case org.bouncycastle.asn1.x509.GeneralName.iPAddress ->
          new AlternativeName(null, null, address(name), null, null, null, null);
      case org.bouncycastle.asn1.x509.GeneralName.otherName -> other(name);
      case org.bouncycastle.asn1.x509.GeneralName.registeredID ->
          new AlternativeName(null, null, null, null, text, null, null);
      case org.bouncycastle.asn1.x509.GeneralName.rfc822Name ->
          new AlternativeName(null, null, null, null, null, text, null);
      case org.bouncycastle.asn1.x509.GeneralName.uniformResourceIdentifier ->
          new AlternativeName(null, null, null, null, null, null, text);
      // X.400 addresses and EDI party names have no member.
      default -> null;
    };
  }

  private static AlternativeName other(org.bouncycastle.asn1.x509.GeneralName name) {
    var other = org.bouncycastle.asn1.x509.OtherName.getInstance(name.getName());
    return new AlternativeName(
        null,
        null,
        null,
        new Other(other.getTypeID().getId(), String.valueOf(other.getValue())),
        null,
        null,
        null);
  }

  private static String address(org.bouncycastle.asn1.x509.GeneralName name) {
    try {
      // Octets of an address: nothing is resolved.
      return InetAddress.getByAddress(ASN1OctetString.getInstance(name.getName()).getOctets())
          .getHostAddress();
    } catch (UnknownHostException malformed) {
      return String.valueOf(name.getName());
    }
  }
}
