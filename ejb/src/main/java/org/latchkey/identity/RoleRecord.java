package org.latchkey.identity;

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
import org.latchkey.shared.Arn;

/** A role as it is stored. It ends with the last moment of its row: its sessions end with it. */
@Entity
@Table(name = "iam_role")
@EntityListeners(CachedEntityListener.class)
class RoleRecord implements Cached {

  @Id private String id;
  private String account;
  private String path;
  private String name;

  @Column(name = "name_key")
  private String nameKey;

  private String arn;

  @Column(name = "trust_policy")
  private String trustPolicy;

  private @Nullable String description;

  @Column(name = "max_session_duration")
  private int maxSessionDuration;

  @Column(name = "permissions_boundary")
  private @Nullable String permissionsBoundary;

  @Convert(converter = TextMap.class)
  private Map<String, String> tags;

  @Column(name = "created_at")
  private Instant createdAt;

  protected RoleRecord() {}

  RoleRecord(
      String id, String account, String path, String name, String trustPolicy, Instant createdAt) {
    this.id = id;
    this.account = account;
    this.path = path;
    this.name = name;
    this.nameKey = name.toLowerCase(Locale.ROOT);
    this.arn = Arn.of("iam", "", account, "role" + path + name).toString();
    this.trustPolicy = trustPolicy;
    this.tags = Map.of();
    this.createdAt = createdAt;
  }

  static String subjectOf(String id) {
    return "role/" + id;
  }

  @Override
  public List<String> subjects() {
    return List.of(subjectOf(id));
  }

  void trust(String policy) {
    trustPolicy = policy;
  }

  void describe(@Nullable String text) {
    description = text;
  }

  void limitSessions(int seconds) {
    maxSessionDuration = seconds;
  }

  void bound(@Nullable String policyArn) {
    permissionsBoundary = policyArn;
  }

  void tag(Map<String, String> all) {
    tags = Map.copyOf(all);
  }

  Role snapshot() {
    return new Role(
        id,
        account,
        path,
        name,
        arn,
        trustPolicy,
        description,
        maxSessionDuration,
        permissionsBoundary,
        tags,
        createdAt);
  }
}
