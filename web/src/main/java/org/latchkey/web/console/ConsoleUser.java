package org.latchkey.web.console;

import jakarta.security.enterprise.CallerPrincipal;
import org.latchkey.iam.ConsoleSession;

/** Somebody who is signed in to the console: what a session remembers of them. */
final class ConsoleUser extends CallerPrincipal {

  private static final long serialVersionUID = 1L;

  private final ConsoleSession session;

  ConsoleUser(ConsoleSession session) {
    super(session.account() + '/' + session.name());
    this.session = session;
  }

  ConsoleSession session() {
    return session;
  }
}
