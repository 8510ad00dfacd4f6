package org.latchkey.iam;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What became of a request to make an account. It is decided when the request is answered. */
@Entity
@Table(name = "account_creation")
class AccountCreation {

  @Id private String id;

  @Column(name = "requested_by")
  private String requestedBy;

  @Column(name = "account_name")
  private String accountName;

  private @Nullable String account;
  private String state;
  private @Nullable String failure;

  @Column(name = "requested_at")
  private Instant requestedAt;

  @Column(name = "completed_at")
  private Instant completedAt;

  protected AccountCreation() {}

  private AccountCreation(
      String id,
      String requestedBy,
      String accountName,
      @Nullable String account,
      @Nullable String failure,
      Instant now) {
    this.id = id;
    this.requestedBy = requestedBy;
    this.accountName = accountName;
    this.account = account;
    this.state = failure == null ? "SUCCEEDED" : "FAILED";
    this.failure = failure;
    this.requestedAt = now;
    this.completedAt = now;
  }

  static AccountCreation succeeded(
      String id, String requestedBy, String accountName, String account, Instant now) {
    return new AccountCreation(id, requestedBy, accountName, account, null, now);
  }

  static AccountCreation failed(
      String id, String requestedBy, String accountName, String failure, Instant now) {
    return new AccountCreation(id, requestedBy, accountName, null, failure, now);
  }

  String id() {
    return id;
  }

  String requestedBy() {
    return requestedBy;
  }

  OrganizationOperations.CreateAccountStatus describe() {
    return new OrganizationOperations.CreateAccountStatus(
        id, accountName, state, requestedAt, completedAt, account, failure);
  }
}
