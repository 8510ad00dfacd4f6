package org.latchkey.associations;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.latchkey.shared.Arn;

/**
 * A certificate in use by a service on one of its resources.
 *
 * <p>Its life: made together with a grant, sent the certificate at once and again whenever that
 * changes, ended together with the grant. Where the private key moves to another KMS key, a new
 * grant is made, and each {@link FormerGrant} ends when all of the certificate's services have
 * confirmed what they were sent since, or at its deadline.
 */
@Entity
@Table(name = "association")
class Association {

  @Id private String id;

  @Column(name = "certificate_id")
  private String certificateId;

  @Column(name = "certificate_arn")
  private String certificateArn;

  @ManyToOne(optional = false)
  @JoinColumn(name = "service_user_id")
  private IntegratedService service;

  @Column(name = "resource_arn")
  private String resourceArn;

  @Column(name = "grant_id")
  private String grantId;

  @Column(name = "key_arn")
  private String keyArn;

  @Column(name = "former_until")
  private @Nullable Instant formerUntil;

  @Column(name = "delivered_at")
  private @Nullable Instant deliveredAt;

  @Column(name = "delivered_revision")
  private int deliveredRevision;

  @Column(name = "confirmed_revision")
  private int confirmedRevision;

  private @Nullable String problem;

  private String account;

  @Enumerated(EnumType.STRING)
  @Column(name = "broken_cause")
  private @Nullable BrokenCause brokenCause;

  @Column(name = "check_due_at")
  private @Nullable Instant checkDueAt;

  @Column(name = "created_at")
  private Instant createdAt;

  @Version private long version;

  protected Association() {}

  Association(
      String id,
      String certificateId,
      Arn certificate,
      IntegratedService service,
      Arn resource,
      String grantId,
      Arn key,
      Instant createdAt) {
    this.id = id;
    this.certificateId = certificateId;
    this.certificateArn = certificate.toString();
    this.service = service;
    this.resourceArn = resource.toString();
    this.grantId = grantId;
    this.keyArn = key.toString();
    this.createdAt = createdAt;
    this.account = service.account();
    this.checkDueAt = createdAt.plus(AssociationChecks.INTERVAL);
  }

  /** Notes the revision that was last handed to the outbox. */
  void delivered(int revision, Instant when) {
    deliveredRevision = revision;
    deliveredAt = when;
  }

  /** Notes the newest revision that the service says it uses; it never goes back. */
  void confirmed(int revision) {
    if (revision >= confirmedRevision) {
      confirmedRevision = Math.min(revision, deliveredRevision);
      problem = null;
    }
  }

  /** Notes why the service does not use what it was sent last. */
  void refused(int revision, String why) {
    if (revision >= deliveredRevision) {
      problem = why;
    }
  }

  /** Puts another grant in the place of one that was taken away. */
  void regrant(String newGrantId) {
    grantId = newGrantId;
  }

  /**
   * Belongs to another key from now on, and needs a grant on that. What was sent before stays
   * usable through the former grant, and through those before it.
   *
   * @param until when the former grant ends, whoever still needs it
   */
  FormerGrant moveTo(String otherKeyArn, Instant until) {
    FormerGrant former = new FormerGrant(this, until);
    if (formerUntil == null || formerUntil.isBefore(until)) {
      formerUntil = until;
    }
    keyArn = otherKeyArn;
    return former;
  }

  /** Notes that the last of the former grants has ended. */
  void formerGrantsEnded() {
    formerUntil = null;
  }

  /** Notes what was found, and when it is looked at again. */
  void checked(@Nullable BrokenCause cause, Instant next) {
    brokenCause = cause;
    checkDueAt = next;
  }

  /** Whether the last delivery was handed to the outbox before a moment. */
  boolean deliveredBefore(Instant when) {
    return deliveredAt != null && deliveredAt.isBefore(when);
  }

  /** What the service says that it uses. */
  ConfirmationState state() {
    if (isConfirmed()) {
      return ConfirmationState.CURRENT;
    }
    return confirmedRevision == 0 ? ConfirmationState.UNCONFIRMED : ConfirmationState.OUTDATED;
  }

  /** Whether the service says that it uses what it was sent last. */
  boolean isConfirmed() {
    return confirmedRevision >= deliveredRevision;
  }

  String id() {
    return id;
  }

  String certificateId() {
    return certificateId;
  }

  Arn certificate() {
    return Arn.parse(certificateArn).orElseThrow();
  }

  /** The account of the service, by which associations are listed. */
  String account() {
    return account;
  }

  IntegratedService service() {
    return service;
  }

  Arn resource() {
    return Arn.parse(resourceArn).orElseThrow();
  }

  String grantId() {
    return grantId;
  }

  String keyArn() {
    return keyArn;
  }

  /** When the last of the former grants ends; null where there is none. */
  @Nullable Instant formerUntil() {
    return formerUntil;
  }

  @Nullable Instant deliveredAt() {
    return deliveredAt;
  }

  int deliveredRevision() {
    return deliveredRevision;
  }

  int confirmedRevision() {
    return confirmedRevision;
  }

  @Nullable String problem() {
    return problem;
  }

  @Nullable BrokenCause brokenCause() {
    return brokenCause;
  }

  Instant createdAt() {
    return createdAt;
  }
}
