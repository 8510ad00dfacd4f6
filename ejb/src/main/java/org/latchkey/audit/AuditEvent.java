package org.latchkey.audit;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latchkey.shared.Caller;

/**
 * What the trail keeps of one call.
 *
 * @param caller who asked; null where the request was refused before that was known
 * @param region the Region it was asked in
 * @param requestId the id that the reply carries
 * @param sourceIp the peer's address, or the name of what sent the request; null where unknown
 * @param userAgent what the client calls itself; null where it does not say
 * @param request the request's record, of which everything that may be secret is left out; null
 *     where none could be read
 * @param response what was answered, shown in the same way where CloudTrail shows it; null for none
 * @param resources ARNs of what the call was about
 * @param errorCode the error's name on the wire; null where the call succeeded
 */
public record AuditEvent(
    Instant time,
    @Nullable Caller caller,
    String region,
    String eventSource,
    String eventName,
    String requestId,
    @Nullable String sourceIp,
    @Nullable String userAgent,
    @Nullable Record request,
    @Nullable Record response,
    List<String> resources,
    @Nullable String errorCode,
    @Nullable String errorMessage) {

  public AuditEvent {
    resources = List.copyOf(resources);
  }

  /** An event of which the answer is not shown. */
  public AuditEvent(
      Instant time,
      @Nullable Caller caller,
      String region,
      String eventSource,
      String eventName,
      String requestId,
      @Nullable String sourceIp,
      @Nullable String userAgent,
      @Nullable Record request,
      List<String> resources,
      @Nullable String errorCode,
      @Nullable String errorMessage) {
    this(
        time,
        caller,
        region,
        eventSource,
        eventName,
        requestId,
        sourceIp,
        userAgent,
        request,
        null,
        resources,
        errorCode,
        errorMessage);
  }
}
