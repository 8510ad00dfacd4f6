package org.latchkey.shared;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;
import java.time.Duration;

/** Gives everything that asks for a {@link Clock} the time of the server, in milliseconds. */
@ApplicationScoped
public class ServerClock {

  private static final Duration TICK = Duration.ofMillis(1);

  /** UTC, to the millisecond: what every database keeps and every reply can say. */
  @Produces
  public Clock clock() {
    return Clock.tick(Clock.systemUTC(), TICK);
  }
}
