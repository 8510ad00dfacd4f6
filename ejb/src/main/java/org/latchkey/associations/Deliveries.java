package org.latchkey.associations;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.latchkey.certificates.CertificateChanged;
import org.latchkey.certificates.CertificateEvent;
import org.latchkey.certificates.CertificateUse;
import org.latchkey.certificates.CertificateUse.Deliverable;
import org.latchkey.shared.Settings;

/** Sends services what they serve, and tells the world what happened: by way of the outbox. */
@ApplicationScoped
class Deliveries {

  private static final int CONFIRMATION_DAYS = 7;

  /** How long what was sent before a key changed stays usable where a service does not confirm. */
  private final Duration confirmation =
      Duration.ofDays(Settings.number("confirmation-days", CONFIRMATION_DAYS));

  @Inject private Associations associations;
  @Inject private ServiceGrants grants;
  @Inject private CertificateUse certificates;
  @Inject private Outbox outbox;
  @Inject private Clock clock;

  /** Sends an association's service the certificate as it is now. */
  void deliver(Association association) {
    IntegratedService service = association.service();
    Deliverable deliverable =
        certificates.deliverable(
            ServiceGrants.acm(association),
            association.certificateId(),
            service.contextKey(),
            association.resource());
    Instant now = clock.instant();
    if (!deliverable.keyArn().equals(association.keyArn())) {
      grants.move(association, deliverable.keyArn(), now.plus(confirmation));
    }
    association.delivered(deliverable.revision(), now);
    outbox.add(
        OutboxMessage.toQueue(
            service.deliveryQueue(),
            association.id(),
            "CertificateDelivery",
            Messages.delivery(association, deliverable),
            now));
  }

  /** Tells of a new association. */
  void announce(Association association) {
    event("Certificate Associated", association);
  }

  /** Tells that an association was found broken. */
  void broken(Association association, BrokenCause cause) {
    event("Certificate Association Broken", association, Map.of("cause", cause.name()));
  }

  /** Tells an association's service, and the world, that it has ended. */
  void withdraw(Association association) {
    outbox.add(
        OutboxMessage.toQueue(
            association.service().deliveryQueue(),
            association.id(),
            "CertificateWithdrawal",
            Messages.withdrawal(association),
            clock.instant()));
    event("Certificate Disassociated", association);
  }

  /** Within the transaction that changes a certificate: sends it to all who serve it. */
  void onChange(@Observes CertificateChanged change) {
    String id = change.certificate().resource().substring("certificate/".length());
    associations.of(id).forEach(this::deliver);
  }

  /** Within the transaction in which something happens to a certificate: tells the world. */
  void onEvent(@Observes CertificateEvent event) {
    Instant now = clock.instant();
    String detailType = event.kind().detailType();
    outbox.add(
        OutboxMessage.event(
            event.certificate().account(),
            detailType,
            Messages.event(
                detailType, event.certificate(), List.of(event.certificate()), event.detail(), now),
            now));
  }

  private void event(String detailType, Association association) {
    event(detailType, association, Map.of());
  }

  private void event(String detailType, Association association, Map<String, Object> more) {
    Instant now = clock.instant();
    Map<String, Object> detail = new TreeMap<>(more);
    detail.put("certificateArn", association.certificate().toString());
    detail.put("revision", association.deliveredRevision());
    detail.put("associationId", association.id());
    detail.put("service", association.service().name());
    outbox.add(
        OutboxMessage.event(
            association.certificate().account(),
            detailType,
            Messages.event(
                detailType,
                association.certificate(),
                List.of(association.certificate(), association.resource()),
                detail,
                now),
            now));
  }
}
