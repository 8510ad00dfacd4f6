package org.latchkey.authorities;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.ServiceException;

/**
 * Revocation lists as relying parties fetch them. A list that is due is made first, so that what is
 * fetched shows every revocation that was acknowledged, on every node, whatever was killed.
 */
@ApplicationScoped
public class RevocationFiles {

  static final String LIST = ".crl";
  static final String DELTA = "-delta.crl";

  private static final int LOCKS = 64;

  @Inject private StoredLists stored;
  @Inject private RevocationLists lists;
  @Inject private Attempts attempts;

  /** One list is made by one thread of a node at a time. */
  private final Lock[] making =
      Stream.generate(ReentrantLock::new).limit(LOCKS).toArray(Lock[]::new);

  /**
   * A list in DER (RFC 5280 section 5).
   *
   * @param number its CRL number
   */
  public record RevocationFile(
      long number, Instant thisUpdate, Instant nextUpdate, byte[] content) {}

  /**
   * The list with this file name, {@code <id>.crl} or {@code <id>-delta.crl}; empty where there is
   * none. One that is due and cannot be made anew is given once more while it lasts, but only where
   * it lacks no revocation.
   *
   * @throws ServiceException {@code ServiceUnavailable} where there is a list, and none that may be
   *     given
   */
  public Optional<RevocationFile> find(String fileName) {
    boolean delta = fileName.endsWith(DELTA);
    if (!fileName.endsWith(LIST)) {
      return Optional.empty();
    }
    String pathId = fileName.substring(0, fileName.length() - (delta ? DELTA : LIST).length());
    try {
      stored.due(pathId).ifPresent(this::make);
      return stored.file(pathId, delta);
    } catch (Attempts.NotNow notNow) {
      return Optional.of(
          stored
              .lasting(pathId, delta)
              .orElseThrow(
                  () ->
                      new ServiceException(
                          CommonFault.SERVICE_UNAVAILABLE,
                          "The revocation list cannot be made now.")));
    }
  }

  /** One thread of a node makes a list: who has waited for one that fails does not try it again. */
  private void make(DueList list) {
    Lock lock = making[Math.floorMod(list.hashCode(), LOCKS)];
    lock.lock();
    try {
      attempts.attempt(
          "publish/%s/%s".formatted(list.id(), list.dueAt()),
          () -> lists.publish(list.authorityId(), list.partition(), false));
    } finally {
      lock.unlock();
    }
  }

  /** Reads lists in transactions. */
  @ApplicationScoped
  @Transactional
  static class StoredLists {

    @Inject private CrlPartitions partitions;
    @Inject private Clock clock;

    /** The list, where it is to be made before it is given away. */
    Optional<DueList> due(String pathId) {
      return partitions.due(pathId, clock.instant());
    }

    /** The list, where it has not ended yet and shows every revocation that it is to show. */
    Optional<RevocationFile> lasting(String pathId, boolean delta) {
      Instant now = clock.instant();
      return partitions
          .at(pathId)
          .filter(list -> (delta ? list.published() : list.basePublished()) == list.wanted())
          .flatMap(list -> delta ? delta(list) : whole(list))
          .filter(file -> now.isBefore(file.nextUpdate()));
    }

    Optional<RevocationFile> file(String pathId, boolean delta) {
      return partitions.at(pathId).flatMap(list -> delta ? delta(list) : whole(list));
    }

    private static Optional<RevocationFile> whole(CrlPartition list) {
      return file(list.baseNumber(), list.thisUpdate(), list.nextUpdate(), list.encoded());
    }

    private static Optional<RevocationFile> delta(CrlPartition list) {
      return file(list.number(), list.deltaThisUpdate(), list.deltaNextUpdate(), list.delta());
    }

    private static Optional<RevocationFile> file(
        long number,
        @Nullable Instant thisUpdate,
        @Nullable Instant nextUpdate,
        byte @Nullable [] content) {
      return thisUpdate == null || nextUpdate == null || content == null
          ? Optional.empty()
          : Optional.of(new RevocationFile(number, thisUpdate, nextUpdate, content));
    }
  }
}
