package org.latchkey.publicca;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.shredzone.acme4j.Identifier;
import org.shredzone.acme4j.challenge.Challenge;
import org.shredzone.acme4j.challenge.Http01Challenge;

/**
 * The answers to HTTP-01 challenges (RFC 8555 section 8.3), which every node gives below {@code
 * /.well-known/acme-challenge/}.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.REQUIRES_NEW)
public class HttpChallenges implements ChallengeAnswers {

  /** What a killed server has left behind is forgotten after as long. */
  private static final Duration LONGEST = Duration.ofDays(7);

  @Inject private HttpChallengeRows rows;
  @Inject private Clock clock;

  /** What is to be answered for a token; empty for one that nobody waits for. */
  public Optional<String> find(String token) {
    return rows.find(token).map(HttpChallenge::keyAuthorization);
  }

  @Override
  public String type() {
    return Http01Challenge.TYPE;
  }

  @Override
  public void publish(Identifier name, Challenge challenge) {
    Http01Challenge http = (Http01Challenge) challenge;
    rows.removeOlderThan(clock.instant().minus(LONGEST));
    rows.put(new HttpChallenge(http.getToken(), http.getAuthorization(), clock.instant()));
  }

  @Override
  public void withdraw(Identifier name, Challenge challenge) {
    rows.remove(((Http01Challenge) challenge).getToken());
  }
}
