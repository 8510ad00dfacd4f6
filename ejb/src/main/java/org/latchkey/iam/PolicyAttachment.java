package org.latchkey.iam;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityListeners;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.latchkey.coherence.Cached;
import org.latchkey.coherence.CachedEntityListener;

/** That a user, group or role has a managed policy. */
@Entity
@Table(name = "policy_attachment")
@IdClass(PolicyAttachment.AttachmentId.class)
@EntityListeners(CachedEntityListener.class)
class PolicyAttachment implements Cached {

  @Id
  @Column(name = "owner_id")
  private String ownerId;

  @Id
  @Column(name = "policy_arn")
  private String policyArn;

  private String account;

  @Enumerated(EnumType.STRING)
  private PolicyOwner.Kind kind;

  protected PolicyAttachment() {}

  PolicyAttachment(PolicyOwner owner, String policyArn) {
    this.ownerId = owner.id();
    this.policyArn = policyArn;
    this.account = owner.account();
    this.kind = owner.kind();
  }

  @Override
  public List<String> subjects() {
    return List.of(OwnPolicies.subjectOf(ownerId));
  }

  String ownerId() {
    return ownerId;
  }

  String policyArn() {
    return policyArn;
  }

  String account() {
    return account;
  }

  PolicyOwner.Kind kind() {
    return kind;
  }

  /** What identifies it. */
  static final class AttachmentId implements Serializable {
    private static final long serialVersionUID = 1L;

    private String ownerId;
    private String policyArn;

    AttachmentId() {
      this("", "");
    }

    AttachmentId(String ownerId, String policyArn) {
      this.ownerId = ownerId;
      this.policyArn = policyArn;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof AttachmentId that
          && ownerId.equals(that.ownerId)
          && policyArn.equals(that.policyArn);
    }

    @Override
    public int hashCode() {
      return Objects.hash(ownerId, policyArn);
    }
  }
}
