package org.latchkey.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.latchkey.certificates.SearchOperations.AcmCertificateMetadataFilter;
import org.latchkey.certificates.SearchOperations.CertificateFilter;
import org.latchkey.certificates.SearchOperations.CertificateFilterStatement;
import org.latchkey.certificates.SearchOperations.CommonNameFilter;
import org.latchkey.certificates.SearchOperations.ComparisonOperator;
import org.latchkey.certificates.SearchOperations.DnsNameFilter;
import org.latchkey.certificates.SearchOperations.SubjectAlternativeNameFilter;
import org.latchkey.certificates.SearchOperations.SubjectFilter;
import org.latchkey.certificates.SearchOperations.TimestampRange;
import org.latchkey.certificates.SearchOperations.X509AttributeFilter;

class SearchFilterTest {

  private static final Instant END = Instant.parse("2027-01-01T00:00:00Z");
  private static final ScannedCertificate WEB =
      Scanned.certificate("web")
          .named("www.example.com", "www.example.com", "*.shop.example.com", "192.0.2.1")
          .serial("01:ab")
          .ending(END)
          .row();

  @Test
  void namesThatEndInADigit_areNamesAndAddressesAreNot() {
    ScannedCertificate row =
        Scanned.certificate("digits")
            .named("host1", "host1", "", "a.b.c.1", "192.0.2.1", "2001:db8:0:0:0:0:0:1")
            .row();

    assertThat(row.dnsNames()).containsExactly("host1", "", "a.b.c.1");
  }

  private static boolean shows(@Nullable CertificateFilterStatement statement) {
    return SearchFilter.of(statement).test(WEB);
  }

  private static CertificateFilterStatement x509(X509AttributeFilter filter) {
    return filter(new CertificateFilter(null, filter, null));
  }

  private static CertificateFilterStatement filter(CertificateFilter filter) {
    return new CertificateFilterStatement(null, null, null, filter);
  }

  private static CertificateFilterStatement commonName(String value, ComparisonOperator operator) {
    return x509(
        new X509AttributeFilter(
            new SubjectFilter(new CommonNameFilter(value, operator)),
            null,
            null,
            null,
            null,
            null,
            null,
            null));
  }

  private static CertificateFilterStatement dnsName(String value, ComparisonOperator operator) {
    return x509(
        new X509AttributeFilter(
            null,
            new SubjectAlternativeNameFilter(new DnsNameFilter(value, operator)),
            null,
            null,
            null,
            null,
            null,
            null));
  }

  private static CertificateFilterStatement serial(String number) {
    return x509(new X509AttributeFilter(null, null, null, null, null, number, null, null));
  }

  private static CertificateFilterStatement ending(@Nullable Instant from, @Nullable Instant to) {
    return x509(
        new X509AttributeFilter(
            null, null, null, null, null, null, new TimestampRange(from, to), null));
  }

  private static CertificateFilterStatement status(CertificateStatus status) {
    return filter(
        new CertificateFilter(
            null,
            null,
            new AcmCertificateMetadataFilter(
                status, null, null, null, null, null, null, null, null, null, null)));
  }

  private static CertificateFilterStatement and(CertificateFilterStatement... statements) {
    return new CertificateFilterStatement(List.of(statements), null, null, null);
  }

  private static CertificateFilterStatement or(CertificateFilterStatement... statements) {
    return new CertificateFilterStatement(null, List.of(statements), null, null);
  }

  private static CertificateFilterStatement not(CertificateFilterStatement statement) {
    return new CertificateFilterStatement(null, null, statement, null);
  }

  @Test
  void names_areComparedInWhateverCase() {
    assertThat(shows(commonName("WWW.example.com", ComparisonOperator.EQUALS))).isTrue();
    assertThat(shows(commonName("example", ComparisonOperator.EQUALS))).isFalse();
    assertThat(shows(commonName("Example", ComparisonOperator.CONTAINS))).isTrue();
    assertThat(shows(dnsName("*.SHOP.example.com", ComparisonOperator.EQUALS))).isTrue();
    assertThat(shows(dnsName("shop", ComparisonOperator.CONTAINS))).isTrue();
    assertThat(shows(dnsName("blog", ComparisonOperator.CONTAINS))).isFalse();
  }

  @Test
  void addresses_areNoDnsNames() {
    assertThat(shows(dnsName("192.0.2.1", ComparisonOperator.EQUALS))).isFalse();
  }

  @Test
  void ranges_holdBothTheirEnds() {
    assertThat(shows(ending(END, END))).isTrue();
    assertThat(shows(ending(null, END))).isTrue();
    assertThat(shows(ending(END.plusMillis(1), null))).isFalse();
    assertThat(shows(ending(null, END.minusMillis(1)))).isFalse();
  }

  @Test
  void manager_isCompared() {
    CertificateFilterStatement byCloudFront =
        filter(
            new CertificateFilter(
                null,
                null,
                new AcmCertificateMetadataFilter(
                    null, null, null, null, null, null, "CLOUDFRONT", null, null, null, null)));

    assertThat(shows(byCloudFront)).isFalse();
    assertThat(
            SearchFilter.of(byCloudFront)
                .test(Scanned.certificate("managed").managedBy("CLOUDFRONT").row()))
        .isTrue();
  }

  @Test
  void tree_isEvaluated() {
    CertificateFilterStatement right = serial("01:ab");
    CertificateFilterStatement wrong = serial("02:cd");

    assertThat(shows(null)).isTrue();
    assertThat(shows(and(right, status(CertificateStatus.ISSUED)))).isTrue();
    assertThat(shows(and(right, wrong))).isFalse();
    assertThat(shows(or(wrong, right))).isTrue();
    assertThat(shows(or(wrong, wrong))).isFalse();
    assertThat(shows(not(wrong))).isTrue();
    assertThat(shows(and(not(or(wrong, not(right))), right))).isTrue();
  }

  @Test
  void equalitiesThatAllMustFulfil_narrow() {
    Narrowing narrowing =
        SearchFilter.narrowing(
            and(
                serial("01:ab"),
                and(dnsName("WWW.example.com", ComparisonOperator.EQUALS)),
                status(CertificateStatus.ISSUED)));

    assertThat(narrowing.parameters()).containsValues("01:ab", "www.example.com").hasSize(2);
    assertThat(narrowing.conditions()).contains("c.serial =", "member of c.dnsNames");
  }

  @Test
  void whatNotAllMustFulfil_doesNotNarrow() {
    assertThat(
            SearchFilter.narrowing(or(serial("01:ab"), commonName("a", ComparisonOperator.EQUALS)))
                .conditions())
        .isEmpty();
    assertThat(SearchFilter.narrowing(not(serial("01:ab"))).conditions()).isEmpty();
    assertThat(SearchFilter.narrowing(commonName("a", ComparisonOperator.CONTAINS)).conditions())
        .isEmpty();
  }
}
