package org.latchkey.iam;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One text that a managed policy has or had. It never changes. */
@Entity
@Table(name = "managed_policy_version")
@IdClass(ManagedPolicyVersion.VersionId.class)
class ManagedPolicyVersion {

  @Id
  @Column(name = "policy_id")
  private String policyId;

  @Id private int version;
  private String document;

  @Column(name = "created_at")
  private Instant createdAt;

  protected ManagedPolicyVersion() {}

  ManagedPolicyVersion(String policyId, int version, String document, Instant createdAt) {
    this.policyId = policyId;
    this.version = version;
    this.document = document;
    this.createdAt = createdAt;
  }

  int version() {
    return version;
  }

  /** As IAM calls it, for example {@code v1}. */
  String versionId() {
    return "v" + version;
  }

  String document() {
    return document;
  }

  Instant createdAt() {
    return createdAt;
  }

  /** What identifies it. */
  static final class VersionId implements Serializable {
    private static final long serialVersionUID = 1L;

    private String policyId;
    private int version;

    VersionId() {
      this("", 0);
    }

    VersionId(String policyId, int version) {
      this.policyId = policyId;
      this.version = version;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof VersionId that
          && policyId.equals(that.policyId)
          && version == that.version;
    }

    @Override
    public int hashCode() {
      return Objects.hash(policyId, version);
    }
  }
}
