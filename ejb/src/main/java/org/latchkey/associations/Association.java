package org.latchkey.associations;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
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
 * changes, ended together with the grant.
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

  @Column(name = "delivered_revision")
  private int deliveredRevision;

  @Column(name = "confirmed_revision")
  private int confirmedRevision;

  private @Nullable String problem;

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
  }

  /** Notes the revision that was last handed to the outbox. */
  void delivered(int revision) {
    deliveredRevision = revision;
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

  String id() {
    return id;
  }

  String certificateId() {
    return certificateId;
  }

  Arn certificate() {
    return Arn.parse(certificateArn).orElseThrow();
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

  int deliveredRevision() {
    return deliveredRevision;
  }

  int confirmedRevision() {
    return confirmedRevision;
  }

  @Nullable String problem() {
    return problem;
  }

  Instant createdAt() {
    return createdAt;
  }
}
