package org.latchkey.keys;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.latchkey.crypto.Pkcs11Token;
import org.latchkey.crypto.TokenUnavailable;
import org.latchkey.crypto.TokenUnavailable.Reason;

/**
 * This node's session with the token of one custom key store.
 *
 * <p>It is opened when it is first needed. Where that fails, it is tried again at the earliest
 * after {@link #PAUSE}, and not at all after an error that lasts, until the store is connected
 * anew. A session that breaks is opened again once, for the call that has found it broken.
 */
final class TokenConnection {

  static final Duration PAUSE = Duration.ofSeconds(5);

  /** What is done with an open token. */
  interface Use<T> {
    T with(Pkcs11Token token);
  }

  private final Clock clock;
  private long number;
  private @Nullable Pkcs11Token token;
  private @Nullable TokenUnavailable failure;
  private Instant checkedAt = Instant.MIN;

  TokenConnection(Clock clock) {
    this.clock = clock;
  }

  /** Forgets the session, and the failure, of any connecting but the one of this number. */
  synchronized void follow(long currentNumber) {
    if (number != currentNumber) {
      close();
      number = currentNumber;
    }
  }

  /**
   * Uses the token, opening it where it is not open.
   *
   * @throws TokenUnavailable where it is not to be had
   */
  <T> T use(Supplier<Pkcs11Token> opening, Use<T> use) {
    Pkcs11Token open = open(opening);
    try {
      return use.with(open);
    } catch (TokenUnavailable broken) {
      if (broken.reason() == Reason.KEY_NOT_FOUND) {
        throw broken;
      }
      discard(open);
    }
    Pkcs11Token reopened = open(opening);
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
  synchronized @Nullable TokenUnavailable problem(Supplier<Pkcs11Token> opening) {
    try {
      open(opening);
      return null;
    } catch (TokenUnavailable unavailable) {
      return unavailable;
    }
  }

  /** As {@link #problem}, and looks whether the token of an open session is still there. */
  synchronized @Nullable TokenUnavailable checked(
      Supplier<Pkcs11Token> opening, Runnable requireToken) {
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

  private synchronized Pkcs11Token open(Supplier<Pkcs11Token> opening) {
    if (token != null) {
      return token;
    }
    if (failure != null && (ConnectionErrorCode.of(failure.reason()).isLasting() || !mayCheck())) {
      throw failure;
    }
    checkedAt = clock.instant();
    try {
      Pkcs11Token opened = opening.get();
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

  private synchronized void discard(Pkcs11Token broken) {
    if (token == broken) {
      broken.close();
      token = null;
    }
  }

  private synchronized void fail(Pkcs11Token broken, TokenUnavailable why) {
    if (token == broken) {
      discard(broken);
      failure = why;
      checkedAt = clock.instant();
    }
  }

  /** Ends the session. */
  synchronized void close() {
    if (token != null) {
      token.close();
      token = null;
    }
    failure = null;
    checkedAt = Instant.MIN;
  }
}
