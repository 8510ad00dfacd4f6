package org.latchkey.x509;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latchkey.x509.CertificateDetails.ExtendedKeyUsageDetail;
import org.latchkey.x509.CertificateDetails.ExtendedKeyUsageName;
import org.latchkey.x509.CertificateDetails.KeyUsageName;

class CertificateDetailsTest {

  private static final TestAuthority ROOT = TestAuthority.root("Example Root");
  private static final SubscriberKey KEY = SubscriberKey.generate(KeyAlgorithm.RSA_2048);

  @Test
  void of_describesServerCertificate() {
    X509Certificate certificate = ROOT.issueServer("www.example.com", KEY);
    CertificateDetails details = CertificateDetails.of(certificate);
    assertThat(details.subject()).isEqualTo("CN=www.example.com");
    assertThat(details.issuer()).isEqualTo("CN=Example Root");
    assertThat(details.commonName()).isEqualTo("www.example.com");
    assertThat(details.dnsNames()).containsExactly("www.example.com");
    assertThat(details.ipAddresses()).isEmpty();
    assertThat(new BigInteger(details.serial().replace(":", ""), 16))
        .isEqualTo(certificate.getSerialNumber());
    assertThat(details.notAfter()).isEqualTo(TestAuthority.NOW.plus(Duration.ofDays(90)));
    assertThat(details.keyAlgorithm()).isEqualTo(KeyAlgorithm.RSA_2048);
    assertThat(details.signatureAlgorithm()).isEqualTo("SHA256WITHECDSA");
    assertThat(details.keyUsages())
        .containsExactly(KeyUsageName.DIGITAL_SIGNATURE, KeyUsageName.KEY_ENCIPHERMENT);
    assertThat(details.extendedKeyUsages())
        .containsExactly(
            new ExtendedKeyUsageDetail(
                ExtendedKeyUsageName.TLS_WEB_SERVER_AUTHENTICATION, "1.3.6.1.5.5.7.3.1"),
            new ExtendedKeyUsageDetail(
                ExtendedKeyUsageName.TLS_WEB_CLIENT_AUTHENTICATION, "1.3.6.1.5.5.7.3.2"));
  }

  @Test
  void of_describesAuthority() {
    CertificateDetails details = CertificateDetails.of(ROOT.certificate());
    assertThat(details.keyUsages())
        .containsExactly(
            KeyUsageName.DIGITAL_SIGNATURE,
            KeyUsageName.CERTIFICATE_SIGNING,
            KeyUsageName.CRL_SIGNING);
    assertThat(details.extendedKeyUsages())
        .containsExactly(new ExtendedKeyUsageDetail(ExtendedKeyUsageName.NONE, null));
  }

  @Test
  void of_withoutKeyUsage_saysAny() {
    ApiPassthrough custom =
        new ApiPassthrough(
            new Extensions(null, List.of(new ExtendedKeyUsage(null, "1.2.3.4")), null, null, null),
            null);
    X509Certificate certificate =
        ROOT.issue(
            new IssuanceRequest(
                TestAuthority.template("BlankEndEntityCertificate_APIPassthrough"),
                TestAuthority.request("example.com", KEY),
                Validity.ofDays(1),
                null,
                custom));
    CertificateDetails details = CertificateDetails.of(certificate);
    assertThat(details.keyUsages()).containsExactly(KeyUsageName.ANY);
    assertThat(details.extendedKeyUsages())
        .containsExactly(new ExtendedKeyUsageDetail(ExtendedKeyUsageName.CUSTOM, "1.2.3.4"));
  }

  @ParameterizedTest
  @CsvSource({"0, 00", "1, 01", "127, 7f", "128, 80", "65535, ff:ff", "8388608, 80:00:00"})
  void serial_isPairsOfDigits(long serial, String text) {
    assertThat(SerialNumbers.format(BigInteger.valueOf(serial))).isEqualTo(text);
  }
}
