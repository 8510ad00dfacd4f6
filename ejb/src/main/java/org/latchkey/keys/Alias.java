package org.latchkey.keys;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityListeners;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.PostLoad;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.latchkey.coherence.Cached;
import org.latchkey.coherence.CachedEntityListener;
import org.latchkey.shared.Arn;

/** A name, {@code alias/…}, that points at one key of its own account and Region. */
@Entity
@Table(name = "key_alias")
@IdClass(Alias.AliasId.class)
@EntityListeners(CachedEntityListener.class)
class Alias implements Cached {

  @Id private String account;
  @Id private String region;
  @Id private String name;

  @Column(name = "key_row")
  private long keyRow;

  @Column(name = "created_at")
  private Instant createdAt;

  @Column(name = "updated_at")
  private Instant updatedAt;

  /** The key that it pointed at when it was read, whose aliases change, too. */
  @Transient private long formerKeyRow;

  protected Alias() {}

  Alias(String account, String region, String name, long keyRow, Instant createdAt) {
    this.account = account;
    this.region = region;
    this.name = name;
    this.keyRow = keyRow;
    this.formerKeyRow = keyRow;
    this.createdAt = createdAt;
    this.updatedAt = createdAt;
  }

  @PostLoad
  void noteKey() {
    formerKeyRow = keyRow;
  }

  @Override
  public List<String> subjects() {
    return List.of(
        KeyCaches.subjectOfAlias(account, region, name),
        KeyCaches.subjectOf(keyRow),
        KeyCaches.subjectOf(formerKeyRow));
  }

  void pointAt(long otherKeyRow, Instant when) {
    keyRow = otherKeyRow;
    updatedAt = when;
  }

  String account() {
    return account;
  }

  String region() {
    return region;
  }

  String name() {
    return name;
  }

  long keyRow() {
    return keyRow;
  }

  Arn arn() {
    return Arn.of("kms", region, account, name);
  }

  Instant createdAt() {
    return createdAt;
  }

  Instant updatedAt() {
    return updatedAt;
  }

  /** An alias's primary key. */
  static final class AliasId implements Serializable {

    private String account;
    private String region;
    private String name;

    AliasId() {
      this("", "", "");
    }

    AliasId(String account, String region, String name) {
      this.account = account;
      this.region = region;
      this.name = name;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof AliasId that
          && account.equals(that.account)
          && region.equals(that.region)
          && name.equals(that.name);
    }

    @Override
    public int hashCode() {
      return Objects.hash(account, region, name);
    }
  }
}
