package org.latchkey.authorities;

import java.time.Duration;
import java.time.Instant;
import org.latchkey.authorities.OcspResponder.Answer;

/**
 * An OCSP answer that may be given more than once.
 *
 * @param content in DER; not to be changed
 * @param thisUpdate when it was signed
 * @param nextUpdate until when it holds
 */
record KeptAnswer(byte[] content, Instant thisUpdate, Instant nextUpdate) {

  boolean isYoungerThan(Duration age, Instant now) {
    return now.isBefore(thisUpdate.plus(age));
  }

  Answer answer() {
    return new Answer(content, thisUpdate, nextUpdate);
  }
}
