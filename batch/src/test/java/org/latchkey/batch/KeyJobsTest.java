package org.latchkey.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.latchkey.keys.DueDeletions;
import org.latchkey.keys.DueExpiries;
import org.latchkey.keys.DueKey;
import org.latchkey.keys.DueRotations;

/** The readers and writers of the keys' jobs on keys that are kept in memory. */
class KeyJobsTest {

  private static final Instant BEGIN = Instant.parse("2026-11-22T00:00:00Z");
  private static final Comparator<DueKey> MOST_URGENT_FIRST =
      Comparator.comparing(DueKey::dueAt).thenComparing(DueKey::rowId);

  private final ChunkRun run = new ChunkRun();
  private final InMemory keys = new InMemory();

  /** Keys of which something is due, until it is done. */
  private static final class InMemory {

    private final List<DueKey> due = new ArrayList<>();
    private final List<String> tried = new ArrayList<>();
    private final List<String> done = new ArrayList<>();
    private final Set<String> broken = new HashSet<>();
    private final Set<String> doneByAnother = new HashSet<>();
    private int killedAfter = Integer.MAX_VALUE;

    List<String> add(int count) {
      for (int row = 0; row < count; row++) {
        due.add(new DueKey(row, arn(row), BEGIN.minus(Duration.ofMinutes((count - row) / 3))));
      }
      return due.stream().sorted(MOST_URGENT_FIRST).map(DueKey::arn).toList();
    }

    static String arn(long row) {
      return "arn:aws:kms:us-east-1:123456789012:key/%08d".formatted(row);
    }

    List<DueKey> due(Instant asOf, @Nullable DueKey after, int limit) {
      return due.stream()
          .filter(key -> !key.dueAt().isAfter(asOf) && !done.contains(key.arn()))
          .filter(key -> after == null || MOST_URGENT_FIRST.compare(key, after) > 0)
          .sorted(MOST_URGENT_FIRST)
          .limit(limit)
          .toList();
    }

    boolean perform(String arn) {
      tried.add(arn);
      if (tried.size() > killedAfter) {
        throw new ChunkRun.Killed();
      }
      if (broken.contains(arn)) {
        throw new IllegalStateException("the row is damaged");
      }
      if (doneByAnother.contains(arn) || done.contains(arn)) {
        return false;
      }
      done.add(arn);
      return true;
    }
  }

  private final class Rotations extends DueRotations {

    @Override
    public List<DueKey> due(Instant asOf, @Nullable DueKey after, int limit) {
      return keys.due(asOf, after, limit);
    }

    @Override
    public boolean rotate(String arn) {
      return keys.perform(arn);
    }
  }

  private final class Deletions extends DueDeletions {

    @Override
    public List<DueKey> due(Instant asOf, @Nullable DueKey after, int limit) {
      return keys.due(asOf, after, limit);
    }

    @Override
    public boolean delete(String arn) {
      return keys.perform(arn);
    }
  }

  private final class Expiries extends DueExpiries {

    @Override
    public List<DueKey> due(Instant asOf, @Nullable DueKey after, int limit) {
      return keys.due(asOf, after, limit);
    }

    @Override
    public boolean remove(String arn) {
      return keys.perform(arn);
    }
  }

  private void expire(JobLease lease) throws Exception {
    run.execute(
        Job.EXPIRE_IMPORTED_KEYS.id(),
        new KeysToExpire(new ProductCalls(), new Expiries(), Clock.fixed(BEGIN, ZoneOffset.UTC)),
        (job, step) -> new ExpiredKeys(new ProductCalls(), lease, job, step, new Expiries()));
  }

  private void rotate(JobLease lease) throws Exception {
    run.execute(
        Job.ROTATE_KEYS.id(),
        new KeysToRotate(new ProductCalls(), new Rotations(), Clock.fixed(BEGIN, ZoneOffset.UTC)),
        (job, step) -> new RotatedKeys(new ProductCalls(), lease, job, step, new Rotations()));
  }

  private void delete(JobLease lease) throws Exception {
    run.execute(
        Job.DELETE_KEYS.id(),
        new KeysToDelete(new ProductCalls(), new Deletions(), Clock.fixed(BEGIN, ZoneOffset.UTC)),
        (job, step) -> new DeletedKeys(new ProductCalls(), lease, job, step, new Deletions()));
  }

  @Nested
  class Rotation {

    @Test
    void dueKeys_areRotatedOnceTheMostUrgentFirst() throws Exception {
      List<String> arns = keys.add(250);
      keys.due.add(new DueKey(1_000, InMemory.arn(1_000), BEGIN.plusMillis(1)));

      rotate(HeldLease.forGood());

      assertThat(keys.tried).containsExactlyElementsOf(arns);
      assertThat(run.counts()).isEqualTo(Map.of("Rotated", 250L, "Failed", 0L, "Skipped", 0L));
    }

    @Test
    void rotationThatBreaks_isCountedAndTakesNoOtherWithIt() throws Exception {
      List<String> arns = keys.add(25);
      keys.broken.add(arns.get(3));

      rotate(HeldLease.forGood());

      assertThat(keys.done).hasSize(24).doesNotContain(arns.get(3));
      assertThat(run.counts()).isEqualTo(Map.of("Rotated", 24L, "Failed", 1L, "Skipped", 0L));
    }

    @Test
    void killedJob_goesOnAndRotatesEachKeyOnce() throws Exception {
      List<String> arns = keys.add(35);
      keys.killedAfter = 24;
      assertThatExceptionOfType(ChunkRun.Killed.class)
          .isThrownBy(() -> rotate(HeldLease.forGood()));
      assertThat(keys.done).hasSize(24);

      keys.killedAfter = Integer.MAX_VALUE;
      rotate(HeldLease.forGood());

      assertThat(keys.done).containsExactlyElementsOf(arns);
      // The four of the chunk that was cut off are done, but no checkpoint has counted them.
      assertThat(run.counts()).isEqualTo(Map.of("Rotated", 31L, "Failed", 0L, "Skipped", 0L));
    }

    @Test
    void lostLease_endsTheJob() {
      keys.add(25);

      assertThatExceptionOfType(LeaseLost.class).isThrownBy(() -> rotate(new HeldLease(13)));

      assertThat(keys.done).hasSize(13);
    }
  }

  @Nested
  class Expiry {

    @Test
    void expiredMaterial_isRemovedFromEachKeyTheMostUrgentFirst() throws Exception {
      List<String> arns = keys.add(120);
      keys.due.add(new DueKey(1_000, InMemory.arn(1_000), BEGIN.plusMillis(1)));

      expire(HeldLease.forGood());

      assertThat(keys.tried).containsExactlyElementsOf(arns);
      assertThat(run.counts()).isEqualTo(Map.of("Expired", 120L, "Failed", 0L, "Skipped", 0L));
    }

    @Test
    void keyWithTwoExpiredMaterials_isDoneOnce() throws Exception {
      List<String> arns = keys.add(1);
      keys.due.add(new DueKey(0, arns.get(0), BEGIN.minus(Duration.ofDays(1))));

      expire(HeldLease.forGood());

      assertThat(keys.done).containsExactly(arns.get(0));
      assertThat(run.counts()).isEqualTo(Map.of("Expired", 1L, "Failed", 0L, "Skipped", 1L));
    }
  }

  @Nested
  class Deletion {

    @Test
    void dueKeys_areDeletedOnceTheMostUrgentFirst() throws Exception {
      List<String> arns = keys.add(120);

      delete(HeldLease.forGood());

      assertThat(keys.tried).containsExactlyElementsOf(arns);
      assertThat(run.counts()).isEqualTo(Map.of("Deleted", 120L, "Failed", 0L, "Skipped", 0L));
    }

    @Test
    void keyWhoseDeletionWasCancelled_isSkipped() throws Exception {
      List<String> arns = keys.add(12);
      keys.doneByAnother.add(arns.get(3));

      delete(HeldLease.forGood());

      assertThat(keys.done).hasSize(11).doesNotContain(arns.get(3));
      assertThat(run.counts()).isEqualTo(Map.of("Deleted", 11L, "Failed", 0L, "Skipped", 1L));
    }

    @Test
    void killedJob_goesOnAndDeletesEachKeyOnce() throws Exception {
      List<String> arns = keys.add(35);
      keys.killedAfter = 24;
      assertThatExceptionOfType(ChunkRun.Killed.class)
          .isThrownBy(() -> delete(HeldLease.forGood()));

      keys.killedAfter = Integer.MAX_VALUE;
      delete(HeldLease.forGood());

      assertThat(keys.done).containsExactlyElementsOf(arns);
    }

    @Test
    void lostLease_endsTheJob() {
      keys.add(25);

      assertThatExceptionOfType(LeaseLost.class).isThrownBy(() -> delete(new HeldLease(13)));

      assertThat(keys.done).hasSize(13);
    }
  }
}
