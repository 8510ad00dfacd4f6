package org.latchkey.cloudtrail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.latchkey.cloudtrail.EventOperations.Event;
import org.latchkey.cloudtrail.EventOperations.EventResource;
import org.latchkey.cloudtrail.RecordedEvent.Entry;

class RecordedEventTest {

  private static final String KEY = "arn:aws:kms:us-east-1:123456789012:key/1";

  private static String record(String identity) {
    return """
    {"userIdentity":%s,"eventTime":"2026-11-22T10:00:00.123Z",\
    "eventSource":"kms.amazonaws.com","eventName":"Encrypt","awsRegion":"us-east-1",\
    "eventID":"e-1","readOnly":true,"resources":[{"ARN":"%s","accountId":"123456789012"}],\
    "recipientAccountId":"123456789012"}"""
        .formatted(identity, KEY);
  }

  private static final String USER =
      "{\"type\":\"IAMUser\",\"arn\":\"arn:aws:iam::123456789012:user/a/jane\","
          + "\"accessKeyId\":\"AKIA1\"}";

  @Test
  void record_isTheEventOfTheWire() {
    Event event = RecordedEvent.of(record(USER).getBytes(UTF_8)).orElseThrow().event();

    assertThat(event.eventId()).isEqualTo("e-1");
    assertThat(event.eventName()).isEqualTo("Encrypt");
    assertThat(event.eventSource()).isEqualTo("kms.amazonaws.com");
    assertThat(event.eventTime()).isEqualTo(Instant.parse("2026-11-22T10:00:00.123Z"));
    assertThat(event.readOnly()).isEqualTo("true");
    assertThat(event.username()).isEqualTo("jane");
    assertThat(event.accessKeyId()).isEqualTo("AKIA1");
    assertThat(event.resources()).containsExactly(new EventResource("AWS::KMS::Key", KEY));
    assertThat(event.cloudTrailEvent()).isEqualTo(record(USER));
  }

  @Test
  void recordWhoseIdTellsItsTime_isNotFoundByTheIdToo() {
    String id = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f";

    assertThat(RecordedEvent.of(record(USER).replace("e-1", id)).orElseThrow().entries())
        .extracting(Entry::attribute)
        .doesNotContain(LookupAttributeKey.EventId)
        .contains(LookupAttributeKey.Any);
  }

  @Test
  void record_isFoundByEachAttribute() {
    assertThat(RecordedEvent.of(record(USER)).orElseThrow().entries())
        .containsExactlyInAnyOrder(
            new Entry(LookupAttributeKey.Any, ""),
            new Entry(LookupAttributeKey.EventId, "e-1"),
            new Entry(LookupAttributeKey.EventName, "Encrypt"),
            new Entry(LookupAttributeKey.EventSource, "kms.amazonaws.com"),
            new Entry(LookupAttributeKey.ReadOnly, "true"),
            new Entry(LookupAttributeKey.Username, "jane"),
            new Entry(LookupAttributeKey.AccessKeyId, "AKIA1"),
            new Entry(LookupAttributeKey.ResourceName, KEY),
            new Entry(LookupAttributeKey.ResourceType, "AWS::KMS::Key"));
  }

  @Test
  void username_isTheSessionsTheRootsOrTheServices() {
    assertThat(username("{\"type\":\"Root\",\"arn\":\"arn:aws:iam::1:root\"}")).isEqualTo("root");
    assertThat(
            username("{\"type\":\"AssumedRole\",\"arn\":\"arn:aws:sts::1:assumed-role/r/deploy\"}"))
        .isEqualTo("deploy");
    assertThat(username("{\"type\":\"AWSService\",\"invokedBy\":\"kms.amazonaws.com\"}"))
        .isEqualTo("kms.amazonaws.com");
    assertThat(username("{\"type\":\"Unknown\"}")).isNull();
  }

  private static @Nullable String username(String identity) {
    return RecordedEvent.of(record(identity)).orElseThrow().event().username();
  }

  @Test
  void valuesThatTheDatabaseCannotHold_areHashed() {
    assertThat(RecordedEvent.stored("a".repeat(200))).isEqualTo("a".repeat(200));
    assertThat(RecordedEvent.stored("a".repeat(201))).startsWith("sha256:").hasSize(71);
    assertThat(RecordedEvent.stored("a\0")).startsWith("sha256:");
  }

  @Test
  void recordOfNobodysAccount_isNoEvent() {
    assertThat(RecordedEvent.of("{\"eventID\":\"1\",\"eventTime\":\"2026-11-22T10:00:00Z\"}"))
        .isEmpty();
    assertThat(RecordedEvent.of("not JSON")).isEmpty();
  }
}
