package org.latchkey.authorities;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.latchkey.authorities.AuditReportOperations.AuditReportResponseFormat;
import org.latchkey.authorities.AuditReportOperations.AuditReportStatus;

/**
 * A report of what an authority has issued and revoked, and how far it has been made: its parts are
 * written one after another, each in a transaction.
 */
@Entity
@Table(name = "audit_report")
class AuditReport {

  private static final Duration PAUSE = Duration.ofMinutes(1);

  /** Attempts to go on with a report end after this time. */
  private static final Duration PATIENCE = Duration.ofHours(6);

  @Id private String id;

  @Column(name = "authority_id")
  private String authorityId;

  private String bucket;

  @Column(name = "s3_key")
  private String s3Key;

  @Enumerated(EnumType.STRING)
  private AuditReportResponseFormat format;

  @Enumerated(EnumType.STRING)
  private AuditReportStatus status;

  private int parts;

  @Column(name = "last_serial")
  private String lastSerial;

  @Column(name = "due_at")
  private @Nullable Instant dueAt;

  @Column(name = "created_at")
  private Instant createdAt;

  protected AuditReport() {}

  AuditReport(
      String id,
      String authorityId,
      String bucket,
      AuditReportResponseFormat format,
      Instant when) {
    this.id = id;
    this.authorityId = authorityId;
    this.bucket = bucket;
    this.format = format;
    this.s3Key =
        "audit-report/" + authorityId + '/' + id + '.' + format.name().toLowerCase(Locale.ROOT);
    this.status = AuditReportStatus.CREATING;
    this.lastSerial = "";
    this.dueAt = when;
    this.createdAt = when;
  }

  /** Says that the next part is written, which ends with the certificate of this serial number. */
  void wrotePart(String serial) {
    parts++;
    lastSerial = serial;
  }

  void succeed() {
    status = AuditReportStatus.SUCCESS;
    dueAt = null;
  }

  /** Has the next part tried again later, or no more. */
  void stumble(Instant now) {
    boolean again = now.isBefore(createdAt.plus(PATIENCE));
    status = again ? AuditReportStatus.CREATING : AuditReportStatus.FAILED;
    dueAt = again ? now.plus(PAUSE) : null;
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

  AuditReportResponseFormat format() {
    return format;
  }

  AuditReportStatus status() {
    return status;
  }

  /** How many parts there are so far. */
  int parts() {
    return parts;
  }

  /** The serial number of the last certificate in them; empty where there is none. */
  String lastSerial() {
    return lastSerial;
  }

  Instant createdAt() {
    return createdAt;
  }
}
