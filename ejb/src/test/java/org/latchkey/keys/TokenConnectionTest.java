package org.latchkey.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.latchkey.crypto.TokenUnavailable;
import org.latchkey.crypto.TokenUnavailable.Reason;

class TokenConnectionTest {

  /** A clock that stands until it is put forward. */
  private static final class SetClock extends Clock {
    private Instant now = Instant.parse("2026-01-02T03:04:05Z");

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private final SetClock clock = new SetClock();
  private final List<String> closed = new ArrayList<>();
  private final Deque<Reason> refusals = new ArrayDeque<>();
  private final TokenConnection<String> connection = new TokenConnection<>(clock, closed::add);
  private int opened;

  @BeforeEach
  void follow() {
    connection.follow(1);
  }

  private String open() {
    @Nullable Reason refusal = refusals.poll();
    opened++;
    if (refusal != null) {
      throw new TokenUnavailable(refusal);
    }
    return "session " + opened;
  }

  private String use() {
    return connection.use(this::open, session -> session);
  }

  private void assertUnavailable(Reason reason) {
    assertThatExceptionOfType(TokenUnavailable.class)
        .isThrownBy(this::use)
        .satisfies(thrown -> assertThat(thrown.reason()).isEqualTo(reason));
  }

  @Test
  void openSession_isUsedAgain() {
    assertThat(use()).isEqualTo("session 1");
    assertThat(use()).isEqualTo("session 1");
    assertThat(connection.problem(this::open)).isNull();
  }

  @Test
  void failureToReachTheToken_isTriedAgainAfterThePause() {
    refusals.add(Reason.NOT_FOUND);
    assertUnavailable(Reason.NOT_FOUND);

    clock.now = clock.now.plus(TokenConnection.PAUSE).minusNanos(1);
    assertUnavailable(Reason.NOT_FOUND);
    assertThat(opened).isEqualTo(1);

    clock.now = clock.now.plusNanos(1);
    assertThat(use()).isEqualTo("session 2");
  }

  @ParameterizedTest
  @EnumSource(
      value = Reason.class,
      names = {"PIN_INCORRECT", "PIN_LOCKED", "USER_UNKNOWN"})
  void refusedUser_isNotTriedAgainBeforeTheStoreIsConnectedAnew(Reason reason) {
    refusals.add(reason);
    assertUnavailable(reason);

    clock.now = clock.now.plus(Duration.ofDays(1));
    assertUnavailable(reason);
    assertThat(opened).isEqualTo(1);

    connection.follow(2);
    assertThat(use()).isEqualTo("session 2");
  }

  @Test
  void newConnecting_endsTheSessionOfTheOneBefore() {
    use();

    connection.follow(2);

    assertThat(closed).containsExactly("session 1");
    assertThat(use()).isEqualTo("session 2");
  }

  @Test
  void earlierConnecting_changesNothing() {
    connection.follow(2);
    use();

    connection.follow(1);

    assertThat(closed).isEmpty();
    assertThat(use()).isEqualTo("session 1");
  }

  @Test
  void brokenSession_isOpenedAgainForTheCallThatFindsIt() {
    use();

    String used = connection.use(this::open, session -> unless("session 1", session));

    assertThat(used).isEqualTo("session 2");
    assertThat(closed).containsExactly("session 1");
  }

  @Test
  void sessionThatBreaksTwice_isGivenUpUntilAfterThePause() {
    assertThatExceptionOfType(TokenUnavailable.class)
        .isThrownBy(() -> connection.use(this::open, TokenConnectionTest::broken));

    assertThat(closed).containsExactly("session 1", "session 2");
    assertUnavailable(Reason.UNREACHABLE);
    clock.now = clock.now.plus(TokenConnection.PAUSE);
    assertThat(use()).isEqualTo("session 3");
  }

  @Test
  void missingKey_leavesTheSessionOpen() {
    assertThatExceptionOfType(TokenUnavailable.class)
        .isThrownBy(
            () ->
                connection.use(
                    this::open,
                    session -> {
                      throw new TokenUnavailable(Reason.KEY_NOT_FOUND);
                    }));

    assertThat(use()).isEqualTo("session 1");
    assertThat(closed).isEmpty();
  }

  @Test
  void tokenThatIsGoneWhenLookedFor_isAProblem() {
    use();
    clock.now = clock.now.plus(TokenConnection.PAUSE);

    TokenUnavailable problem =
        connection.checked(
            this::open,
            () -> {
              throw new TokenUnavailable(Reason.NOT_PRESENT);
            });

    assertThat(problem)
        .isNotNull()
        .satisfies(found -> assertThat(found.reason()).isEqualTo(Reason.NOT_PRESENT));
    assertThat(closed).containsExactly("session 1");
  }

  private static String unless(String bad, String session) {
    return session.equals(bad) ? broken(session) : session;
  }

  private static String broken(String session) {
    throw new TokenUnavailable(Reason.UNREACHABLE);
  }
}
