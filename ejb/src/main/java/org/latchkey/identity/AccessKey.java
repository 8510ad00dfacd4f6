package org.latchkey.identity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityListeners;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latchkey.coherence.Cached;
import org.latchkey.coherence.CachedEntityListener;

/** An access key: an id that requests show, and a secret that signs them, stored wrapped. */
@Entity
@Table(name = "access_key")
@EntityListeners(CachedEntityListener.class)
class AccessKey implements Cached {

  static final String ACTIVE = "Active";

  @Id private String id;

  @ManyToOne(optional = false)
  @JoinColumn(name = "user_id")
  private Principal principal;

  @Column(name = "wrapped_secret")
  private byte[] wrappedSecret;

  private String status;

  @Column(name = "created_at")
  private Instant createdAt;

  @Column(name = "last_used_at")
  private @Nullable Instant lastUsedAt;

  @Column(name = "last_used_service")
  private @Nullable String lastUsedService;

  @Column(name = "last_used_region")
  private @Nullable String lastUsedRegion;

  protected AccessKey() {}

  AccessKey(String id, Principal principal, byte[] wrappedSecret, Instant createdAt) {
    this.id = id;
    this.principal = principal;
    this.wrappedSecret = wrappedSecret;
    this.status = ACTIVE;
    this.createdAt = createdAt;
  }

  /** On what depends whose access key it is, and whether it is active. */
  static String subjectOf(String id) {
    return "access-key/" + id;
  }

  @Override
  public List<String> subjects() {
    return List.of(subjectOf(id));
  }

  String id() {
    return id;
  }

  Principal principal() {
    return principal;
  }

  byte[] wrappedSecret() {
    return wrappedSecret;
  }

  void setStatus(String newStatus) {
    status = newStatus;
  }

  AccessKeyDirectory.Entry entry() {
    return new AccessKeyDirectory.Entry(
        id, principal.userId(), status, createdAt, lastUsedAt, lastUsedService, lastUsedRegion);
  }

  boolean active() {
    return status.equals(ACTIVE);
  }

  Instant createdAt() {
    return createdAt;
  }
}
