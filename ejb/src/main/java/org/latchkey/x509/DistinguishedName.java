package org.latchkey.x509;

import static org.latchkey.x509.X509Exception.Problem.INVALID_NAME;

import java.util.List;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.jspecify.annotations.Nullable;

/**
 * A subject, with the members of Private CA's {@code ASN1Subject}; null where a name has no such
 * attribute. The name is encoded in the order of these components.
 *
 * <p>Bounds in characters: country exactly 2 letters; organization, organizational unit, common
 * name, title, distinguished name qualifier and serial number 64; state, locality and pseudonym
 * 128; surname 40, given name 16, initials 5, generation qualifier 3. Distinguished name qualifier
 * and serial number are PrintableStrings. Custom attributes, 1 to 150, stand alone: they are not
 * mixed with the others.
 *
 * <p>Construction throws {@link X509Exception} if a member is out of its bounds.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/privateca/latest/APIReference/API_ASN1Subject.html">ASN1Subject</a>
 */
public record DistinguishedName(
    @Nullable String country,
    @Nullable String organization,
    @Nullable String organizationalUnit,
    @Nullable String distinguishedNameQualifier,
    @Nullable String state,
    @Nullable String commonName,
    @Nullable String serialNumber,
    @Nullable String locality,
    @Nullable String title,
    @Nullable String surname,
    @Nullable String givenName,
    @Nullable String initials,
    @Nullable String pseudonym,
    @Nullable String generationQualifier,
    @Nullable List<CustomAttribute> customAttributes) {

  private static final Pattern COUNTRY = Pattern.compile("[A-Za-z]{2}");
  private static final Pattern PRINTABLE = Pattern.compile("[a-zA-Z0-9'()+-.?:/= ]*");
  private static final int MAX_CUSTOM_ATTRIBUTES = 150;
  private static final int MAX_CUSTOM_VALUE = 256;

  public DistinguishedName {
    if (country != null && !COUNTRY.matcher(country).matches()) {
      throw invalid("Country must be two letters");
    }
    limit("Organization", organization, 64);
    limit("OrganizationalUnit", organizationalUnit, 64);
    printable("DistinguishedNameQualifier", distinguishedNameQualifier);
    limit("State", state, 128);
    limit("CommonName", commonName, 64);
    printable("SerialNumber", serialNumber);
    limit("Locality", locality, 128);
    limit("Title", title, 64);
    limit("Surname", surname, 40);
    limit("GivenName", givenName, 16);
    limit("Initials", initials, 5);
    limit("Pseudonym", pseudonym, 128);
    limit("GenerationQualifier", generationQualifier, 3);
    if (customAttributes != null) {
      customAttributes = List.copyOf(customAttributes);
      boolean mixed =
          country != null
              || organization != null
              || organizationalUnit != null
              || distinguishedNameQualifier != null
              || state != null
              || commonName != null
              || serialNumber != null
              || locality != null
              || title != null
              || surname != null
              || givenName != null
              || initials != null
              || pseudonym != null
              || generationQualifier != null;
      custom(customAttributes, mixed);
    }
  }

  /** A name that is a common name alone, of at most 64 characters. */
  public static DistinguishedName ofCommonName(String commonName) {
    return new DistinguishedName(
        null,
        null,
        null,
        null,
        null,
        commonName,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  private static void custom(List<CustomAttribute> attributes, boolean mixed) {
    if (mixed) {
      throw invalid("CustomAttributes cannot be combined with other attributes");
    }
    if (attributes.isEmpty() || attributes.size() > MAX_CUSTOM_ATTRIBUTES) {
      throw invalid("CustomAttributes must be 1 to " + MAX_CUSTOM_ATTRIBUTES);
    }
    for (CustomAttribute attribute : attributes) {
      ObjectIdentifiers.parse(attribute.objectIdentifier());
      int length = attribute.value().length();
      if (length == 0 || length > MAX_CUSTOM_VALUE) {
        throw invalid(
            "A custom attribute's value must be 1 to " + MAX_CUSTOM_VALUE + " characters");
      }
    }
  }

  private static void limit(String member, @Nullable String value, int limit) {
    if (value != null && value.codePointCount(0, value.length()) > limit) {
      throw invalid(member + " must be at most " + limit + " characters");
    }
  }

  private static void printable(String member, @Nullable String value) {
    limit(member, value, 64);
    if (value != null && !PRINTABLE.matcher(value).matches()) {
      throw invalid(member + " must be a PrintableString");
    }
  }

  private static X509Exception invalid(String why) {
    return new X509Exception(INVALID_NAME, "The subject is not valid: " + why + ".");
  }

  /**
   * The name as RFC 4514 writes attributes, in the order of its encoding: {@code C=US,CN=example}.
   */
  @Override
  public String toString() {
    return toX500Name().toString();
  }

  X500Name toX500Name() {
    X500NameBuilder name = new X500NameBuilder(BCStyle.INSTANCE);
    add(name, BCStyle.C, country);
    add(name, BCStyle.O, organization);
    add(name, BCStyle.OU, organizationalUnit);
    add(name, BCStyle.DN_QUALIFIER, distinguishedNameQualifier);
    add(name, BCStyle.ST, state);
    add(name, BCStyle.CN, commonName);
    add(name, BCStyle.SERIALNUMBER, serialNumber);
    add(name, BCStyle.L, locality);
    add(name, BCStyle.T, title);
    add(name, BCStyle.SURNAME, surname);
    add(name, BCStyle.GIVENNAME, givenName);
    add(name, BCStyle.INITIALS, initials);
    add(name, BCStyle.PSEUDONYM, pseudonym);
    add(name, BCStyle.GENERATION, generationQualifier);
    if (customAttributes != null) {
      for (CustomAttribute attribute : customAttributes) {
        addCustom(name, attribute);
      }
    }
    return name.build();
  }

  private static void add(X500NameBuilder name, ASN1ObjectIdentifier type, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      // As an object, since X500NameBuilder takes a string that begins with # for hexadecimal DER.
      name.addRDN(type, NameAttributes.encode(type, value));
    }
  }

  private static void addCustom(X500NameBuilder name, CustomAttribute attribute) {
    ASN1ObjectIdentifier type = ObjectIdentifiers.parse(attribute.objectIdentifier());
    name.addRDN(type, NameAttributes.encode(type, attribute.value()));
  }
}
