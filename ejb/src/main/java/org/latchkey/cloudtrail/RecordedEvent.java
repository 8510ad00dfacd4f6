package org.latchkey.cloudtrail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.latchkey.audit.EventIds;
import org.latchkey.audit.ResourceTypes;
import org.latchkey.cloudtrail.EventOperations.Event;
import org.latchkey.cloudtrail.EventOperations.EventResource;
import org.latchkey.crypto.Digests;
import org.latchkey.shared.Arn;

/** A record of the trail, as LookupEvents knows it. */
final class RecordedEvent {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** What the database keeps of a longer value, or one that it cannot hold, is its hash. */
  private static final int LONGEST_VALUE = 200;

  private final String content;
  private final JsonNode record;
  private final Instant time;

  /** A way to find an event. */
  record Entry(LookupAttributeKey attribute, String value) {}

  private RecordedEvent(String content, JsonNode record, Instant time) {
    this.content = content;
    this.record = record;
    this.time = time;
  }

  /** The event of a record; empty where it is nobody's, or is not a record. */
  static Optional<RecordedEvent> of(byte[] json) {
    return of(new String(json, StandardCharsets.UTF_8));
  }

  static Optional<RecordedEvent> of(String json) {
    try {
      JsonNode record = JSON.readTree(json);
      return record.path("recipientAccountId").isTextual() && record.path("eventID").isTextual()
          ? Optional.of(
              new RecordedEvent(json, record, Instant.parse(record.path("eventTime").asText())))
          : Optional.empty();
    } catch (IOException | DateTimeException notARecord) {
      return Optional.empty();
    }
  }

  String content() {
    return content;
  }

  JsonNode record() {
    return record;
  }

  String eventId() {
    return record.path("eventID").asText();
  }

  Instant time() {
    return time;
  }

  String account() {
    return record.path("recipientAccountId").asText();
  }

  String region() {
    return record.path("awsRegion").asText();
  }

  /** Everything that this event can be found by, but for an id that tells its time. */
  List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    entries.add(new Entry(LookupAttributeKey.Any, ""));
    if (EventIds.time(eventId()).isEmpty()) {
      add(entries, LookupAttributeKey.EventId, eventId());
    }
    add(entries, LookupAttributeKey.EventName, text("eventName"));
    add(entries, LookupAttributeKey.EventSource, text("eventSource"));
    add(entries, LookupAttributeKey.ReadOnly, readOnly());
    add(entries, LookupAttributeKey.Username, username());
    add(entries, LookupAttributeKey.AccessKeyId, accessKeyId());
    for (EventResource resource : resources()) {
      add(entries, LookupAttributeKey.ResourceName, resource.resourceName());
      add(entries, LookupAttributeKey.ResourceType, resource.resourceType());
    }
    return entries.stream().distinct().toList();
  }

  private static void add(
      List<Entry> entries, LookupAttributeKey attribute, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      entries.add(new Entry(attribute, stored(value)));
    }
  }

  /** What the database keeps of a value. */
  static String stored(String value) {
    return value.length() > LONGEST_VALUE || value.indexOf('\0') >= 0
        ? "sha256:" + Digests.sha256hex(value)
        : value;
  }

  /** The event as LookupEvents answers it. */
  Event event() {
    return new Event(
        eventId(),
        text("eventName"),
        readOnly(),
        accessKeyId(),
        time,
        text("eventSource"),
        username(),
        resources(),
        content);
  }

  private @Nullable String text(String member) {
    return record.path(member).isTextual() ? record.path(member).asText() : null;
  }

  private String readOnly() {
    return Boolean.toString(record.path("readOnly").asBoolean());
  }

  private @Nullable String accessKeyId() {
    JsonNode id = record.path("userIdentity").path("accessKeyId");
    return id.isTextual() ? id.asText() : null;
  }

  /** A user's name, a session's name, {@code root}, or the service. */
  private @Nullable String username() {
    JsonNode identity = record.path("userIdentity");
    String arn = identity.path("arn").asText();
    return switch (identity.path("type").asText()) {
      case "Root" -> "root";
      case "IAMUser", "AssumedRole" -> arn.substring(arn.lastIndexOf('/') + 1);
      case "AWSService" -> identity.path("invokedBy").asText();
      default -> null;
    };
  }

  private List<EventResource> resources() {
    List<EventResource> resources = new ArrayList<>();
    for (JsonNode resource : record.path("resources")) {
      String arn = resource.path("ARN").asText();
      resources.add(new EventResource(Arn.parse(arn).flatMap(ResourceTypes::of).orElse(null), arn));
    }
    NamedIdentities.of(record).stream()
        .filter(named -> !resources.contains(named))
        .forEach(resources::add);
    return resources;
  }
}
