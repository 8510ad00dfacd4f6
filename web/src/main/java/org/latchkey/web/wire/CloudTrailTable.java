package org.latchkey.web.wire;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import org.latchkey.cloudtrail.EventOperations;
import org.latchkey.cloudtrail.EventOperations.LookupEventsRequest;
import org.latchkey.cloudtrail.EventOperations.LookupEventsResponse;

/** CloudTrail's operations, one line an operation. */
@Dependent
class CloudTrailTable implements ServiceTable {

  private final EventOperations events;

  @Inject
  CloudTrailTable(EventOperations events) {
    this.events = events;
  }

  @Override
  public OperationTable table() {
    return OperationTable.of("cloudtrail")
        .on(
            "LookupEvents",
            LookupEventsRequest.class,
            LookupEventsResponse.class,
            events::lookupEvents);
  }
}
