package org.latchkey.findings;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.latchkey.findings.SensitiveText.Hit;

/** Something that a call has put where it should not stand. It stays, as the call does. */
@Entity
@Table(name = "finding")
class Finding {

  private static final int LONGEST_NAME = 128;
  private static final int LONGEST_MEMBER = 256;

  @Id private String id;
  private String account;
  private String region;

  @Column(name = "found_at")
  private Instant foundAt;

  @Enumerated(EnumType.STRING)
  private SensitiveKind kind;

  @Column(name = "event_id")
  private String eventId;

  @Column(name = "event_source")
  private String eventSource;

  @Column(name = "event_name")
  private String eventName;

  private @Nullable String resource;
  private String member;

  protected Finding() {}

  /**
   * A finding.
   *
   * @param number its place among those of the same event
   */
  Finding(CallPlace call, int number, Hit hit) {
    this.id = call.eventId() + '-' + number;
    this.account = call.account();
    this.region = call.region();
    this.foundAt = call.time();
    this.kind = hit.kind();
    this.eventId = call.eventId();
    this.eventSource = cut(call.eventSource(), LONGEST_NAME);
    this.eventName = cut(call.eventName(), LONGEST_NAME);
    this.resource = call.resource();
    this.member = cut(hit.member(), LONGEST_MEMBER);
  }

  /** The call that something was found in. */
  record CallPlace(
      String eventId,
      String account,
      String region,
      Instant time,
      String eventSource,
      String eventName,
      @Nullable String resource) {}

  private static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length);
  }

  String id() {
    return id;
  }

  String account() {
    return account;
  }

  String region() {
    return region;
  }

  Instant foundAt() {
    return foundAt;
  }

  SensitiveKind kind() {
    return kind;
  }

  String eventId() {
    return eventId;
  }

  String eventSource() {
    return eventSource;
  }

  String eventName() {
    return eventName;
  }

  @Nullable String resource() {
    return resource;
  }

  String member() {
    return member;
  }
}
