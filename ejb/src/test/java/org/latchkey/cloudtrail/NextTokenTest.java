package org.latchkey.cloudtrail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.cloudtrail.IndexedEvents.Lookup;
import org.latchkey.cloudtrail.IndexedEvents.Place;
import org.latchkey.shared.ServiceException;

class NextTokenTest {

  private static final Instant FROM = Instant.parse("2026-11-01T00:00:00Z");
  private static final Instant TO = Instant.parse("2026-11-22T00:00:00Z");
  private static final Place PLACE = new Place(Instant.parse("2026-11-20T01:02:03.456Z"), "e-7");

  private static Lookup lookup(String account, String value, Instant to) {
    return new Lookup(account, "us-east-1", LookupAttributeKey.EventName, value, FROM, to);
  }

  @Test
  void token_goesOnWithItsLookupAndItsTimes() {
    String token = new NextToken(lookup("1", "Sign", TO), PLACE).toString();

    NextToken read = NextToken.parse(token, lookup("1", "Sign", TO.plusSeconds(60)));

    assertThat(read.lookup()).isEqualTo(lookup("1", "Sign", TO));
    assertThat(read.after()).isEqualTo(PLACE);
  }

  @Test
  void tokenOfAnotherLookup_isRefused() {
    String token = new NextToken(lookup("1", "Sign", TO), PLACE).toString();

    assertRefused(token, lookup("1", "Verify", TO));
    assertRefused(token, lookup("2", "Sign", TO));
  }

  /** A token is not signed: whoever makes one gets no further than by asking. */
  @Test
  void madeUpTimes_areRefusedOrBounded() {
    Lookup asked = lookup("1", "Sign", TO);

    assertRefused(token(FROM, Instant.MAX, TO), asked);
    assertRefused(token(FROM, TO, Instant.MAX), asked);
    assertRefused(token(FROM, TO, Instant.MIN), asked);
    assertThat(NextToken.parse(token(Instant.MIN, TO, TO), asked).lookup()).isEqualTo(asked);
  }

  /** A database knows neither. */
  @Test
  void placeThatNoEventHas_isRefused() {
    Lookup asked = lookup("1", "Sign", TO);

    assertRefused(token(Instant.MIN, TO, Instant.MIN), asked);
    assertRefused(new NextToken(asked, new Place(TO, "e\0")).toString(), asked);
  }

  private static String token(Instant from, Instant to, Instant after) {
    Lookup lookup = new Lookup("1", "us-east-1", LookupAttributeKey.EventName, "Sign", from, to);
    return new NextToken(lookup, new Place(after, "e-7")).toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "%%%", "MjAyNg", "fHx8fA"})
  void otherText_isRefused(String token) {
    assertRefused(token, lookup("1", "Sign", TO));
  }

  private static void assertRefused(String token, Lookup lookup) {
    assertThatThrownBy(() -> NextToken.parse(token, lookup))
        .isInstanceOfSatisfying(
            ServiceException.class,
            refused -> assertThat(refused.fault()).isEqualTo(CloudTrailFault.INVALID_NEXT_TOKEN));
  }
}
