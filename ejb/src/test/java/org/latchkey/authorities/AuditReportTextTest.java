package org.latchkey.authorities;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.latchkey.authorities.AuditReportOperations.AuditReportResponseFormat;
import org.latchkey.shared.Arn;
import org.latchkey.x509.CertificateIssuer;
import org.latchkey.x509.CertificateTemplate;
import org.latchkey.x509.DistinguishedName;
import org.latchkey.x509.IssuanceRequest;
import org.latchkey.x509.KeyAlgorithm;
import org.latchkey.x509.Pem;
import org.latchkey.x509.RevocationReason;
import org.latchkey.x509.SerialNumbers;
import org.latchkey.x509.SignatureAlgorithm;
import org.latchkey.x509.SigningRequest;
import org.latchkey.x509.SubscriberKey;
import org.latchkey.x509.Validity;

class AuditReportTextTest {

  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final Arn AUTHORITY =
      Arn.of("acm-pca", "us-east-1", "111122223333", "certificate-authority/1");

  private static IssuedCertificate issued() {
    SubscriberKey key = SubscriberKey.generate(KeyAlgorithm.EC_prime256v1);
    SigningRequest request =
        SigningRequest.build(
            DistinguishedName.ofCommonName("a, \"b\""),
            List.of(),
            key.publicKey(),
            SignatureAlgorithm.SHA256WITHECDSA,
            key.signer());
    X509Certificate certificate =
        CertificateIssuer.selfSigning(key.publicKey(), SignatureAlgorithm.SHA256WITHECDSA)
            .prepare(
                IssuanceRequest.of(
                    CertificateTemplate.parse("arn:aws:acm-pca:::template/RootCACertificate/V1"),
                    request,
                    Validity.ofDays(1)),
                NOW)
            .lint()
            .issue(key.signer());
    return new IssuedCertificate(
        "1",
        SerialNumbers.hex(certificate.getSerialNumber()),
        Pem.write(certificate),
        "",
        "arn:aws:acm-pca:::template/RootCACertificate/V1",
        "444455556666",
        "acm.amazonaws.com",
        0,
        null,
        null,
        certificate.getNotAfter().toInstant(),
        NOW);
  }

  @Test
  void csv_quotesWhatNeedsIt() {
    IssuedCertificate certificate = issued();
    certificate.revoke(1, RevocationReason.KEY_COMPROMISE, NOW.plusSeconds(60));
    AuditReportText text = new AuditReportText(AuditReportResponseFormat.CSV, AUTHORITY, false);

    assertThat(text.begin()).startsWith("awsAccountId,requestedByServicePrincipal,");
    assertThat(text.line(certificate))
        .startsWith(
            "444455556666,acm.amazonaws.com,"
                + AUTHORITY
                + "/certificate/"
                + certificate.serial()
                + ",")
        .contains(",\"CN=a\\, \\\"\"b\\\"\"\",")
        .endsWith(
            ",2026-11-22T12:00:00+0000,2026-11-22T12:01:00+0000,KEY_COMPROMISE,"
                + "arn:aws:acm-pca:::template/RootCACertificate/V1\n");
  }

  @Test
  void json_isAListWithoutWhatIsAbsent() {
    AuditReportText text = new AuditReportText(AuditReportResponseFormat.JSON, AUTHORITY, false);

    String report = text.begin() + text.line(issued()) + text.line(issued()) + text.end();

    assertThat(report)
        .startsWith("[{")
        .contains("},\n{")
        .endsWith("}]\n")
        .doesNotContain("revokedAt");
  }
}
