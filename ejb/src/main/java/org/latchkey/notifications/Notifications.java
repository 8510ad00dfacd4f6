package org.latchkey.notifications;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.latchkey.certificates.CertificateEvent;
import org.latchkey.crypto.InvalidCiphertext;
import org.latchkey.crypto.RootOfTrust;
import org.latchkey.crypto.SecretBytes;

/** What subscribers are to be told: written as it happens, and forgotten once it was taken. */
@ApplicationScoped
class Notifications {

  private static final int MOST = 1_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  @Inject private EventSubscriptions subscriptions;
  @Inject private RootOfTrust rootOfTrust;
  @Inject private Clock clock;

  /**
   * What somebody is told.
   *
   * @param id the same whenever this is told again
   * @param secret wrapped; null for mail
   */
  record Told(
      long id,
      EventProtocol protocol,
      String endpoint,
      String subscriptionId,
      byte @Nullable [] secret,
      String detailType,
      String body) {}

  /** Within the transaction in which something happens to a certificate. */
  void onEvent(@Observes CertificateEvent event) {
    List<EventSubscription> all = subscriptions.of(event.certificate().account(), null, MOST);
    if (all.isEmpty()) {
      return;
    }
    Instant now = clock.instant();
    String detailType = event.kind().detailType();
    String body = body(event, detailType, now);
    all.stream()
        .filter(EventSubscription::isConfirmed)
        .filter(subscription -> subscription.wants(detailType))
        .forEach(
            subscription ->
                subscriptions.add(new Notification(subscription.id(), detailType, body, now)));
  }

  private static String body(CertificateEvent event, String detailType, Instant now) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("version", "0");
    members.put("id", UUID.randomUUID().toString());
    members.put("detail-type", detailType);
    members.put("source", "latchkey.acm");
    members.put("account", event.certificate().account());
    members.put("time", now.toString());
    members.put("region", event.certificate().region());
    members.put("resources", List.of(event.certificate().toString()));
    members.put("detail", event.detail());
    try {
      return JSON.writeValueAsString(members);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("an event without JSON", impossible);
    }
  }

  /** At most {@code limit} subscriptions that are to be told something now. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  List<String> due(int limit) {
    return subscriptions.due(clock.instant(), limit);
  }

  /** What a subscriber is to be told next; empty where nothing is. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  Optional<Told> next(String subscriptionId) {
    EventSubscription subscription = subscriptions.find(subscriptionId).orElse(null);
    return subscription == null
        ? Optional.empty()
        : subscriptions
            .oldest(subscriptionId)
            .map(
                oldest ->
                    new Told(
                        oldest.id(),
                        subscription.protocol(),
                        subscription.endpoint(),
                        subscription.id(),
                        subscription.secret(),
                        oldest.detailType(),
                        oldest.body()));
  }

  /** Forgets what was taken. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  void taken(Told told) {
    subscriptions.lock(told.subscriptionId()).ifPresent(EventSubscription::told);
    subscriptions.forget(told.id());
  }

  /** Keeps why something was not taken, and when it is told again. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  void refused(Told told, String why) {
    subscriptions
        .lock(told.subscriptionId())
        .ifPresent(subscription -> subscription.failed(why, clock.instant()));
  }

  /** A webhook's secret, which whoever asks closes. */
  SecretBytes secret(Told told) {
    byte[] wrapped = told.secret();
    if (wrapped == null) {
      throw new IllegalStateException("mail is not signed");
    }
    try {
      return rootOfTrust
          .rootKey()
          .unwrap(wrapped, EventSubscriptionOperations.purpose(told.subscriptionId()));
    } catch (InvalidCiphertext corrupt) {
      throw new IllegalStateException(
          "the secret of the subscription " + told.subscriptionId() + " is corrupt", corrupt);
    }
  }
}
