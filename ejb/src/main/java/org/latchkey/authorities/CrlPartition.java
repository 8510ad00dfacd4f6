package org.latchkey.authorities;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A revocation list of an authority: the complete one, number 0, or a partition, with the
 * certificates that were issued while it was the current one.
 *
 * <p>Its life: wanted with each revocation that it has to show, and published until it shows them
 * all, or again when half of its time has passed. Lists and deltas of one partition share one
 * sequence of CRL numbers (RFC 5280 section 5.2.3).
 */
@Entity
@Table(name = "revocation_list")
@IdClass(CrlPartition.CrlPartitionId.class)
class CrlPartition {

  @Id
  @Column(name = "authority_id")
  private String authorityId;

  @Id
  @Column(name = "crl_partition")
  private int partition;

  @Column(name = "path_id")
  private String pathId;

  @Column(name = "distribution_point")
  private @Nullable String distributionPoint;

  private long wanted;
  private long published;

  @Column(name = "base_published")
  private long basePublished;

  private long number;

  @Column(name = "base_number")
  private long baseNumber;

  private long entries;

  @Column(name = "this_update")
  private @Nullable Instant thisUpdate;

  @Column(name = "next_update")
  private @Nullable Instant nextUpdate;

  @Column(name = "delta_this_update")
  private @Nullable Instant deltaThisUpdate;

  @Column(name = "delta_next_update")
  private @Nullable Instant deltaNextUpdate;

  @Column(name = "due_at")
  private @Nullable Instant dueAt;

  private byte @Nullable [] encoded;
  private byte @Nullable [] delta;

  protected CrlPartition() {}

  /** A list that has not been published yet, and is due at once. */
  CrlPartition(
      String authorityId,
      int partition,
      String pathId,
      @Nullable String distributionPoint,
      long wanted,
      Instant dueAt) {
    this.authorityId = authorityId;
    this.partition = partition;
    this.pathId = pathId;
    this.distributionPoint = distributionPoint;
    this.wanted = wanted;
    this.dueAt = dueAt;
  }

  String pathId() {
    return pathId;
  }

  /** Where its certificates say that it is; null for the complete list. */
  @Nullable String distributionPoint() {
    return distributionPoint;
  }

  /** Up to which of the authority's revocations it has to show. */
  long wanted() {
    return wanted;
  }

  /** Up to which revocation the list and its delta show. */
  long published() {
    return published;
  }

  /** Up to which revocation the list by itself shows. */
  long basePublished() {
    return basePublished;
  }

  /** The CRL number of the latest list or delta; 0 before the first. */
  long number() {
    return number;
  }

  /** The CRL number of the list itself. */
  long baseNumber() {
    return baseNumber;
  }

  /** How many certificates the list by itself shows. */
  long entries() {
    return entries;
  }

  @Nullable Instant thisUpdate() {
    return thisUpdate;
  }

  @Nullable Instant nextUpdate() {
    return nextUpdate;
  }

  @Nullable Instant deltaThisUpdate() {
    return deltaThisUpdate;
  }

  @Nullable Instant deltaNextUpdate() {
    return deltaNextUpdate;
  }

  @Nullable Instant dueAt() {
    return dueAt;
  }

  byte @Nullable [] encoded() {
    return encoded;
  }

  byte @Nullable [] delta() {
    return delta;
  }

  String authorityId() {
    return authorityId;
  }

  int partition() {
    return partition;
  }

  /** A list's primary key. */
  static final class CrlPartitionId implements Serializable {

    private String authorityId;
    private int partition;

    CrlPartitionId() {
      this("", 0);
    }

    CrlPartitionId(String authorityId, int partition) {
      this.authorityId = authorityId;
      this.partition = partition;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof CrlPartitionId that
          && authorityId.equals(that.authorityId)
          && partition == that.partition;
    }

    @Override
    public int hashCode() {
      return Objects.hash(authorityId, partition);
    }
  }
}
