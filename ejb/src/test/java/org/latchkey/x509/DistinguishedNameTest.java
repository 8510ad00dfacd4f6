package org.latchkey.x509;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.bouncycastle.asn1.ASN1PrintableString;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.x509.X509Exception.Problem;

class DistinguishedNameTest {

  /** A name with the one member at {@code index} set. */
  private static DistinguishedName with(int index, String value) {
    String[] members = new String[14];
    members[index] = value;
    return new DistinguishedName(
        members[0],
        members[1],
        members[2],
        members[3],
        members[4],
        members[5],
        members[6],
        members[7],
        members[8],
        members[9],
        members[10],
        members[11],
        members[12],
        members[13],
        null);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 2, Country",
    "1, 64, Organization",
    "2, 64, OrganizationalUnit",
    "3, 64, DistinguishedNameQualifier",
    "4, 128, State",
    "5, 64, CommonName",
    "6, 64, SerialNumber",
    "7, 128, Locality",
    "8, 64, Title",
    "9, 40, Surname",
    "10, 16, GivenName",
    "11, 5, Initials",
    "12, 128, Pseudonym",
    "13, 3, GenerationQualifier"
  })
  void member_isHeldToItsBound(int index, int bound, String member) {
    DistinguishedName longest = with(index, "a".repeat(bound));
    assertThat(longest.toX500Name().getRDNs()).hasSize(1);
    assertThatThrownBy(() -> with(index, "a".repeat(bound + 1)))
        .isInstanceOfSatisfying(
            X509Exception.class, e -> assertThat(e.problem()).isEqualTo(Problem.INVALID_NAME))
        .hasMessageContaining(member);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "U", "U1", "ÜS"})
  void country_isTwoLetters(String country) {
    assertThatThrownBy(() -> with(0, country)).isInstanceOf(X509Exception.class);
  }

  @Test
  void attributes_haveTheirStringTypes() {
    DistinguishedName name =
        new DistinguishedName(
            "US", "Ünion", null, "q-1", null, "#cn", "42", null, null, null, null, null, null, null,
            null);
    X500Name encoded = name.toX500Name();
    assertThat(encoded.getRDNs(BCStyle.C)[0].getFirst().getValue())
        .isInstanceOf(ASN1PrintableString.class);
    assertThat(encoded.getRDNs(BCStyle.SERIALNUMBER)[0].getFirst().getValue())
        .isInstanceOf(ASN1PrintableString.class);
    assertThat(encoded.getRDNs(BCStyle.DN_QUALIFIER)[0].getFirst().getValue())
        .isInstanceOf(ASN1PrintableString.class);
    assertThat(((ASN1UTF8String) encoded.getRDNs(BCStyle.CN)[0].getFirst().getValue()).getString())
        .isEqualTo("#cn");
    assertThat(((ASN1UTF8String) encoded.getRDNs(BCStyle.O)[0].getFirst().getValue()).getString())
        .isEqualTo("Ünion");
  }

  @Test
  void commonName_countsCharactersBeyondTheBasicPlaneOnce() {
    assertThatCode(() -> DistinguishedName.ofCommonName("🔑".repeat(64)))
        .doesNotThrowAnyException();
  }

  @Test
  void customAttributes_standAlone() {
    List<CustomAttribute> custom =
        List.of(new CustomAttribute("2.5.4.3", "name"), new CustomAttribute("1.3.6.1.4.1.1", "v"));
    DistinguishedName name =
        new DistinguishedName(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null,
            custom);
    assertThat(name.toX500Name().getRDNs()).hasSize(2);
    assertThatThrownBy(
            () ->
                new DistinguishedName(
                    "US", null, null, null, null, null, null, null, null, null, null, null, null,
                    null, custom))
        .isInstanceOf(X509Exception.class)
        .hasMessageContaining("cannot be combined");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "3.1", "1.40.1", "1.2.", "1.2.x", "2.5.4.3 "})
  void customAttribute_needsAnObjectIdentifier(String identifier) {
    List<CustomAttribute> custom = List.of(new CustomAttribute(identifier, "v"));
    assertThatThrownBy(
            () ->
                new DistinguishedName(
                    null, null, null, null, null, null, null, null, null, null, null, null, null,
                    null, custom))
        .isInstanceOf(X509Exception.class);
  }
}
