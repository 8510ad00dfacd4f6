package org.latchkey.x509;

import static org.latchkey.x509.X509Exception.Problem.INVALID_VALIDITY;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;

/**
 * When a certificate begins or ends to be valid, as IssueCertificate says it.
 *
 * @param value a positive number whose meaning the type tells
 * @see <a
 *     href="https://docs.aws.amazon.com/privateca/latest/APIReference/API_Validity.html">Validity</a>
 */
public record Validity(long value, ValidityPeriodType type) {

  /** RFC 5280 section 4.1.2.5: the value for no well-defined end, and the greatest there is. */
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  private static final int UTC_TIME_LENGTH = 12;
  private static final int GENERALIZED_TIME_LENGTH = 14;
  private static final DateTimeFormatter GENERALIZED_TIME =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss").withResolverStyle(ResolverStyle.STRICT);

  /** How a value is read. */
  public enum ValidityPeriodType {
    /** Digits of a UTCTime, YYMMDDHHMMSS, or of a GeneralizedTime, YYYYMMDDHHMMSS. */
    END_DATE,
    /** Seconds since 1970-01-01T00:00:00Z. */
    ABSOLUTE,
    /** Days of 24 hours after issuance. */
    DAYS,
    /** Calendar months after issuance, in UTC. */
    MONTHS,
    /** Calendar years after issuance, in UTC. */
    YEARS
  }

  public Validity {
    if (value < 1) {
      throw invalid("its value must be positive");
    }
  }

  public static Validity ofDays(long days) {
    return new Validity(days, ValidityPeriodType.DAYS);
  }

  /**
   * The moment that this means, in whole seconds.
   *
   * @param issuance what days, months and years are counted from
   * @throws X509Exception if there is no such moment before the year 10000
   */
  public Instant from(Instant issuance) {
    Instant moment;
    try {
      OffsetDateTime start = issuance.atOffset(ZoneOffset.UTC);
      moment =
          switch (type) {
            case END_DATE -> endDate();
            case ABSOLUTE -> Instant.ofEpochSecond(value);
            case DAYS -> start.plusDays(value).toInstant();
            case MONTHS -> start.plusMonths(value).toInstant();
            case YEARS -> start.plusYears(value).toInstant();
          };
    } catch (DateTimeException | ArithmeticException e) {
      throw invalid("there is no such date");
    }
    if (moment.isAfter(LATEST)) {
      throw invalid("it is after the year 9999");
    }
    return Instant.ofEpochSecond(moment.getEpochSecond());
  }

  private Instant endDate() {
    String digits = Long.toString(value);
    if (digits.length() <= UTC_TIME_LENGTH) {
      String utcTime = "0".repeat(UTC_TIME_LENGTH - digits.length()) + digits;
      // RFC 5280 section 4.1.2.5.1: two digits of 50 and above are of the 20th century.
      digits = (utcTime.compareTo("50") >= 0 ? "19" : "20") + utcTime;
    }
    if (digits.length() != GENERALIZED_TIME_LENGTH) {
      throw invalid("an END_DATE has 12 or 14 digits");
    }
    return LocalDateTime.parse(digits, GENERALIZED_TIME).toInstant(ZoneOffset.UTC);
  }

  private static X509Exception invalid(String why) {
    return new X509Exception(INVALID_VALIDITY, "The validity is not valid: " + why + ".");
  }
}
