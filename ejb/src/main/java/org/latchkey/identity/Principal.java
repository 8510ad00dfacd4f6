package org.latchkey.identity;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityListeners;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.latchkey.coherence.Cached;
import org.latchkey.coherence.CachedEntityListener;
import org.latchkey.shared.Arn;
import org.latchkey.shared.Caller;

/** Somebody who can sign requests or sign in: an account's root user, or an IAM user. */
@Entity
@Table(name = "principal")
@EntityListeners(CachedEntityListener.class)
class Principal implements Cached {

  @Id
  @Column(name = "user_id")
  private String userId;

  private String account;

  @Enumerated(EnumType.STRING)
  private Caller.Type kind;

  private String path;
  private String name;

  @Column(name = "name_key")
  private String nameKey;

  private String arn;

  @Column(name = "permissions_boundary")
  private @Nullable String permissionsBoundary;

  @Convert(converter = TextMap.class)
  private Map<String, String> tags;

  @Column(name = "password_hash")
  private @Nullable String passwordHash;

  @Column(name = "password_created_at")
  private @Nullable Instant passwordCreatedAt;

  @Column(name = "password_changed_at")
  private @Nullable Instant passwordChangedAt;

  @Column(name = "password_last_used_at")
  private @Nullable Instant passwordLastUsedAt;

  @Column(name = "password_reset_required")
  private boolean passwordResetRequired;

  @Column(name = "created_at")
  private Instant createdAt;

  protected Principal() {}

  private Principal(
      String userId,
      String account,
      Caller.Type kind,
      String path,
      String name,
      Arn arn,
      Instant createdAt) {
    this.userId = userId;
    this.account = account;
    this.kind = kind;
    this.path = path;
    this.name = name;
    this.nameKey = name.toLowerCase(Locale.ROOT);
    this.arn = arn.toString();
    this.tags = Map.of();
    this.createdAt = createdAt;
  }

  static Principal root(String account, Instant createdAt) {
    return new Principal(
        account, account, Caller.Type.ROOT, "/", "root", Arn.root(account), createdAt);
  }

  /**
   * An IAM user.
   *
   * @param path begins and ends with a slash
   */
  static Principal user(
      String userId, String account, String path, String name, Instant createdAt) {
    return new Principal(
        userId, account, Caller.Type.USER, path, name, arn(account, path, name), createdAt);
  }

  private static Arn arn(String account, String path, String name) {
    return Arn.of("iam", "", account, "user" + path + name);
  }

  static String subjectOf(String userId) {
    return "user/" + userId;
  }

  @Override
  public List<String> subjects() {
    return List.of(subjectOf(userId));
  }

  /** Gives a user another path and name, and so another ARN; the unique id stays. */
  void rename(String otherPath, String otherName) {
    path = otherPath;
    name = otherName;
    nameKey = otherName.toLowerCase(Locale.ROOT);
    arn = arn(account, otherPath, otherName).toString();
  }

  void bound(@Nullable String policyArn) {
    permissionsBoundary = policyArn;
  }

  void tag(Map<String, String> all) {
    tags = Map.copyOf(all);
  }

  /** Sets the console's password, or changes it. */
  void setPassword(String hash, boolean resetRequired, Instant now) {
    if (passwordHash == null) {
      passwordCreatedAt = now;
    }
    passwordHash = hash;
    passwordChangedAt = now;
    passwordResetRequired = resetRequired;
  }

  void notePasswordUse(Instant at) {
    passwordLastUsedAt = at;
  }

  void requirePasswordReset(boolean required) {
    passwordResetRequired = required;
  }

  /** Takes the way into the console away. */
  void removePassword() {
    passwordHash = null;
    passwordCreatedAt = null;
    passwordChangedAt = null;
    passwordResetRequired = false;
  }

  User snapshot() {
    return new User(
        userId,
        account,
        kind,
        path,
        name,
        arn,
        createdAt,
        passwordLastUsedAt,
        permissionsBoundary,
        tags);
  }

  String userId() {
    return userId;
  }

  String account() {
    return account;
  }

  Caller.Type kind() {
    return kind;
  }

  String path() {
    return path;
  }

  String name() {
    return name;
  }

  String arn() {
    return arn;
  }

  @Nullable String passwordHash() {
    return passwordHash;
  }

  @Nullable Instant passwordCreatedAt() {
    return passwordCreatedAt;
  }

  @Nullable Instant passwordChangedAt() {
    return passwordChangedAt;
  }

  boolean passwordResetRequired() {
    return passwordResetRequired;
  }

  Instant createdAt() {
    return createdAt;
  }
}
