package org.latchkey.certificates;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What became of one certificate's private key in a re-encryption. */
@Entity
@Table(name = "reencryption_row")
@IdClass(ReencryptedKey.RowId.class)
class ReencryptedKey {

  private static final int LONGEST_REASON = 1_000;

  @Id
  @Column(name = "reencryption_id")
  private String reencryptionId;

  @Id
  @Column(name = "certificate_id")
  private String certificateId;

  @Column(name = "certificate_arn")
  private String certificateArn;

  @Enumerated(EnumType.STRING)
  private ReencryptionOutcome outcome;

  private @Nullable String reason;

  @Column(name = "done_at")
  private Instant doneAt;

  protected ReencryptedKey() {}

  ReencryptedKey(
      String reencryptionId,
      String certificateId,
      String certificateArn,
      ReencryptionOutcome outcome,
      @Nullable String reason,
      Instant doneAt) {
    this.reencryptionId = reencryptionId;
    this.certificateId = certificateId;
    this.certificateArn = certificateArn;
    this.outcome = outcome;
    this.reason = shortened(reason);
    this.doneAt = doneAt;
  }

  /** Puts another outcome in the place of this one. */
  void end(ReencryptionOutcome newOutcome, @Nullable String why, Instant when) {
    outcome = newOutcome;
    reason = shortened(why);
    doneAt = when;
  }

  private static @Nullable String shortened(@Nullable String why) {
    return why != null && why.length() > LONGEST_REASON ? why.substring(0, LONGEST_REASON) : why;
  }

  String certificateId() {
    return certificateId;
  }

  String certificateArn() {
    return certificateArn;
  }

  ReencryptionOutcome outcome() {
    return outcome;
  }

  @Nullable String reason() {
    return reason;
  }

  Instant doneAt() {
    return doneAt;
  }

  /** The primary key. */
  static class RowId implements Serializable {

    private static final long serialVersionUID = 1L;

    private String reencryptionId;
    private String certificateId;

    RowId() {
      this("", "");
    }

    RowId(String reencryptionId, String certificateId) {
      this.reencryptionId = reencryptionId;
      this.certificateId = certificateId;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof RowId that
          && reencryptionId.equals(that.reencryptionId)
          && certificateId.equals(that.certificateId);
    }

    @Override
    public int hashCode() {
      return Objects.hash(reencryptionId, certificateId);
    }
  }
}
