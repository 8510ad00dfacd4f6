package org.latchkey.certificates;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.latchkey.certificates.CertificateEvent.Kind;

/** Words the events of certificates. */
@ApplicationScoped
class CertificateEvents {

  @Inject private Certificates certificates;
  @Inject private Event<CertificateEvent> events;
  @Inject private Clock clock;

  /**
   * Tells that a certificate is available, and where services use it that they are sent another
   * than before. A re-encryption is nobody's concern.
   */
  void onChange(@Observes CertificateChanged change) {
    String action =
        switch (change.cause()) {
          case ISSUED -> "ISSUANCE";
          case RENEWED -> "RENEWAL";
          case IMPORTED -> "IMPORT";
          case REIMPORTED -> "REIMPORT";
          case REENCRYPTED -> null;
        };
    if (action == null) {
      return;
    }
    String id = change.certificate().resource().substring("certificate/".length());
    certificates
        .find(id)
        .ifPresent(
            certificate -> {
              tell(certificate, Kind.AVAILABLE, Map.of("Action", action));
              if (certificate.inUse()) {
                tell(certificate, Kind.ROTATED, Map.of());
              }
            });
  }

  void approaching(Certificate certificate) {
    tell(certificate, Kind.APPROACHING_EXPIRATION, Map.of());
  }

  void expired(Certificate certificate) {
    tell(certificate, Kind.EXPIRED, Map.of());
  }

  void revoked(Certificate certificate, AcmRevocationReason reason) {
    tell(certificate, Kind.REVOKED, Map.of("RevocationReason", reason.name()));
  }

  /** Tells that a renewal does not come about by itself, and why where that is known. */
  void renewalActionRequired(Certificate certificate, @Nullable FailureReason reason) {
    tell(
        certificate,
        Kind.RENEWAL_ACTION_REQUIRED,
        reason == null ? Map.of() : Map.of("RenewalStatusReason", reason.name()));
  }

  private void tell(Certificate certificate, Kind kind, Map<String, Object> more) {
    Map<String, Object> detail = new LinkedHashMap<>(more);
    detail.put("CertificateType", certificate.type().name());
    detail.put("InUse", certificate.inUse());
    detail.put("Exported", certificate.hasBeenExported());
    put(detail, "CommonName", certificate.domainName());
    put(detail, "DomainValidationMethod", certificate.validationMethod());
    put(detail, "CertificateCreatedDate", certificate.notBefore());
    put(detail, "CertificateExpirationDate", certificate.notAfter());
    Instant notAfter = certificate.notAfter();
    if (notAfter != null) {
      detail.put("DaysToExpiry", daysBetween(clock.instant(), notAfter));
    }
    detail.put("certificateArn", certificate.arn().toString());
    detail.put("revision", certificate.revision());
    events.fire(new CertificateEvent(certificate.arn(), kind, detail));
  }

  private static void put(Map<String, Object> detail, String name, @Nullable Object value) {
    if (value != null) {
      detail.put(name, value.toString());
    }
  }

  /** Whole days from one moment to another; 0 where the other is past. */
  static long daysBetween(Instant now, Instant end) {
    return Math.max(0, Duration.between(now, end).toDays());
  }
}
