package org.latchkey.web.wire;

import org.jspecify.annotations.Nullable;
import org.latchkey.shared.Caller;

/**
 * Is told of every request that was refused before it reached an operation: not signed, wrongly
 * signed, unknown, malformed or too large. Those that reach one leave their record there.
 */
@FunctionalInterface
interface RefusedCalls {

  /**
   * A refused request, in what is known of it.
   *
   * @param caller null where the signature did not hold
   * @param region the Region it was signed for; empty where the signature did not hold
   * @param eventSource the service asked, for example {@code kms.amazonaws.com}; as the request
   *     claims, where the signature did not hold; empty where it names none that is served
   * @param eventName the operation asked for, as the request claims; empty where it names none
   * @param sourceIp the peer's address
   * @param userAgent what the client calls itself
   * @param errorCode the error's name on the wire
   * @param errorMessage what the client is told, without any sensitive value
   */
  record RefusedCall(
      String requestId,
      @Nullable Caller caller,
      String region,
      String eventSource,
      String eventName,
      String sourceIp,
      @Nullable String userAgent,
      String errorCode,
      String errorMessage) {}

  /** Records it; where this throws, the client is told of an internal failure instead. */
  void refused(RefusedCall call);
}
