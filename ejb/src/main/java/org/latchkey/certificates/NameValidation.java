package org.latchkey.certificates;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/**
 * One name of a certificate that is issued once control of its names is shown.
 *
 * <p>Its life: pending until its record is found, a success then, and pending again when the
 * certificate is to be renewed.
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

  protected NameValidation() {}

  /** A name whose DNS record is to be found. */
  NameValidation(String certificateId, int place, String name, ControlRecord record) {
    this.id = certificateId + "/" + place;
    this.certificateId = certificateId;
    this.place = place;
    this.name = name;
    this.validationDomain = DomainNames.withoutWildcard(name);
    this.method = ValidationMethod.DNS;
    this.status = DomainStatus.PENDING_VALIDATION;
    this.recordName = record.name();
    this.recordValue = record.value();
  }

  void succeed() {
    status = DomainStatus.SUCCESS;
  }

  void fail() {
    status = DomainStatus.FAILED;
  }

  void begin() {
    status = DomainStatus.PENDING_VALIDATION;
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
    return recordName == null || recordValue == null
        ? null
        : new ControlRecord(recordName, recordValue);
  }
}
