package org.latchkey.authorities;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.latchkey.authorities.AuthorityPermissionOperations.ActionType;

/** What a service may do with an authority on behalf of an account. */
@Entity
@Table(name = "certificate_authority_permission")
@IdClass(AuthorityPermission.AuthorityPermissionId.class)
class AuthorityPermission {

  @Id
  @Column(name = "authority_id")
  private String authorityId;

  @Id private String principal;

  @Id
  @Column(name = "source_account")
  private String sourceAccount;

  private String actions;

  @Column(name = "created_at")
  private Instant createdAt;

  protected AuthorityPermission() {}

  AuthorityPermission(
      String authorityId,
      String principal,
      String sourceAccount,
      Collection<ActionType> actions,
      Instant createdAt) {
    this.authorityId = authorityId;
    this.principal = principal;
    this.sourceAccount = sourceAccount;
    this.actions =
        actions.stream().distinct().sorted().map(Enum::name).collect(Collectors.joining(","));
    this.createdAt = createdAt;
  }

  String principal() {
    return principal;
  }

  String sourceAccount() {
    return sourceAccount;
  }

  List<ActionType> actions() {
    return Arrays.stream(actions.split(",", -1)).map(ActionType::valueOf).toList();
  }

  Instant createdAt() {
    return createdAt;
  }

  /** A permission's primary key. */
  static final class AuthorityPermissionId implements Serializable {

    private String authorityId;
    private String principal;
    private String sourceAccount;

    AuthorityPermissionId() {
      this("", "", "");
    }

    AuthorityPermissionId(String authorityId, String principal, String sourceAccount) {
      this.authorityId = authorityId;
      this.principal = principal;
      this.sourceAccount = sourceAccount;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof AuthorityPermissionId that
          && authorityId.equals(that.authorityId)
          && principal.equals(that.principal)
          && sourceAccount.equals(that.sourceAccount);
    }

    @Override
    public int hashCode() {
      return Objects.hash(authorityId, principal, sourceAccount);
    }
  }
}
