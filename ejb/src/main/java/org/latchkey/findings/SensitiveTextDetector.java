package org.latchkey.findings;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.latchkey.cloudtrail.IndexedRecordListener;
import org.latchkey.findings.Finding.CallPlace;
import org.latchkey.findings.SensitiveText.Hit;

/** Makes findings of what calls that succeeded have put into tags, names and descriptions. */
@ApplicationScoped
class SensitiveTextDetector implements IndexedRecordListener {

  private static final Logger LOG = Logger.getLogger(SensitiveTextDetector.class.getName());

  @Inject private Findings findings;

  @Override
  public void indexed(JsonNode record) {
    if (record.has("errorCode") || record.path("readOnly").asBoolean()) {
      return;
    }
    List<Hit> hits = SensitiveText.in(record.path("requestParameters"));
    if (hits.isEmpty()) {
      return;
    }
    CallPlace call = call(record);
    for (int i = 0; i < hits.size(); i++) {
      Hit hit = hits.get(i);
      if (!findings.add(new Finding(call, i, hit))) {
        continue;
      }
      LOG.warning(
          () ->
              "What looks like %s stands in %s of %s, event %s"
                  .formatted(hit.kind(), hit.member(), call.eventName(), call.eventId()));
    }
  }

  private static CallPlace call(JsonNode record) {
    @Nullable JsonNode resource = record.path("resources").get(0);
    return new CallPlace(
        record.path("eventID").asText(),
        record.path("recipientAccountId").asText(),
        record.path("awsRegion").asText(),
        Instant.parse(record.path("eventTime").asText()),
        record.path("eventSource").asText(),
        record.path("eventName").asText(),
        resource == null ? null : resource.path("ARN").asText());
  }
}
