package org.latchkey.identity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.latchkey.shared.Arn;
import org.latchkey.shared.Caller;

/** Somebody who can sign requests or sign in: an account's root user, or an IAM user. */
@Entity
@Table(name = "principal")
class Principal {

  @Id
  @Column(name = "user_id")
  private String userId;

  private String account;

  @Enumerated(EnumType.STRING)
  private Caller.Type kind;

  private String path;
  private String name;
  private String arn;

  @Column(name = "password_hash")
  private @Nullable String passwordHash;

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
    this.arn = arn.toString();
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
        userId,
        account,
        Caller.Type.USER,
        path,
        name,
        Arn.of("iam", "", account, "user" + path + name),
        createdAt);
  }

  void setPassword(String hash) {
    passwordHash = hash;
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

  Instant createdAt() {
    return createdAt;
  }
}
