package org.latchkey.keys;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.latchkey.crypto.TokenUnavailable;
import org.latchkey.crypto.TokenUnavailable.Reason;

/**
 * This node's session with the token of one custom key store.
 *
 * <p>It is opened when it is first needed. Where that fails, it is tried again at the earliest
 * after {@link #PAUSE}, and not at all after an error that lasts, until the store is connected
 * anew. A session that breaks is opened again once, for the call that has found it broken.
 *
 * @param <S> the open token
 */
final class TokenConnection<S> {

  static final Duration PAUSE = Duration.ofSeconds(5);

  /** What is done with an open token. */
  interface Use<S, T> {
    T with(S token);
  }

  private final Clock clock;
  private final Consumer<? super S> closing;
  private long number;
  private @Nullable S token;
  private @Nullable TokenUnavailable failure;
  private Instant checkedAt = Instant.MIN;

  /**
   * A session that is not open yet.
   *
   * @param closing ends an open one
   */
  TokenConnection(Clock clock, Consumer<? super S> closing) {
    this.clock = clock;
    this.closing = closing;
  }

  /**
   * Forgets the session, and the failure, of every connecting before the one of this number. Who
   * has read a lower number than others have since is late, and changes nothing.
   */
  synchronized void follow(long currentNumber) {
    if (number < currentNumber) {
      close();
      number = currentNumber;
    }
  }

  /**
   * Uses the token, opening it where it is not open.
   *
   * @throws TokenUnavailable where it is not to be had
   */
  <T> T use(Supplier<S> opening, Use<S, T> use) {
    S open = open(opening);
    try {
      return use.with(open);
    } catch (TokenUnavailable broken) {
      if (broken.reason() == Reason.KEY_NOT_FOUND) {
        throw broken;
      }
      discard(open);
    }
    S reopened = open(opening);
    try {
      return use.with(reopened);
    } catch (TokenUnavailable stillBroken) {
      if (stillBroken.reason() != Reason.KEY_NOT_FOUND) {
        fail(reopened, stillBroken);
      }
      throw stillBroken;
    }
  }

  /** Why the token is not to be had; null where it is. */
  synchronized @Nullable TokenUnavailable problem(Supplier<S> opening) {
    try {
      open(opening);
      return null;
    } catch (TokenUnavailable unavailable) {
      return unavailable;
    }
  }

  /** As {@link #problem}, and looks whether the token of an open session is still there. */
  synchronized @Nullable TokenUnavailable checked(Supplier<S> opening, Runnable requireToken) {
    if (token != null && mayCheck()) {
      checkedAt = clock.instant();
      try {
        requireToken.run();
      } catch (TokenUnavailable gone) {
        fail(token, gone);
      }
    }
    return problem(opening);
  }

  private synchronized S open(Supplier<S> opening) {
    if (token != null) {
      return token;
    }
    if (failure != null && (ConnectionErrorCode.of(failure.reason()).isLasting() || !mayCheck())) {
      throw failure;
    }
    checkedAt = clock.instant();
    try {
      S opened = opening.get();
      token = opened;
      failure = null;
      return opened;
    } catch (TokenUnavailable unavailable) {
      failure = unavailable;
      throw unavailable;
    }
  }

  private boolean mayCheck() {
    return !clock.instant().isBefore(checkedAt.plus(PAUSE));
  }

  private synchronized void discard(S broken) {
    if (token == broken) {
      closing.accept(broken);
      token = null;
    }
  }

  private synchronized void fail(S broken, TokenUnavailable why) {
    if (token == broken) {
      discard(broken);
      failure = why;
      checkedAt = clock.instant();
    }
  }

  /** Ends the session. */
  synchronized void close() {
    if (token != null) {
      closing.accept(token);
      token = null;
    }
    failure = null;
    checkedAt = Instant.MIN;
  }
}
