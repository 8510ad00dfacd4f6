package org.latchkey.authorities;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A report of what an authority has issued and revoked. It never changes. */
@Entity
@Table(name = "audit_report")
class AuditReport {

  @Id private String id;

  @Column(name = "authority_id")
  private String authorityId;

  private String bucket;

  @Column(name = "s3_key")
  private String s3Key;

  private int parts;

  @Column(name = "created_at")
  private Instant createdAt;

  protected AuditReport() {}

  AuditReport(String id, String authorityId, String bucket, String s3Key, Instant when) {
    this.id = id;
    this.authorityId = authorityId;
    this.bucket = bucket;
    this.s3Key = s3Key;
    this.createdAt = when;
  }

  void complete(int numberOfParts) {
    parts = numberOfParts;
  }

  String id() {
    return id;
  }

  String authorityId() {
    return authorityId;
  }

  String bucket() {
    return bucket;
  }

  String s3Key() {
    return s3Key;
  }

  int parts() {
    return parts;
  }

  Instant createdAt() {
    return createdAt;
  }
}
