package org.latchkey.iam;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityListeners;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.latchkey.coherence.Cached;
import org.latchkey.coherence.CachedEntityListener;
import org.latchkey.identity.TextMap;
import org.latchkey.shared.Arn;

/**
 * A policy of an account's own that users, groups and roles share. It has up to five versions, of
 * which the default one counts.
 */
@Entity
@Table(name = "managed_policy")
@EntityListeners(CachedEntityListener.class)
class ManagedPolicy implements Cached {

  @Id private String id;
  private String account;
  private String path;
  private String name;

  @Column(name = "name_key")
  private String nameKey;

  private String arn;
  private @Nullable String description;

  @Column(name = "default_version")
  private int defaultVersion;

  @Column(name = "latest_version")
  private int latestVersion;

  @Convert(converter = TextMap.class)
  private Map<String, String> tags;

  @Column(name = "created_at")
  private Instant createdAt;

  @Column(name = "updated_at")
  private Instant updatedAt;

  protected ManagedPolicy() {}

  ManagedPolicy(
      String id,
      String account,
      String path,
      String name,
      @Nullable String description,
      Map<String, String> tags,
      Instant now) {
    this.id = id;
    this.account = account;
    this.path = path;
    this.name = name;
    this.nameKey = name.toLowerCase(Locale.ROOT);
    this.arn = arn(account, path, name).toString();
    this.description = description;
    this.tags = Map.copyOf(tags);
    this.defaultVersion = 1;
    this.latestVersion = 1;
    this.createdAt = now;
    this.updatedAt = now;
  }

  static Arn arn(String account, String path, String name) {
    return Arn.of("iam", "", account, "policy" + path + name);
  }

  static String subjectOf(String arn) {
    return "policy/" + arn;
  }

  @Override
  public List<String> subjects() {
    return List.of(subjectOf(arn));
  }

  /** The number of the version that comes next: numbers are never used again. */
  int nextVersion(Instant now) {
    updatedAt = now;
    return ++latestVersion;
  }

  void setDefaultVersion(int version, Instant now) {
    defaultVersion = version;
    updatedAt = now;
  }

  String id() {
    return id;
  }

  String account() {
    return account;
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

  @Nullable String description() {
    return description;
  }

  int defaultVersion() {
    return defaultVersion;
  }

  Map<String, String> tags() {
    return tags;
  }

  /** Gives it these tags in the place of all that it had. */
  void tag(Map<String, String> all) {
    tags = Map.copyOf(all);
  }

  Instant createdAt() {
    return createdAt;
  }

  Instant updatedAt() {
    return updatedAt;
  }
}
