package org.latchkey.web.console;

import jakarta.enterprise.context.SessionScoped;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;
import org.latchkey.iam.ConsoleFederation.Guest;
import org.latchkey.iam.ConsoleFederation.Question;

/** Somebody who has gone to an identity provider, or has come back and chooses a role. */
@SessionScoped
class PendingFederation implements Serializable {

  private static final long serialVersionUID = 1L;

  private @Nullable Question question;
  private @Nullable Guest guest;

  void begin(Question asked) {
    question = asked;
    guest = null;
  }

  /** What was asked, once: an answer that comes twice is to nothing. */
  @Nullable Question takeQuestion() {
    Question asked = question;
    question = null;
    return asked;
  }

  boolean isAsked() {
    return question != null;
  }

  void welcome(Guest known) {
    guest = known;
  }

  @Nullable Guest takeGuest() {
    Guest known = guest;
    guest = null;
    return known;
  }
}
