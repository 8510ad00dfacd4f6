package org.latchkey.access;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The dates of the policy language: the W3C profile of ISO 8601, from a year alone to fractions of
 * a second with a zone, or seconds since 1970.
 *
 * @see <a href="https://www.w3.org/TR/NOTE-datetime">W3C, Date and Time Formats</a>
 */
final class PolicyDate {

  /** Longer than a year's four digits, so that the two cannot be mistaken for each other. */
  private static final Pattern EPOCH_SECONDS = Pattern.compile("-?\\d{5,12}(\\.\\d{1,9})?");

  private PolicyDate() {}

  /** The beginning of the time that {@code text} names; null where it names none. */
  static @Nullable Instant parse(String text) {
    try {
      if (EPOCH_SECONDS.matcher(text).matches()) {
        BigDecimal seconds = new BigDecimal(text);
        BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
        return Instant.ofEpochSecond(
            whole.longValueExact(), seconds.subtract(whole).movePointRight(9).longValueExact());
      }
      return switch (text.length()) {
        case 4 -> Year.parse(text).atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
        case 7 -> YearMonth.parse(text).atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
        case 10 -> LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
        default -> OffsetDateTime.parse(text).toInstant();
      };
    } catch (DateTimeParseException e) {
      return null;
    }
  }
}
