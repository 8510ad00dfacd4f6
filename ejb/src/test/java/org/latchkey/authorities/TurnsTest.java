package org.latchkey.authorities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class TurnsTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  @Test
  void more_thanMayWait_areRefusedUntilATurnEnds() {
    Turns turns = new Turns(1, 0, LONG);

    assertThat(
            turns.<String>take(
                () -> {
                  assertThatThrownBy(() -> turns.take(() -> "second"))
                      .isInstanceOf(Attempts.NotNow.class);
                  return "first";
                }))
        .isEqualTo("first");
    assertThat(turns.<String>take(() -> "third")).isEqualTo("third");
  }

  @Test
  void whoMayWait_hasTheNextTurn() {
    Turns turns = new Turns(1, 1, LONG);
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<String> second =
        turns.take(
            () -> {
              CompletableFuture<String> waiting =
                  CompletableFuture.supplyAsync(
                      () -> {
                        begun.countDown();
                        return turns.take(() -> "second");
                      });
              awaitUninterruptibly(begun);
              return waiting;
            });

    assertThat(second.join()).isEqualTo("second");
  }

  @Test
  void turnThatFails_ends() {
    Turns turns = new Turns(1, 0, LONG);

    assertThatThrownBy(
            () ->
                turns.take(
                    () -> {
                      throw new IllegalStateException("failed");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(turns.<String>take(() -> "next")).isEqualTo("next");
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
