package org.latchkey.publicca;

import java.io.IOException;
import org.shredzone.acme4j.Identifier;
import org.shredzone.acme4j.challenge.Challenge;

/** A way in which challenges of a CA are answered. Doing either of the two twice does no harm. */
interface ChallengeAnswers {

  /** The challenge type (RFC 8555 section 9.7.8). */
  String type();

  /** Puts the answer where the CA looks for it. */
  void publish(Identifier name, Challenge challenge) throws IOException;

  /** Takes it away. */
  void withdraw(Identifier name, Challenge challenge) throws IOException;
}
