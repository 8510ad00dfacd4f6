package org.latchkey.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublicOrderTest {

  private static final String DIRECTORY = "https://ca.example/dir";
  private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");

  private static PublicOrder ordered() {
    PublicOrder order =
        new PublicOrder(
            "id",
            DIRECTORY,
            new byte[0],
            new PrivateKeyProtection.Protected(new byte[0], "arn", "material"),
            NOW);
    order.ordered(DIRECTORY, "https://ca.example/order/1", NOW);
    order.advanced(true, NOW);
    return order;
  }

  @ParameterizedTest
  @CsvSource({"0, PT5S", "1, PT10S", "9, PT42M40S", "10, PT1H", "1000, PT1H"})
  void pause_doublesUpToAnHour(int attempts, Duration pause) {
    assertThat(PublicOrder.pause(Duration.ofSeconds(5), attempts)).isEqualTo(pause);
  }

  @Test
  void step_thatFailed_isTakenAgainLater() {
    PublicOrder order = ordered();

    order.failed(false, null, NOW);

    assertThat(order.urlAt(DIRECTORY)).isEqualTo("https://ca.example/order/1");
    assertThat(order.isPublished()).isTrue();
    assertThat(order.isDue(NOW)).isFalse();
    assertThat(order.isDue(NOW.plusSeconds(5))).isTrue();
  }

  @Test
  void order_thatEnded_isFollowedByAnother() {
    PublicOrder order = ordered();

    order.failed(true, null, NOW);

    assertThat(order.urlAt(DIRECTORY)).isNull();
    assertThat(order.isPublished()).isFalse();
    assertThat(order.isDue(NOW.plusSeconds(59))).isFalse();
    assertThat(order.isDue(NOW.plusSeconds(60))).isTrue();
  }

  @Test
  void orderThatBeginsAnew_isUnknownToTheCa() {
    PublicOrder order = ordered();

    order.beginAnew(
        new byte[] {1}, new PrivateKeyProtection.Protected(new byte[] {2}, "arn", "another"));

    assertThat(order.urlAt(DIRECTORY)).isNull();
    assertThat(order.isPublished()).isFalse();
    assertThat(order.csr()).containsExactly(1);
    assertThat(order.privateKey()).containsExactly(2);
    assertThat(order.keyMaterial()).isEqualTo("another");
    assertThat(order.isDue(NOW)).isTrue();
  }

  @Test
  void caThatNamesATime_isNotAskedBefore() {
    PublicOrder order = ordered();

    order.failed(false, NOW.plusSeconds(900), NOW);

    assertThat(order.isDue(NOW.plusSeconds(899))).isFalse();
    assertThat(order.isDue(NOW.plusSeconds(900))).isTrue();
  }

  @Test
  void anotherCa_doesNotKnowTheOrder() {
    assertThat(ordered().urlAt("https://other.example/dir")).isNull();
  }
}
