package org.latchkey.x509;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1PrintableString;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509CertificateHolder;
import org.jspecify.annotations.Nullable;
import org.latchkey.x509.Lints.Rule;

/** Rules on issuer, subject and subject alternative names. */
final class NameLints {

  static final List<Rule> RULES =
      List.of(
          new Rule("RFC 5280 4.1.2.4", NameLints::issuer),
          new Rule("RFC 5280 4.1.2.6", NameLints::authoritySubject),
          new Rule("RFC 5280 A.1", NameLints::attributeLengths),
          new Rule("RFC 5280 A.1", NameLints::country),
          new Rule("RFC 5280 A.1", NameLints::printableStrings),
          new Rule("RFC 5280 4.2.1.6", NameLints::subjectOrNames),
          new Rule("RFC 5280 4.2.1.6", NameLints::alternativeNames));

  /** The upper bounds of appendix A.1, in characters. */
  private static final Map<ASN1ObjectIdentifier, Integer> UPPER_BOUNDS =
      Map.ofEntries(
          Map.entry(BCStyle.CN, 64),
          Map.entry(BCStyle.O, 64),
          Map.entry(BCStyle.OU, 64),
          Map.entry(BCStyle.T, 64),
          Map.entry(BCStyle.SERIALNUMBER, 64),
          Map.entry(BCStyle.ST, 128),
          Map.entry(BCStyle.L, 128),
          Map.entry(BCStyle.PSEUDONYM, 128),
          Map.entry(BCStyle.EmailAddress, 255),
          Map.entry(BCStyle.NAME, 32_768),
          Map.entry(BCStyle.SURNAME, 32_768),
          Map.entry(BCStyle.GIVENNAME, 32_768),
          Map.entry(BCStyle.INITIALS, 32_768),
          Map.entry(BCStyle.GENERATION, 32_768));

  private static final Pattern COUNTRY = Pattern.compile("[A-Za-z]{2}");
  private static final Pattern LABEL =
      Pattern.compile("[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?");
  private static final Pattern MAILBOX =
      Pattern.compile("[\\x21-\\x7e&&[^@]]+@[A-Za-z0-9.\\[\\]:-]+");
  private static final int MAX_DOMAIN_NAME = 253;

  private NameLints() {}

  private static @Nullable String issuer(LintedContent content) {
    X500Name issuer = content.tbs().getIssuer();

    X509CertificateHolder authority = content.issuerCertificate();
    X500Name expected = authority == null ? content.tbs().getSubject() : authority.getSubject();
    return same(issuer, expected) ? null : "the issuer is not the authority's subject";
  }

  /** Octet by octet, as path validation by some relying parties is (RFC 5280 section 7.1). */
  private static boolean same(X500Name one, X500Name other) {
    return one.toASN1Primitive().equals(other.toASN1Primitive());
  }

  private static @Nullable String authoritySubject(LintedContent content) {
    return content.isAuthority() && isEmpty(content.tbs().getSubject())
        ? "an authority's subject is empty"
        : null;
  }

  private static @Nullable String attributeLengths(LintedContent content) {
    for (RDN rdn : content.tbs().getSubject().getRDNs()) {
      for (AttributeTypeAndValue attribute : rdn.getTypesAndValues()) {
        if (!(attribute.getValue() instanceof ASN1String value)) {
          return "attribute " + attribute.getType() + " of the subject is not a string";
        }
        int length = value.getString().codePointCount(0, value.getString().length());
        Integer bound = UPPER_BOUNDS.get(attribute.getType());
        if (length == 0 || (bound != null && length > bound)) {
          return "attribute "
              + attribute.getType()
              + " of the subject is "
              + length
              + " characters";
        }
      }
    }
    return null;
  }

  private static @Nullable String country(LintedContent content) {
    for (RDN rdn : content.tbs().getSubject().getRDNs(BCStyle.C)) {
      for (AttributeTypeAndValue attribute : rdn.getTypesAndValues()) {
        if (attribute.getType().equals(BCStyle.C)
            && !(attribute.getValue() instanceof ASN1PrintableString code
                && COUNTRY.matcher(code.getString()).matches())) {
          return "the country is not a PrintableString of two letters";
        }
      }
    }
    return null;
  }

  private static @Nullable String printableStrings(LintedContent content) {
    for (ASN1ObjectIdentifier type : List.of(BCStyle.SERIALNUMBER, BCStyle.DN_QUALIFIER)) {
      for (RDN rdn : content.tbs().getSubject().getRDNs(type)) {
        for (AttributeTypeAndValue attribute : rdn.getTypesAndValues()) {
          if (attribute.getType().equals(type) && attribute.getValue() instanceof ASN1UTF8String) {
            return "attribute " + type + " of the subject is not a PrintableString";
          }
        }
      }
    }
    return null;
  }

  private static @Nullable String subjectOrNames(LintedContent content) {
    if (!isEmpty(content.tbs().getSubject())) {
      return null;
    }
    Optional<Extension> names = content.extension(Extension.subjectAlternativeName);
    if (names.isEmpty()) {
      return "there is neither a subject nor a subject alternative name";
    }
    return names.get().isCritical()
        ? null
        : "without a subject, the subject alternative names must be critical";
  }

  private static @Nullable String alternativeNames(LintedContent content) {
    Optional<Extension> extension = content.extension(Extension.subjectAlternativeName);
    if (extension.isEmpty()) {
      return null;
    }
    GeneralNames names = GeneralNames.getInstance(extension.get().getParsedValue());
    if (names.getNames().length == 0) {
      return "the subject alternative names are empty";
    }
    for (org.bouncycastle.asn1.x509.GeneralName name : names.getNames()) {
      String violation = alternativeName(name);
      if (violation != null) {
        return violation;
      }
    }
    return null;
  }

  private static @Nullable String alternativeName(org.bouncycastle.asn1.x509.GeneralName name) {
    return switch (name.getTagNo()) {
      case org.bouncycastle.asn1.x509.GeneralName.dNSName ->
          isDomainName(name.getName().toString())
              ? null
              : "a DNS name is not in the preferred name syntax";
      case org.bouncycastle.asn1.x509.GeneralName.rfc822Name ->
          MAILBOX.matcher(name.getName().toString()).matches()
              ? null
              : "an rfc822Name is not a mailbox";
      case org.bouncycastle.asn1.x509.GeneralName.uniformResourceIdentifier ->
          isAbsoluteUri(name.getName().toString()) ? null : "a URI is not absolute";
      case org.bouncycastle.asn1.x509.GeneralName.iPAddress ->
          isAddress(ASN1OctetString.getInstance(name.getName()).getOctets())
              ? null
              : "an IP address is not of 4 or 16 octets";
      case org.bouncycastle.asn1.x509.GeneralName.directoryName ->
          isEmpty(X500Name.getInstance(name.getName())) ? "a directory name is empty" : null;
      default -> null;
    };
  }

  private static boolean isAddress(byte[] octets) {
    return octets.length == 4 || octets.length == 16;
  }

  /**
   * RFC 1034 section 3.5 as RFC 1123 section 2.1 changed it, underscores, and one leading wildcard.
   */
  private static boolean isDomainName(String name) {
    if (name.isEmpty() || name.length() > MAX_DOMAIN_NAME) {
      return false;
    }
    String rest = name.startsWith("*.") ? name.substring(2) : name;
    for (String label : rest.split("\\.", -1)) {
      if (!LABEL.matcher(label).matches()) {
        return false;
      }
    }
    return true;
  }

  static boolean isAbsoluteUri(String text) {
    try {
      URI uri = new URI(text);
      return uri.isAbsolute() && !uri.getRawSchemeSpecificPart().isEmpty();
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static boolean isEmpty(X500Name name) {
    return name.getRDNs().length == 0;
  }
}
