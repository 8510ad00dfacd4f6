package org.latchkey.iam;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityListeners;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.latchkey.coherence.Cached;
import org.latchkey.coherence.CachedEntityListener;

/** A policy that is part of one user, group or role, its owner, and is deleted with it. */
@Entity
@Table(name = "inline_policy")
@IdClass(InlinePolicy.PolicyId.class)
@EntityListeners(CachedEntityListener.class)
class InlinePolicy implements Cached {

  @Id
  @Column(name = "owner_id")
  private String ownerId;

  @Id private String name;
  private String document;

  protected InlinePolicy() {}

  InlinePolicy(String ownerId, String name, String document) {
    this.ownerId = ownerId;
    this.name = name;
    this.document = document;
  }

  @Override
  public List<String> subjects() {
    return List.of(OwnPolicies.subjectOf(ownerId));
  }

  String name() {
    return name;
  }

  String document() {
    return document;
  }

  void replace(String newDocument) {
    document = newDocument;
  }

  /** What identifies it. */
  static final class PolicyId implements Serializable {
    private static final long serialVersionUID = 1L;

    private String ownerId;
    private String name;

    PolicyId() {
      this("", "");
    }

    PolicyId(String ownerId, String name) {
      this.ownerId = ownerId;
      this.name = name;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof PolicyId that
          && ownerId.equals(that.ownerId)
          && name.equals(that.name);
    }

    @Override
    public int hashCode() {
      return Objects.hash(ownerId, name);
    }
  }
}
