package org.latchkey.associations;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.latchkey.certificates.CertificateChanged;
import org.latchkey.certificates.CertificateEvent;
import org.latchkey.certificates.CertificateUse;
import org.latchkey.certificates.CertificateUse.Deliverable;

/** Sends services what they serve, and tells the world what happened: by way of the outbox. */
@ApplicationScoped
class Deliveries {

  /** How long what was sent before a key changed stays usable where a service does not confirm. */
  private static final Duration CONFIRMATION = Duration.ofDays(7);

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
      grants.move(association, deliverable.keyArn(), now.plus(CONFIRMATION));
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
    Instant now = clock.instant();
    outbox.add(
        OutboxMessage.event(
            association.certificate().account(),
            detailType,
            Messages.event(
                detailType,
                association.certificate(),
                List.of(association.certificate(), association.resource()),
                Map.of(
                    "certificateArn",
                    association.certificate().toString(),
                    "revision",
                    association.deliveredRevision(),
                    "associationId",
                    association.id(),
                    "service",
                    association.service().name()),
                now),
            now));
  }
}
