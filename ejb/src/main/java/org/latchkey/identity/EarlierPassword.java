package org.latchkey.identity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A hash of a password that a user has or had, kept so that it is not taken again. */
@Entity
@Table(name = "earlier_password")
@IdClass(EarlierPassword.PasswordId.class)
class EarlierPassword {

  @Id
  @Column(name = "user_id")
  private String userId;

  @Id
  @Column(name = "position")
  private long number;

  private String hash;

  protected EarlierPassword() {}

  EarlierPassword(String userId, long number, String hash) {
    this.userId = userId;
    this.number = number;
    this.hash = hash;
  }

  long number() {
    return number;
  }

  String hash() {
    return hash;
  }

  /** What identifies it. */
  static final class PasswordId implements Serializable {
    private static final long serialVersionUID = 1L;

    private String userId;
    private long number;

    PasswordId() {
      this("", 0);
    }

    PasswordId(String userId, long number) {
      this.userId = userId;
      this.number = number;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof PasswordId that
          && userId.equals(that.userId)
          && number == that.number;
    }

    @Override
    public int hashCode() {
      return Objects.hash(userId, number);
    }
  }
}
