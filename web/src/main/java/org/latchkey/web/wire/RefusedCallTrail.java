package org.latchkey.web.wire;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import org.latchkey.audit.AuditEvent;
import org.latchkey.audit.Trail;

/** Leaves the record of a refused request in the trail. */
@ApplicationScoped
class RefusedCallTrail implements RefusedCalls {

  @Inject private Trail trail;
  @Inject private Clock clock;

  @Override
  public void refused(RefusedCall call) {
    trail.record(
        new AuditEvent(
            clock.instant(),
            call.caller(),
            call.region(),
            call.eventSource(),
            call.eventName(),
            call.requestId(),
            call.sourceIp(),
            call.userAgent(),
            null,
            List.of(),
            call.errorCode(),
            call.errorMessage()));
  }
}
