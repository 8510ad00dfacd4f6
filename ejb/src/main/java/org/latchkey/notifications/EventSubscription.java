package org.latchkey.notifications;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who is told of an account's events.
 *
 * <p>Its life: where it is a mail address, sent a link first, and gone where nobody who reads that
 * address confirms in time; told one event after the other; where one is not taken, told it again
 * with growing pauses, and nothing after it, until it is taken; ended by its account.
 */
@Entity
@Table(name = "event_subscription")
class EventSubscription {

  /** How long a link can be used. */
  static final Duration CONFIRMATION = Duration.ofDays(3);

  private static final Pattern CONTROLS = Pattern.compile("\\p{Cntrl}");
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
  private static final int MOST_DOUBLINGS = 10;
  private static final int LONGEST_PROBLEM = 500;

  @Id private String id;
  private String account;

  @Enumerated(EnumType.STRING)
  private EventProtocol protocol;

  private String endpoint;

  @Column(name = "detail_types")
  private String detailTypes;

  private byte @Nullable [] secret;

  @Column(name = "confirmed_at")
  private @Nullable Instant confirmedAt;

  @Column(name = "confirm_by")
  private @Nullable Instant confirmBy;

  /** When it is next sent a link, or, where it has been, ends; null once it is confirmed. */
  @Column(name = "confirmation_due_at")
  private @Nullable Instant confirmationDueAt;

  @Column(name = "token_hash")
  private @Nullable String tokenHash;

  private int attempts;

  @Column(name = "retry_at")
  private Instant retryAt;

  private @Nullable String problem;

  @Column(name = "created_at")
  private Instant createdAt;

  @Version private long version;

  protected EventSubscription() {}

  /**
   * A new one.
   *
   * @param detailTypes those that are told; all of them where empty
   * @param secret wrapped; null for mail
   */
  EventSubscription(
      String id,
      String account,
      EventProtocol protocol,
      String endpoint,
      List<String> detailTypes,
      byte @Nullable [] secret,
      Instant createdAt) {
    this.id = id;
    this.account = account;
    this.protocol = protocol;
    this.endpoint = endpoint;
    this.detailTypes = String.join("|", detailTypes);
    this.secret = secret;
    this.retryAt = createdAt;
    this.createdAt = createdAt;
    if (protocol == EventProtocol.EMAIL) {
      this.confirmBy = createdAt.plus(CONFIRMATION);
      this.confirmationDueAt = createdAt;
    } else {
      this.confirmedAt = createdAt;
    }
  }

  /** Whether it may be told of anything: nobody is written to who has not agreed. */
  boolean isConfirmed() {
    return confirmedAt != null;
  }

  /** Notes which token, by its hash, the link that is about to be sent holds. */
  void offer(String newTokenHash) {
    tokenHash = newTokenHash;
  }

  /** Notes that the link was sent. */
  void offered() {
    if (!isConfirmed()) {
      confirmationDueAt = confirmBy;
      attempts = 0;
      problem = null;
    }
  }

  /** Notes that the link could not be sent, and when that is tried again. */
  void notOffered(String why, Instant now) {
    if (!isConfirmed()) {
      failed(why, now);
      confirmationDueAt = retryAt;
    }
  }

  /** Begins to be told; the link is used up. */
  void confirm(Instant now) {
    confirmedAt = now;
    confirmBy = null;
    confirmationDueAt = null;
    tokenHash = null;
    retryAt = now;
  }

  /** Whether the time has passed in which it could be confirmed. */
  boolean isForgotten(Instant now) {
    return confirmBy != null && !now.isBefore(confirmBy);
  }

  /** Until when it can be confirmed; null once it is. */
  @Nullable Instant confirmBy() {
    return confirmBy;
  }

  boolean wants(String detailType) {
    return detailTypes.isEmpty() || detailTypes().contains(detailType);
  }

  /** Notes that an event was taken. */
  void told() {
    attempts = 0;
    problem = null;
  }

  /** Notes that an event was not taken, and when it is told again. */
  void failed(String why, Instant now) {
    retryAt = now.plus(pause(attempts));
    attempts++;
    // it may repeat what the subscriber's server has sent
    String printable = CONTROLS.matcher(why).replaceAll(" ");
    problem = printable.substring(0, Math.min(printable.length(), LONGEST_PROBLEM));
  }

  /** Five seconds, twice as long each time, and an hour at most. */
  static Duration pause(int attempts) {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempts, MOST_DOUBLINGS));
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }

  String id() {
    return id;
  }

  String account() {
    return account;
  }

  EventProtocol protocol() {
    return protocol;
  }

  String endpoint() {
    return endpoint;
  }

  List<String> detailTypes() {
    return detailTypes.isEmpty() ? List.of() : List.of(detailTypes.split("\\|", -1));
  }

  byte @Nullable [] secret() {
    return secret;
  }

  @Nullable String problem() {
    return problem;
  }

  Instant createdAt() {
    return createdAt;
  }
}
