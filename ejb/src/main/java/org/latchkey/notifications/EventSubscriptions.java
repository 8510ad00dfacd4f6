package org.latchkey.notifications;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The subscriptions of all accounts, and the events that wait to be told. */
@ApplicationScoped
class EventSubscriptions {

  @Inject private EntityManager entities;

  void add(EventSubscription subscription) {
    entities.persist(subscription);
  }

  void add(Notification notification) {
    entities.persist(notification);
  }

  /** Ends a subscription, and forgets what it was not told. */
  void remove(EventSubscription subscription) {
    entities
        .createQuery("delete from Notification n where n.subscriptionId = :id")
        .setParameter("id", subscription.id())
        .executeUpdate();
    entities.remove(subscription);
  }

  Optional<EventSubscription> find(String id) {
    return Optional.ofNullable(entities.find(EventSubscription.class, id));
  }

  /** The subscription, kept from changing until the transaction ends. */
  Optional<EventSubscription> lock(String id) {
    return Optional.ofNullable(
        entities.find(EventSubscription.class, id, LockModeType.PESSIMISTIC_WRITE));
  }

  /** At most {@code limit} of an account, by their ids. */
  List<EventSubscription> of(String account, @Nullable String after, int limit) {
    return entities
        .createQuery(
            "select s from EventSubscription s where s.account = :account and s.id > :after"
                + " order by s.id",
            EventSubscription.class)
        .setParameter("account", account)
        .setParameter("after", after == null ? "" : after)
        .setMaxResults(limit)
        .getResultList();
  }

  /** At most {@code limit} ids of subscriptions that are to be told something now. */
  List<String> due(Instant now, int limit) {
    return entities
        .createQuery(
            "select s.id from EventSubscription s where s.retryAt <= :now and exists"
                + " (select n.id from Notification n where n.subscriptionId = s.id)"
                + " order by s.retryAt, s.id",
            String.class)
        .setParameter("now", now)
        .setMaxResults(limit)
        .getResultList();
  }

  /** At most {@code limit} ids of those that are to be sent a link now, or to end unconfirmed. */
  List<String> confirmationDue(Instant now, int limit) {
    return entities
        .createQuery(
            "select s.id from EventSubscription s where s.confirmationDueAt <= :now"
                + " order by s.confirmationDueAt, s.id",
            String.class)
        .setParameter("now", now)
        .setMaxResults(limit)
        .getResultList();
  }

  /** The subscription whose link holds the token with this hash. */
  Optional<EventSubscription> withToken(String hash) {
    return entities
        .createQuery(
            "select s from EventSubscription s where s.tokenHash = :hash", EventSubscription.class)
        .setParameter("hash", hash)
        .getResultStream()
        .findFirst();
  }

  /** What a subscription is to be told next. */
  Optional<Notification> oldest(String subscriptionId) {
    return entities
        .createQuery(
            "select n from Notification n where n.subscriptionId = :id order by n.id",
            Notification.class)
        .setParameter("id", subscriptionId)
        .setMaxResults(1)
        .getResultStream()
        .findFirst();
  }

  void forget(long notificationId) {
    Notification told = entities.find(Notification.class, notificationId);
    if (told != null) {
      entities.remove(told);
    }
  }
}
