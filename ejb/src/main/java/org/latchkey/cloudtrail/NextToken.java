package org.latchkey.cloudtrail;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import org.latchkey.cloudtrail.IndexedEvents.Lookup;
import org.latchkey.cloudtrail.IndexedEvents.Place;
import org.latchkey.crypto.Digests;
import org.latchkey.shared.ServiceException;

/**
 * A token that goes on with a lookup: good for the same lookup alone, as CloudTrail demands.
 *
 * @param lookup what is looked up, with its times fixed by the first page
 */
record NextToken(Lookup lookup, Place after) {

  private static final String SEPARATOR = "|";

  @Override
  public String toString() {
    String text =
        String.join(
            SEPARATOR,
            lookup.from().toString(),
            lookup.to().toString(),
            after.time().toString(),
            after.eventId(),
            fingerprint(lookup));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
  }

  /**
   * Reads a token.
   *
   * @param asked the lookup of the call that brings it
   * @throws ServiceException {@code InvalidNextTokenException} where it is not one of that lookup
   */
  static NextToken parse(String token, Lookup asked) {
    try {
      String[] parts =
          new String(Base64.getUrlDecoder().decode(token), UTF_8).split("\\" + SEPARATOR, -1);
      if (parts.length != 5 || !parts[4].equals(fingerprint(asked))) {
        throw invalid();
      }
      Instant from = Instant.parse(parts[0]);
      Instant to = Instant.parse(parts[1]);
      Place after = new Place(Instant.parse(parts[2]), parts[3]);
      if (after.time().isBefore(Instant.EPOCH)
          || after.time().isBefore(from)
          || after.time().isAfter(to)
          || to.isAfter(asked.to())
          || after.eventId().chars().anyMatch(Character::isISOControl)) {
        throw invalid();
      }
      return new NextToken(asked.within(from, to), after);
    } catch (IllegalArgumentException | DateTimeException notAToken) {
      throw invalid();
    }
  }

  private static String fingerprint(Lookup lookup) {
    return Digests.sha256hex(
        String.join(
            "\n", lookup.account(), lookup.region(), lookup.attribute().name(), lookup.value()));
  }

  private static ServiceException invalid() {
    return new ServiceException(
        CloudTrailFault.INVALID_NEXT_TOKEN, "The token is not one of this lookup.");
  }
}
