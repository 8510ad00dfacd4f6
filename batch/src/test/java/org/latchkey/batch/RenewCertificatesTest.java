package org.latchkey.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.latchkey.certificates.CertificateRenewals;

/** The job's reader and writer on certificates that are kept in memory. */
class RenewCertificatesTest {

  private static final Instant BEGIN = Instant.parse("2026-11-22T00:00:00Z");
  private static final Comparator<CertificateRenewals.Due> MOST_URGENT_FIRST =
      Comparator.comparing(CertificateRenewals.Due::dueAt)
          .thenComparing(CertificateRenewals.Due::id);

  private final ChunkRun run = new ChunkRun();
  private final InMemory certificates = new InMemory();

  /** Certificates with the times at which they are to be renewed. */
  private static final class InMemory extends CertificateRenewals {

    private final Map<String, Instant> dueAt = new HashMap<>();
    private final List<String> renewed = new ArrayList<>();
    private final List<String> tried = new ArrayList<>();
    private final Set<String> noted = new HashSet<>();
    private final Set<String> refused = new HashSet<>();
    private final Set<String> broken = new HashSet<>();
    private final Set<String> renewedByAnother = new HashSet<>();
    private Instant now = BEGIN;
    private int killedAfter = Integer.MAX_VALUE;

    void add(String id, Duration overdue) {
      dueAt.put(id, BEGIN.minus(overdue));
    }

    @Override
    public List<Due> due(Instant asOf, @Nullable Due after, int limit) {
      return dueAt.entrySet().stream()
          .map(entry -> new Due(entry.getKey(), entry.getValue()))
          .filter(due -> !due.dueAt().isAfter(asOf))
          .filter(due -> after == null || MOST_URGENT_FIRST.compare(due, after) > 0)
          .sorted(MOST_URGENT_FIRST)
          .limit(limit)
          .toList();
    }

    @Override
    public void broke(String id) {
      noted.add(id);
      dueAt.put(id, now.plus(Duration.ofHours(1)));
    }

    @Override
    public Outcome renew(String id) {
      tried.add(id);
      if (tried.size() > killedAfter) {
        throw new ChunkRun.Killed();
      }
      now = now.plus(Duration.ofHours(1));
      if (broken.contains(id)) {
        throw new IllegalStateException("the row is damaged");
      }
      if (renewedByAnother.contains(id)) {
        dueAt.put(id, Instant.MAX);
      }
      if (dueAt.getOrDefault(id, Instant.MAX).isAfter(now)) {
        return Outcome.NOT_DUE;
      }
      if (refused.contains(id)) {
        dueAt.put(id, now.plus(Duration.ofHours(1)));
        return Outcome.FAILED;
      }
      dueAt.put(id, Instant.MAX);
      renewed.add(id);
      return Outcome.RENEWED;
    }
  }

  private void execute(JobLease lease) throws Exception {
    Clock clock = Clock.fixed(certificates.now, ZoneOffset.UTC);
    run.execute(
        Job.RENEW_CERTIFICATES.id(),
        new CertificatesToRenew(new ProductCalls(), certificates, clock),
        (job, step) -> new RenewedCertificates(new ProductCalls(), lease, job, step, certificates));
  }

  private List<String> dueCertificates(int count) {
    List<String> ids = IntStream.range(0, count).mapToObj("certificate-%03d"::formatted).toList();
    ids.forEach(id -> certificates.add(id, Duration.ofMinutes(count - ids.indexOf(id))));
    return ids;
  }

  @Test
  void dueCertificates_areRenewedOnceTheMostUrgentFirst() throws Exception {
    List<String> ids = dueCertificates(250);
    certificates.add("not due", Duration.ofDays(-400));

    execute(HeldLease.forGood());

    assertThat(certificates.tried).containsExactlyElementsOf(ids);
    assertThat(run.counts()).isEqualTo(Map.of("Renewed", 250L, "Failed", 0L, "Skipped", 0L));
  }

  @Test
  void certificatesDueAtTheSameMoment_areAllRenewed() throws Exception {
    List<String> ids = IntStream.range(0, 120).mapToObj("certificate-%03d"::formatted).toList();
    ids.forEach(id -> certificates.add(id, Duration.ZERO));

    execute(HeldLease.forGood());

    assertThat(certificates.renewed).containsExactlyElementsOf(ids);
  }

  @Test
  void refusedRenewal_isCountedAndLeftToALaterRun() throws Exception {
    List<String> ids = dueCertificates(25);
    certificates.refused.add(ids.get(3));

    execute(HeldLease.forGood());

    assertThat(certificates.tried).containsExactlyElementsOf(ids);
    assertThat(run.counts()).isEqualTo(Map.of("Renewed", 24L, "Failed", 1L, "Skipped", 0L));
  }

  @Test
  void renewalThatBreaks_isCountedAndTakesNoOtherWithIt() throws Exception {
    List<String> ids = dueCertificates(25);
    certificates.broken.add(ids.get(3));

    execute(HeldLease.forGood());

    assertThat(certificates.noted).containsExactly("certificate-003");
    assertThat(certificates.tried).containsExactlyElementsOf(ids);
    assertThat(certificates.renewed).hasSize(24);
    assertThat(run.counts()).isEqualTo(Map.of("Renewed", 24L, "Failed", 1L, "Skipped", 0L));
  }

  @Test
  void certificateRenewedByAnother_isSkipped() throws Exception {
    List<String> ids = dueCertificates(12);
    certificates.renewedByAnother.add(ids.get(3));

    execute(HeldLease.forGood());

    assertThat(certificates.renewed).hasSize(11).doesNotContain(ids.get(3));
    assertThat(run.counts()).isEqualTo(Map.of("Renewed", 11L, "Failed", 0L, "Skipped", 1L));
  }

  @Test
  void killedJob_goesOnAndRenewsEachCertificateOnce() throws Exception {
    List<String> ids = dueCertificates(35);
    certificates.killedAfter = 24;
    assertThatExceptionOfType(ChunkRun.Killed.class).isThrownBy(() -> execute(HeldLease.forGood()));
    assertThat(certificates.renewed).hasSize(24);

    certificates.killedAfter = Integer.MAX_VALUE;
    execute(HeldLease.forGood());

    assertThat(certificates.renewed).containsExactlyElementsOf(ids);
    // The four of the chunk that was cut off are done, but no checkpoint has counted them.
    assertThat(run.counts()).isEqualTo(Map.of("Renewed", 31L, "Failed", 0L, "Skipped", 0L));
  }

  @Test
  void lostLease_endsTheJob() {
    dueCertificates(25);

    assertThatExceptionOfType(LeaseLost.class).isThrownBy(() -> execute(new HeldLease(13)));

    assertThat(certificates.renewed).hasSize(13);
  }
}
