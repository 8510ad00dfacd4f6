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

/** That a user is in a group. */
@Entity
@Table(name = "group_member")
@IdClass(GroupMember.MemberId.class)
@EntityListeners(CachedEntityListener.class)
class GroupMember implements Cached {

  @Id
  @Column(name = "user_id")
  private String userId;

  @Id
  @Column(name = "group_id")
  private String groupId;

  protected GroupMember() {}

  GroupMember(String userId, String groupId) {
    this.userId = userId;
    this.groupId = groupId;
  }

  @Override
  public List<String> subjects() {
    return List.of(OwnPolicies.subjectOf(userId));
  }

  /** What identifies it. */
  static final class MemberId implements Serializable {
    private static final long serialVersionUID = 1L;

    private String userId;
    private String groupId;

    MemberId() {
      this("", "");
    }

    MemberId(String userId, String groupId) {
      this.userId = userId;
      this.groupId = groupId;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof MemberId that
          && userId.equals(that.userId)
          && groupId.equals(that.groupId);
    }

    @Override
    public int hashCode() {
      return Objects.hash(userId, groupId);
    }
  }
}
