package org.latchkey.certificates;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A bulk re-encryption: everything in its scope that is not under the current material of the
 * account's key is moved there.
 *
 * <p>Its life: {@code RUNNING}, {@code PAUSED} and running again as often as somebody wants, {@code
 * VERIFYING} once nothing is left that it can move, {@code COMPLETED} when each private key in its
 * scope has been read again. Its counts change with the rows that they count.
 */
@Entity
@Table(name = "reencryption")
class Reencryption {

  /** The destination of a re-encryption that stays with the key. */
  static final String CURRENT_MATERIAL = "CURRENT_MATERIAL";

  /** The destination of a re-encryption to a key that was made for it. */
  static final String NEW_KEY = "NEW_KEY";

  @Id private String id;

  @Column(name = "requested_by")
  private @Nullable String requestedBy;

  private @Nullable String account;
  private @Nullable String region;
  private String destination;

  @Enumerated(EnumType.STRING)
  private ReencryptionStatus status;

  private @Nullable Long total;
  private long counted;

  @Column(name = "count_account")
  private String countAccount;

  @Column(name = "count_region")
  private String countRegion;

  @Column(name = "count_material")
  private String countMaterial;

  @Column(name = "count_after")
  private String countAfter;

  private long reencrypted;
  private long unchanged;
  private long deleted;
  private long failed;
  private long verified;
  private long remaining;

  @Column(name = "verify_account")
  private String verifyAccount;

  @Column(name = "verify_region")
  private String verifyRegion;

  @Column(name = "verify_after")
  private String verifyAfter;

  @Column(name = "started_at")
  private Instant startedAt;

  @Column(name = "resumed_at")
  private Instant resumedAt;

  @Column(name = "resumed_from")
  private long resumedFrom;

  @Column(name = "ended_at")
  private @Nullable Instant endedAt;

  /** Who asked for it, until it ends; unique, so that each account has one at a time. */
  @Column(name = "open_for")
  private @Nullable String openFor;

  @Version private long version;

  protected Reencryption() {}

  /**
   * A re-encryption that begins now.
   *
   * @param requestedBy the account that asked for it; null where a rotation is the cause
   * @param account null for all
   * @param region null for all
   * @param destination {@link #CURRENT_MATERIAL}, {@link #NEW_KEY} or a key's ARN
   */
  Reencryption(
      String id,
      @Nullable String requestedBy,
      @Nullable String account,
      @Nullable String region,
      String destination,
      Instant now) {
    this.id = id;
    this.requestedBy = requestedBy;
    this.openFor = requestedBy;
    this.account = account;
    this.region = region;
    this.destination = destination;
    this.status = ReencryptionStatus.RUNNING;
    this.startedAt = now;
    this.resumedAt = now;
    this.countAccount = "";
    this.countRegion = "";
    this.countMaterial = "";
    this.countAfter = "";
    beginVerification();
  }

  /** Whether private keys of an account in a Region belong to it. */
  boolean covers(String otherAccount, String otherRegion) {
    return (account == null || account.equals(otherAccount))
        && (region == null || region.equals(otherRegion));
  }

  /** Notes that more private keys to move were counted, and which was the last. */
  void counted(long more, String inAccount, String inRegion, String underMaterial, String lastId) {
    counted += more;
    countAccount = inAccount;
    countRegion = inRegion;
    countMaterial = underMaterial;
    countAfter = lastId;
  }

  /** Notes that all private keys to move have been counted. */
  void allCounted() {
    // one that was deleted before it was counted has an outcome, too
    total = Math.max(counted, done());
  }

  void pause() {
    status = ReencryptionStatus.PAUSED;
  }

  void resume(Instant now) {
    status = ReencryptionStatus.RUNNING;
    resumedAt = now;
    resumedFrom = done();
  }

  /** Begins to read everything again. */
  void verify() {
    status = ReencryptionStatus.VERIFYING;
    beginVerification();
  }

  private void beginVerification() {
    verified = 0;
    remaining = 0;
    verifyAccount = "";
    verifyRegion = "";
    verifyAfter = "";
  }

  /**
   * Notes that more was read again.
   *
   * @param right how many are under the current material
   * @param behind how many are not
   */
  void verified(long right, long behind, String inAccount, String inRegion, String lastId) {
    verified += right;
    remaining += behind;
    verifyAccount = inAccount;
    verifyRegion = inRegion;
    verifyAfter = lastId;
  }

  /** Ends it; what was there at the start has an outcome each. */
  void complete(Instant now) {
    total = done();
    status = ReencryptionStatus.COMPLETED;
    openFor = null;
    endedAt = now;
  }

  /** How many have an outcome. */
  long done() {
    return reencrypted + unchanged + deleted + failed;
  }

  /** When the last will have an outcome, at the pace since it was started or resumed. */
  Optional<Instant> estimatedEnd(Instant now) {
    long since = done() - resumedFrom;
    if (status != ReencryptionStatus.RUNNING || total == null || since <= 0) {
      return Optional.empty();
    }
    Duration taken = Duration.between(resumedAt, now);
    return Optional.of(now.plus(taken.multipliedBy(Math.max(0, total - done())).dividedBy(since)));
  }

  String id() {
    return id;
  }

  @Nullable String requestedBy() {
    return requestedBy;
  }

  @Nullable String account() {
    return account;
  }

  @Nullable String region() {
    return region;
  }

  String destination() {
    return destination;
  }

  ReencryptionStatus status() {
    return status;
  }

  @Nullable Long total() {
    return total;
  }

  String countAccount() {
    return countAccount;
  }

  String countRegion() {
    return countRegion;
  }

  String countMaterial() {
    return countMaterial;
  }

  String countAfter() {
    return countAfter;
  }

  long reencrypted() {
    return reencrypted;
  }

  long unchanged() {
    return unchanged;
  }

  long deleted() {
    return deleted;
  }

  long failed() {
    return failed;
  }

  long verified() {
    return verified;
  }

  long remaining() {
    return remaining;
  }

  String verifyAccount() {
    return verifyAccount;
  }

  String verifyRegion() {
    return verifyRegion;
  }

  String verifyAfter() {
    return verifyAfter;
  }

  Instant startedAt() {
    return startedAt;
  }

  @Nullable Instant endedAt() {
    return endedAt;
  }
}
