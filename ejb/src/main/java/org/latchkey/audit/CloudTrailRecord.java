package org.latchkey.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.latchkey.shared.Arn;
import org.latchkey.shared.Caller;

/** Writes an event as CloudTrail does, in one line. */
final class CloudTrailRecord {

  private static final String EVENT_VERSION = "1.11";
  private static final JsonFactory JSON = new JsonFactory();

  private CloudTrailRecord() {}

  /**
   * The record of an event.
   *
   * @param eventId what identifies the record among all
   */
  static String json(AuditEvent event, String eventId) {
    StringWriter text = new StringWriter(1024);
    try (JsonGenerator json = JSON.createGenerator(text)) {
      write(event, eventId, json);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  private static void write(AuditEvent event, String eventId, JsonGenerator json)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("eventVersion", EVENT_VERSION);
    writeIdentity(event.caller(), json);
    json.writeStringField("eventTime", event.time().toString());
    json.writeStringField("eventSource", event.eventSource());
    json.writeStringField("eventName", event.eventName());
    json.writeStringField("awsRegion", event.region());
    writeOptional("sourceIPAddress", event.sourceIp(), json);
    writeOptional("userAgent", event.userAgent(), json);
    writeOptional("errorCode", event.errorCode(), json);
    writeOptional("errorMessage", event.errorMessage(), json);
    json.writeFieldName("requestParameters");
    if (event.request() == null) {
      json.writeNull();
    } else {
      RequestParameters.write(event.request(), json);
    }
    json.writeNullField("responseElements");
    json.writeStringField("requestID", event.requestId());
    json.writeStringField("eventID", eventId);
    json.writeBooleanField("readOnly", isReadOnly(event.eventName()));
    writeResources(event, json);
    json.writeStringField("eventType", "AwsApiCall");
    json.writeBooleanField("managementEvent", true);
    if (event.caller() != null) {
      json.writeStringField("recipientAccountId", event.caller().account());
    }
    json.writeStringField("eventCategory", "Management");
    json.writeEndObject();
  }

  private static void writeIdentity(@Nullable Caller caller, JsonGenerator json)
      throws IOException {
    json.writeObjectFieldStart("userIdentity");
    if (caller == null) {
      json.writeStringField("type", "Unknown");
    } else if (caller.isService()) {
      json.writeStringField("type", "AWSService");
      json.writeStringField("invokedBy", caller.principal());
    } else {
      json.writeStringField("type", identityType(caller.type()));
      json.writeStringField("principalId", caller.userId());
      json.writeStringField("arn", caller.principal());
      json.writeStringField("accountId", caller.account());
      writeOptional("accessKeyId", caller.accessKeyId(), json);
      writeOptional("invokedBy", caller.viaService(), json);
    }
    json.writeEndObject();
  }

  private static String identityType(Caller.Type type) {
    return switch (type) {
      case ROOT -> "Root";
      case USER -> "IAMUser";
      case ROLE_SESSION -> "AssumedRole";
      case SERVICE -> "AWSService";
    };
  }

  private static void writeResources(AuditEvent event, JsonGenerator json) throws IOException {
    if (event.resources().isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("resources");
    for (String resource : event.resources()) {
      json.writeStartObject();
      json.writeStringField("ARN", resource);
      Arn arn = Arn.parse(resource).orElse(null);
      if (arn != null && !arn.account().isEmpty()) {
        json.writeStringField("accountId", arn.account());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void writeOptional(String name, @Nullable String value, JsonGenerator json)
      throws IOException {
    if (value != null) {
      json.writeStringField(name, value);
    }
  }

  private static boolean isReadOnly(String eventName) {
    return eventName.startsWith("Describe")
        || eventName.startsWith("Get")
        || eventName.startsWith("List")
        || eventName.startsWith("Encrypt")
        || eventName.startsWith("Decrypt")
        || eventName.startsWith("ReEncrypt")
        || eventName.startsWith("Generate")
        || eventName.startsWith("Sign")
        || eventName.startsWith("Verify");
  }
}
