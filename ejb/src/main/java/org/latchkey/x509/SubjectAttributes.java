package org.latchkey.x509;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.jspecify.annotations.Nullable;

/**
 * A name as it stands in a certificate, whatever its issuer thought of bounds; of an attribute that
 * it has several times, the last counts. What has no member of its own is a custom attribute.
 *
 * @see <a href="https://docs.aws.amazon.com/acm/latest/APIReference/API_DistinguishedName.html">AWS
 *     Certificate Manager API Reference, DistinguishedName</a>
 */
public record SubjectAttributes(
    @Nullable String commonName,
    @Nullable List<String> domainComponents,
    @Nullable String country,
    @Nullable List<CustomAttribute> customAttributes,
    @Nullable String distinguishedNameQualifier,
    @Nullable String generationQualifier,
    @Nullable String givenName,
    @Nullable String initials,
    @Nullable String locality,
    @Nullable String organization,
    @Nullable String organizationalUnit,
    @Nullable String pseudonym,
    @Nullable String serialNumber,
    @Nullable String state,
    @Nullable String surname,
    @Nullable String title) {

  static SubjectAttributes of(X500Name name) {
    Map<String, String> known = new TreeMap<>();
    List<String> domainComponents = new ArrayList<>();
    for (RDN rdn : name.getRDNs()) {
      for (AttributeTypeAndValue attribute : rdn.getTypesAndValues()) {
        String value = IETFUtils.valueToString(attribute.getValue());
        if (attribute.getType().equals(BCStyle.DC)) {
          domainComponents.add(value);
        } else {
          known.put(attribute.getType().getId(), value);
        }
      }
    }
    SubjectAttributes attributes =
        new SubjectAttributes(
            take(known, BCStyle.CN),
            domainComponents.isEmpty() ? null : domainComponents,
            take(known, BCStyle.C),
            null,
            take(known, BCStyle.DN_QUALIFIER),
            take(known, BCStyle.GENERATION),
            take(known, BCStyle.GIVENNAME),
            take(known, BCStyle.INITIALS),
            take(known, BCStyle.L),
            take(known, BCStyle.O),
            take(known, BCStyle.OU),
            take(known, BCStyle.PSEUDONYM),
            take(known, BCStyle.SERIALNUMBER),
            take(known, BCStyle.ST),
            take(known, BCStyle.SURNAME),
            take(known, BCStyle.T));
    return known.isEmpty() ? attributes : attributes.with(known);
  }

  private SubjectAttributes with(Map<String, String> others) {
    return new SubjectAttributes(
        commonName,
        domainComponents,
        country,
        others.entrySet().stream()
            .map(other -> new CustomAttribute(other.getKey(), other.getValue()))
            .toList(),
        distinguishedNameQualifier,
        generationQualifier,
        givenName,
        initials,
        locality,
        organization,
        organizationalUnit,
        pseudonym,
        serialNumber,
        state,
        surname,
        title);
  }

  private static @Nullable String take(Map<String, String> known, ASN1ObjectIdentifier type) {
    return known.remove(type.getId());
  }
}
