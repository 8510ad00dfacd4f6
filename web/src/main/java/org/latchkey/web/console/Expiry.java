package org.latchkey.web.console;

import java.time.Duration;
import java.time.Instant;

/**
 * How far the end of something is, in words.
 *
 * @param sentence for example "in 42 days"
 * @param urgency how much it should stand out
 */
public record Expiry(String sentence, Urgency urgency) {

  /** How much the end of something should stand out. */
  public enum Urgency {
    NONE,
    SOON,
    PAST
  }

  /**
   * ACM begins to warn at 45 days.
   *
   * @see <a href="https://docs.aws.amazon.com/acm/latest/userguide/supported-events.html">AWS
   *     Certificate Manager User Guide, Amazon EventBridge support for ACM</a>
   */
  private static final long SOON_DAYS = 45;

  /** The end {@code at} as seen {@code now}. */
  static Expiry of(Instant at, Instant now) {
    boolean past = at.isBefore(now);
    long days = (past ? Duration.between(at, now) : Duration.between(now, at)).toDays();
    if (past) {
      return new Expiry(
          days == 0 ? "expired today" : "expired " + inDays(days) + " ago", Urgency.PAST);
    }
    return new Expiry(
        days == 0 ? "in less than a day" : "in " + inDays(days),
        days <= SOON_DAYS ? Urgency.SOON : Urgency.NONE);
  }

  private static String inDays(long days) {
    return days == 1 ? "1 day" : days + " days";
  }
}
