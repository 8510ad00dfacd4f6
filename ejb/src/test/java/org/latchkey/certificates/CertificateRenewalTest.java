package org.latchkey.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.latchkey.x509.CertificateIssuer;
import org.latchkey.x509.CertificateTemplate;
import org.latchkey.x509.DistinguishedName;
import org.latchkey.x509.IssuanceRequest;
import org.latchkey.x509.KeyAlgorithm;
import org.latchkey.x509.Pem;
import org.latchkey.x509.SignatureAlgorithm;
import org.latchkey.x509.SigningRequest;
import org.latchkey.x509.SubscriberKey;
import org.latchkey.x509.Validity;

/** Which certificates are renewed, and when a renewal that failed is tried again. */
class CertificateRenewalTest {

  private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");

  private final Certificate certificate =
      Certificate.requested(
          "00000000-0000-0000-0000-000000000001",
          "123456789012",
          "us-east-1",
          KeyAlgorithm.EC_prime256v1,
          "www.example.com",
          List.of("www.example.com"),
          "arn:aws:acm-pca:us-east-1:123456789012:certificate-authority/1",
          false,
          Map.of(),
          NOW);

  @Test
  void failedRenewals_waitTwiceAsLongEachTimeAndADayAtMost() {
    List<Duration> waits = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      Duration wait = certificate.renewalBackOff();
      waits.add(wait);
      certificate.renewalFailed(FailureReason.PCA_REQUEST_FAILED, NOW, NOW.plus(wait));
    }

    assertThat(waits)
        .containsExactly(
            Duration.ofHours(1),
            Duration.ofHours(2),
            Duration.ofHours(4),
            Duration.ofHours(8),
            Duration.ofHours(16),
            Duration.ofDays(1),
            Duration.ofDays(1));
  }

  @Test
  void export_makesEligibleUntilTheNextRenewal() {
    certificate.issue(issued(), NOW);
    assertThat(certificate.eligibleForRenewal(NOW)).isFalse();

    certificate.exported();
    assertThat(certificate.eligibleForRenewal(NOW)).isTrue();

    certificate.renew(issued(), NOW);
    assertThat(certificate.eligibleForRenewal(NOW)).isFalse();
    assertThat(certificate.hasBeenExported()).isTrue();

    certificate.exported();
    assertThat(certificate.eligibleForRenewal(NOW)).isTrue();
  }

  @Test
  void use_makesEligibleWhateverWasExported() {
    certificate.issue(issued(), NOW);
    certificate.associated();

    certificate.renew(issued(), NOW);

    assertThat(certificate.eligibleForRenewal(NOW)).isTrue();
  }

  @Test
  void useAndExport_whileARenewalWaits_leaveItsTime() {
    Instant late = NOW.plus(Duration.ofDays(360));
    certificate.issue(issued(), NOW);
    certificate.exported();
    assertThat(certificate.renewalDue(late)).isTrue();

    certificate.renewalFailed(FailureReason.CAA_ERROR, late, late.plus(Duration.ofHours(1)));
    certificate.exported();
    certificate.associated();
    certificate.disassociated();

    assertThat(certificate.renewalDue(late)).isFalse();
    assertThat(certificate.renewalDue(late.plus(Duration.ofHours(1)))).isTrue();
  }

  @Test
  void revalidation_keepsWhyTheOneBeforeFailed() {
    certificate.issue(issued(), NOW);
    certificate.renewalFailed(FailureReason.CAA_ERROR, NOW, NOW.plus(Duration.ofHours(1)));

    certificate.beginRevalidation(NOW);

    assertThat(certificate.renewalReason()).isEqualTo(FailureReason.CAA_ERROR);
  }

  @Test
  void revocation_endsARenewalThatIsUnderWay() {
    certificate.issue(issued(), NOW);
    certificate.exported();
    certificate.beginRevalidation(NOW);
    assertThat(certificate.isValidated()).isTrue();

    certificate.revoke(AcmRevocationReason.KEY_COMPROMISE, NOW);

    assertThat(certificate.isValidated()).isFalse();
    assertThat(certificate.renewalDue(NOW.plus(Duration.ofDays(365)))).isFalse();
  }

  private static IssuedKeyPair issued() {
    SignatureAlgorithm algorithm = SignatureAlgorithm.SHA256WITHECDSA;
    try (SubscriberKey key = SubscriberKey.generate(KeyAlgorithm.EC_prime256v1)) {
      X509Certificate issued =
          CertificateIssuer.selfSigning(key.publicKey(), algorithm)
              .prepare(
                  IssuanceRequest.of(
                      CertificateTemplate.parse("arn:aws:acm-pca:::template/RootCACertificate/V1"),
                      SigningRequest.build(
                          DistinguishedName.ofCommonName("www.example.com"),
                          List.of(),
                          key.publicKey(),
                          algorithm,
                          key.signer()),
                      Validity.ofDays(365)),
                  NOW)
              .lint()
              .issue(key.signer());
      return new IssuedKeyPair(
          Pem.write(issued),
          null,
          new byte[1],
          "material",
          issued.getNotBefore().toInstant(),
          issued.getNotAfter().toInstant(),
          null);
    }
  }

  @Test
  void failedRenewal_isShownWithItsReason() {
    certificate.renewalFailed(FailureReason.OTHER, NOW, NOW.plusSeconds(1));

    assertThat(certificate.renewalStatus()).isEqualTo(RenewalStatus.PENDING_AUTO_RENEWAL);
    assertThat(certificate.renewalReason()).isEqualTo(FailureReason.OTHER);
  }
}
