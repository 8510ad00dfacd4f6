package org.latchkey.web.console;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says the values of the service models as people would. */
@Named
@ApplicationScoped
public class Words {

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  @Inject private Clock clock;

  /** {@code PENDING_VALIDATION} and {@code PendingValidation} as "Pending validation". */
  public String plain(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    String spaced =
        String.valueOf(value).replaceAll("([a-z])([A-Z])", "$1 $2").replace('_', ' ').trim();
    String lower = spaced.toLowerCase(Locale.ROOT);
    return lower.isEmpty() ? "" : Character.toUpperCase(lower.charAt(0)) + lower.substring(1);
  }

  /** The day of {@code time} in UTC, for example "1 Mar 2027". */
  public String day(@Nullable Instant time) {
    return time == null ? "" : DAY.format(time);
  }

  /** {@code time} in UTC to the minute. */
  public String minute(@Nullable Instant time) {
    return time == null ? "" : MINUTE.format(time);
  }

  /** How far {@code end} is from now; null where there is none. */
  public @Nullable Expiry expiry(@Nullable Instant end) {
    return end == null ? null : Expiry.of(end, clock.instant());
  }

  /** The last part of an ARN or of a path: what tells it from its neighbours. */
  public String id(@Nullable String arn) {
    if (arn == null) {
      return "";
    }
    String resource = arn.substring(arn.lastIndexOf(':') + 1);
    return resource.substring(resource.indexOf('/') + 1);
  }

  /** The pairs of a context, one {@code name = value} a line, by name. */
  public String pairs(@Nullable Map<String, String> context) {
    if (context == null) {
      return "";
    }
    return context.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(pair -> pair.getKey() + " = " + pair.getValue())
        .collect(Collectors.joining("\n"));
  }
}
