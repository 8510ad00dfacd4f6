package org.latchkey.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class TurnsTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  private static String ask(Turns turns) {
    return turns.take(() -> "done", () -> "refused");
  }

  @Test
  void moreThanMayWait_areRefusedUntilATurnEnds() {
    Turns turns = new Turns(1, 0, LONG);

    assertThat(turns.take(() -> ask(turns), () -> "")).isEqualTo("refused");
    assertThat(ask(turns)).isEqualTo("done");
  }

  @Test
  void whoHasWaitedForLong_isRefused() {
    Turns turns = new Turns(1, 1, Duration.ofMillis(1));

    assertThat(turns.take(() -> ask(turns), () -> "")).isEqualTo("refused");
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
                        return ask(turns);
                      });
              awaitUninterruptibly(begun);
              return waiting;
            },
            CompletableFuture::new);

    assertThat(second.join()).isEqualTo("done");
  }

  @Test
  void turnThatFails_ends() {
    Turns turns = new Turns(1, 0, LONG);

    assertThatThrownBy(
            () ->
                turns.take(
                    () -> {
                      throw new IllegalStateException("failed");
                    },
                    () -> "refused"))
        .isInstanceOf(IllegalStateException.class);
    assertThat(ask(turns)).isEqualTo("done");
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
