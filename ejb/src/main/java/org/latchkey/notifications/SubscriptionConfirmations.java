package org.latchkey.notifications;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.latchkey.crypto.Digests;
import org.latchkey.crypto.RandomBytes;
import org.latchkey.shared.Settings;

/**
 * Has whoever reads a mail address confirm that events are to be sent to it.
 *
 * <p>A token is 256 random bits, of which the hash alone is kept; it is made and stored right
 * before the mail that carries it is sent, so that a mail that has to be sent again has another.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.REQUIRES_NEW)
public class SubscriptionConfirmations {

  private static final int TOKEN_LENGTH = 32;

  @Inject private EventSubscriptions subscriptions;
  @Inject private Clock clock;

  /** What is to be confirmed. */
  public record Pending(
      String subscriptionId, String account, String address, List<String> detailTypes) {

    public Pending {
      detailTypes = List.copyOf(detailTypes);
    }
  }

  /** The mail that asks for it. */
  record Letter(String address, String subject, String text) {}

  /** What a token stands for; empty where it has expired, was used, or never was one. */
  public Optional<Pending> find(String token) {
    return subscription(token)
        .map(
            found ->
                new Pending(found.id(), found.account(), found.endpoint(), found.detailTypes()));
  }

  /** Confirms what a token stands for, and ends the token; false where there is nothing. */
  public boolean confirm(String token) {
    Optional<EventSubscription> found =
        subscription(token).flatMap(known -> subscriptions.lock(known.id()));
    if (found.isEmpty() || subscription(token).isEmpty()) {
      return false;
    }
    found.get().confirm(clock.instant());
    return true;
  }

  private Optional<EventSubscription> subscription(String token) {
    return subscriptions
        .withToken(hash(token))
        .filter(found -> !found.isForgotten(clock.instant()));
  }

  private static String hash(String token) {
    return Digests.sha256hex(token.getBytes(US_ASCII));
  }

  /** At most {@code limit} subscriptions to be sent a link now, or to end unconfirmed. */
  List<String> due(int limit) {
    return subscriptions.confirmationDue(clock.instant(), limit);
  }

  /** The mail for a subscription, with a new token; empty where its time has passed: it ends. */
  Optional<Letter> prepare(String subscriptionId) {
    Instant now = clock.instant();
    EventSubscription subscription = subscriptions.lock(subscriptionId).orElse(null);
    if (subscription == null || subscription.isConfirmed()) {
      return Optional.empty();
    }
    if (subscription.isForgotten(now)) {
      subscriptions.remove(subscription);
      return Optional.empty();
    }
    String token =
        Base64.getUrlEncoder().withoutPadding().encodeToString(RandomBytes.of(TOKEN_LENGTH));
    subscription.offer(hash(token));
    return Optional.of(letter(subscription, token));
  }

  private static Letter letter(EventSubscription subscription, String token) {
    List<String> types = subscription.detailTypes();
    return new Letter(
        subscription.endpoint(),
        "Events of certificates: confirm your address",
        String.join(
            "\n",
            "Account " + subscription.account() + " wants to have events of its certificates sent",
            "to this address:",
            "",
            "  " + (types.isEmpty() ? "all events" : String.join(", ", types)),
            "",
            "If you want to get them, open",
            "",
            "  " + Settings.text("public-url").orElse("") + "/events/subscription?token=" + token,
            "",
            "and confirm. If you do not, do nothing: nothing more is sent to you. The link can be",
            "used until " + subscription.confirmBy() + ".",
            ""));
  }

  /** Keeps that a mail was sent. */
  void sent(String subscriptionId) {
    subscriptions.lock(subscriptionId).ifPresent(EventSubscription::offered);
  }

  /** Keeps why a mail could not be sent, and when it is tried again. */
  void failed(String subscriptionId, String why) {
    subscriptions
        .lock(subscriptionId)
        .ifPresent(subscription -> subscription.notOffered(why, clock.instant()));
  }
}
