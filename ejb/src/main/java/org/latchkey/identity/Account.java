package org.latchkey.identity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityListeners;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.latchkey.coherence.Cached;
import org.latchkey.coherence.CachedEntityListener;

/**
 * An account: what keys, certificates and principals belong to. The first one manages those that
 * are made later; one that has been closed keeps what it has, but nobody of it is let in.
 */
@Entity
@Table(name = "account")
@EntityListeners(CachedEntityListener.class)
class Account implements Cached {

  private static final String ACTIVE = "ACTIVE";
  private static final String SUSPENDED = "SUSPENDED";

  @Id private String id;
  private @Nullable String name;
  private @Nullable String email;

  @Column(name = "email_key")
  private @Nullable String emailKey;

  private String status;

  @Column(name = "management_account")
  private @Nullable String managementAccount;

  @Column(name = "created_at")
  private Instant createdAt;

  protected Account() {}

  /** The first account. */
  Account(String id, Instant createdAt) {
    this.id = id;
    this.status = ACTIVE;
    this.createdAt = createdAt;
  }

  /** An account that another one made. */
  Account(String id, String managementAccount, String name, String email, Instant createdAt) {
    this(id, createdAt);
    this.managementAccount = managementAccount;
    this.name = name;
    this.email = email;
    this.emailKey = email.toLowerCase(Locale.ROOT);
  }

  static String subjectOf(String id) {
    return "account/" + id;
  }

  @Override
  public List<String> subjects() {
    return List.of(subjectOf(id));
  }

  void close() {
    status = SUSPENDED;
  }

  AccountDirectory.Entry entry() {
    return new AccountDirectory.Entry(
        id, managementAccount, name, email, status.equals(ACTIVE), createdAt);
  }
}
