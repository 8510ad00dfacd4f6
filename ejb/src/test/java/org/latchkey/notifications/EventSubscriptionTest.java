package org.latchkey.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventSubscriptionTest {

  private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");

  private static EventSubscription by(EventProtocol protocol) {
    return new EventSubscription(
        "id", "123456789012", protocol, "pki@example.com", List.of(), null, NOW);
  }

  @Test
  void webhook_needsNoConfirmation() {
    assertThat(by(EventProtocol.WEBHOOK).isConfirmed()).isTrue();
    assertThat(by(EventProtocol.WEBHOOK).isForgotten(Instant.MAX)).isFalse();
  }

  @Test
  void mailAddress_isForgottenWhereNobodyConfirmsInTime() {
    EventSubscription subscription = by(EventProtocol.EMAIL);
    subscription.offer("hash");
    subscription.offered();

    assertThat(subscription.isConfirmed()).isFalse();
    assertThat(subscription.isForgotten(NOW.plus(EventSubscription.CONFIRMATION).minusNanos(1)))
        .isFalse();
    assertThat(subscription.isForgotten(NOW.plus(EventSubscription.CONFIRMATION))).isTrue();
  }

  @Test
  void confirmedMailAddress_isNotForgotten() {
    EventSubscription subscription = by(EventProtocol.EMAIL);
    subscription.offer("hash");
    subscription.confirm(NOW);

    assertThat(subscription.isConfirmed()).isTrue();
    assertThat(subscription.isForgotten(Instant.MAX)).isFalse();
    assertThat(subscription.confirmBy()).isNull();
  }

  @Test
  void problem_hasNoCharacterThatTheDatabaseRefuses() {
    EventSubscription subscription = by(EventProtocol.WEBHOOK);

    subscription.failed("status line, receiving [AB\0CD\r\n]", NOW);

    assertThat(subscription.problem()).isEqualTo("status line, receiving [AB CD  ]");
  }

  @Test
  void confirmationThatCameBeforeTheMailWasKnownToBeSent_stays() {
    EventSubscription subscription = by(EventProtocol.EMAIL);
    subscription.confirm(NOW);

    subscription.offered();
    subscription.notOffered("late", NOW);

    assertThat(subscription.isConfirmed()).isTrue();
    assertThat(subscription.problem()).isNull();
  }
}
