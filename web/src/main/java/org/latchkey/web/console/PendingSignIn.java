package org.latchkey.web.console;

import jakarta.enterprise.context.SessionScoped;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.latchkey.iam.ConsoleAccess.Entrant;

/**
 * Somebody on the way in: whose password was right, and who is asked for something else. It lets
 * nobody see anything, and is forgotten after a few minutes or wrong answers.
 */
@SessionScoped
class PendingSignIn implements Serializable {

  private static final long serialVersionUID = 1L;
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int MOST_FAILURES = 5;

  private @Nullable Entrant entrant;
  private @Nullable Instant until;
  private @Nullable Instant mfaAt;
  private @Nullable String asked;
  private int failures;

  /** Begins to wait for somebody's next answer. */
  void begin(Entrant known, Instant now) {
    entrant = known;
    until = now.plus(PATIENCE);
    mfaAt = null;
    asked = null;
    failures = 0;
  }

  /** Who is waited for; empty where nobody is, or was for too long. */
  Optional<Entrant> entrant(Instant now) {
    if (until != null && now.isAfter(until)) {
      forget();
    }
    return Optional.ofNullable(entrant);
  }

  /** Keeps what a passkey is asked for. */
  void ask(String question) {
    asked = question;
  }

  /** What a passkey was asked for; null where none was. */
  @Nullable String asked() {
    return asked;
  }

  /** A second factor was shown. */
  void shown(Instant at) {
    mfaAt = at;
  }

  @Nullable Instant mfaAt() {
    return mfaAt;
  }

  /** An answer was wrong; after too many of them nobody is waited for any more. */
  void failed() {
    failures++;
    if (failures >= MOST_FAILURES) {
      forget();
    }
  }

  void forget() {
    entrant = null;
    until = null;
    asked = null;
    mfaAt = null;
  }
}
