package org.latchkey.identity;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Temporary credentials: of a role that was assumed, or of a user. A row never changes; it is
 * deleted some time after it has expired. Only a digest of the session token is kept.
 */
@Entity
@Table(name = "session")
class SessionRecord {

  @Id
  @Column(name = "access_key_id")
  private String accessKeyId;

  @Column(name = "wrapped_secret")
  private byte[] wrappedSecret;

  @Column(name = "token_digest")
  private String tokenDigest;

  private String account;

  @Column(name = "user_id")
  private @Nullable String userId;

  @Column(name = "role_id")
  private @Nullable String roleId;

  private @Nullable String name;

  @Convert(converter = TextList.class)
  private List<String> policies;

  @Convert(converter = TextList.class)
  @Column(name = "policy_arns")
  private List<String> policyArns;

  @Convert(converter = TextMap.class)
  private Map<String, String> tags;

  @Convert(converter = TextList.class)
  @Column(name = "transitive_tags")
  private List<String> transitiveTags;

  @Column(name = "source_identity")
  private @Nullable String sourceIdentity;

  @Column(name = "federated_provider")
  private @Nullable String federatedProvider;

  @Column(name = "mfa_at")
  private @Nullable Instant mfaAt;

  @Column(name = "created_at")
  private Instant createdAt;

  @Column(name = "expires_at")
  private Instant expiresAt;

  protected SessionRecord() {}

  SessionRecord(
      String accessKeyId, byte[] wrappedSecret, String tokenDigest, NewSession asked, Instant now) {
    this.accessKeyId = accessKeyId;
    this.wrappedSecret = wrappedSecret;
    this.tokenDigest = tokenDigest;
    this.account = asked.account();
    this.userId = asked.userId();
    this.roleId = asked.roleId();
    this.name = asked.name();
    this.policies = asked.policies();
    this.policyArns = asked.policyArns();
    this.tags = asked.tags();
    this.transitiveTags = asked.transitiveTags();
    this.sourceIdentity = asked.sourceIdentity();
    this.federatedProvider = asked.federatedProvider();
    this.mfaAt = asked.mfaAt();
    this.createdAt = now;
    this.expiresAt = now.plus(asked.duration());
  }

  static String subjectOf(String accessKeyId) {
    return "session/" + accessKeyId;
  }

  String accessKeyId() {
    return accessKeyId;
  }

  byte[] wrappedSecret() {
    return wrappedSecret;
  }

  String tokenDigest() {
    return tokenDigest;
  }

  String account() {
    return account;
  }

  @Nullable String userId() {
    return userId;
  }

  @Nullable String roleId() {
    return roleId;
  }

  @Nullable String name() {
    return name;
  }

  List<String> policies() {
    return policies;
  }

  List<String> policyArns() {
    return policyArns;
  }

  Map<String, String> tags() {
    return tags;
  }

  List<String> transitiveTags() {
    return transitiveTags;
  }

  @Nullable String sourceIdentity() {
    return sourceIdentity;
  }

  @Nullable String federatedProvider() {
    return federatedProvider;
  }

  @Nullable Instant mfaAt() {
    return mfaAt;
  }

  Instant createdAt() {
    return createdAt;
  }

  Instant expiresAt() {
    return expiresAt;
  }
}
