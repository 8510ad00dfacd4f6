package org.latchkey.certificates;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One name of a certificate that is issued once control of its names is shown.
 *
 * <p>Its life: pending until its record or proof is found, or somebody approves; a success then,
 * and pending again when the certificate is to be renewed.
 */
@Entity
@Table(name = "name_validation")
class NameValidation {

  @Id private String id;

  @Column(name = "certificate_id")
  private String certificateId;

  // sorted by
  @SuppressWarnings("UnusedVariable")
  private int place;

  private String name;

  @Column(name = "validation_domain")
  private String validationDomain;

  @Enumerated(EnumType.STRING)
  private ValidationMethod method;

  @Enumerated(EnumType.STRING)
  private DomainStatus status;

  @Column(name = "record_name")
  private @Nullable String recordName;

  @Column(name = "record_value")
  private @Nullable String recordValue;

  @Column(name = "mail_due_at")
  private @Nullable Instant mailDueAt;

  @Column(name = "mail_attempts")
  private int mailAttempts;

  protected NameValidation() {}

  private NameValidation(
      String certificateId, int place, String name, String domain, ValidationMethod method) {
    this.id = certificateId + "/" + place;
    this.certificateId = certificateId;
    this.place = place;
    this.name = name;
    this.validationDomain = domain;
    this.method = method;
    this.status = DomainStatus.PENDING_VALIDATION;
  }

  /** A name whose DNS record is to be found. */
  static NameValidation byDns(String certificateId, int place, String name, ControlRecord record) {
    NameValidation validation =
        new NameValidation(certificateId, place, name, name, ValidationMethod.DNS);
    validation.recordName = record.name();
    validation.recordValue = record.value();
    return validation;
  }

  /** A name whose web server is to show a proof. */
  static NameValidation byHttp(String certificateId, int place, String name, HttpProof proof) {
    NameValidation validation =
        new NameValidation(certificateId, place, name, name, ValidationMethod.HTTP);
    validation.recordName = proof.file();
    validation.recordValue = proof.content();
    return validation;
  }

  /** A name of which somebody who reads this domain's mail is to approve. */
  static NameValidation byEmail(
      String certificateId, int place, String name, String domain, Instant now) {
    NameValidation validation =
        new NameValidation(certificateId, place, name, domain, ValidationMethod.EMAIL);
    validation.mailDueAt = now;
    return validation;
  }

  void succeed() {
    status = DomainStatus.SUCCESS;
  }

  void fail() {
    status = DomainStatus.FAILED;
  }

  void begin(Instant now) {
    status = DomainStatus.PENDING_VALIDATION;
    if (method == ValidationMethod.EMAIL) {
      mail(validationDomain, now);
    }
  }

  /** Has a mail sent to the addresses of a domain. */
  void mail(String domain, Instant now) {
    validationDomain = domain;
    mailDueAt = now;
    mailAttempts = 0;
  }

  void mailSent() {
    mailDueAt = null;
  }

  /** Notes that the mail could not be sent, and when that is tried again. */
  void mailFailed(Instant now) {
    mailDueAt = now.plus(Validations.pause(mailAttempts * Validations.LOOKS_A_PAUSE));
    mailAttempts++;
  }

  String id() {
    return id;
  }

  String certificateId() {
    return certificateId;
  }

  String name() {
    return name;
  }

  String validationDomain() {
    return validationDomain;
  }

  ValidationMethod method() {
    return method;
  }

  DomainStatus status() {
    return status;
  }

  /** The DNS record that shows control; null for other methods. */
  @Nullable ControlRecord record() {
    return recordName == null || recordValue == null || method != ValidationMethod.DNS
        ? null
        : new ControlRecord(recordName, recordValue);
  }

  /** What the name's web server is to show; null for other methods. */
  @Nullable HttpProof proof() {
    return recordName == null || recordValue == null || method != ValidationMethod.HTTP
        ? null
        : new HttpProof(recordName, recordValue);
  }
}
