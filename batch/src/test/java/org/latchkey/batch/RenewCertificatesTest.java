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
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
    public synchronized List<Due> due(String part, Instant asOf, @Nullable Due after, int limit) {
      return dueAt.entrySet().stream()
          .filter(entry -> entry.getKey().startsWith(part))
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
    public synchronized Outcome renew(String id) {
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
        1,
        job -> new CertificatesToRenew(new ProductCalls(), lease, job, certificates, clock),
        (job, step) -> new RenewedCertificates(new ProductCalls(), lease, job, step, certificates));
  }

  /** A node among others, and what it has done. */
  private class Node extends JobLease {

    private final String name;
    private final Map<String, String> leases;
    private final ChunkRun run = new ChunkRun();
    private final List<String> renewed = new ArrayList<>();
    private int killedAfter = Integer.MAX_VALUE;
    private @Nullable CyclicBarrier before;

    Node(String name, Map<String, String> leases) {
      this.name = name;
      this.leases = leases;
    }

    @Override
    public boolean hold(String jobId) {
      return true;
    }

    @Override
    boolean holdPart(String jobId, String part) {
      return leases.merge(part, name, (holder, me) -> holder).equals(name);
    }

    @Override
    void releasePart(String jobId, String part) {
      leases.remove(part, name);
    }

    Void execute() throws Exception {
      Clock clock = Clock.fixed(BEGIN, ZoneOffset.UTC);
      run.execute(
          Job.RENEW_CERTIFICATES.id(),
          1,
          job -> new CertificatesToRenew(new ProductCalls(), this, job, certificates, clock),
          (job, step) ->
              new RenewedCertificates(
                  new ProductCalls(),
                  this,
                  job,
                  step,
                  new CertificateRenewals() {
                    @Override
                    public Outcome renew(String id) {
                      return Node.this.renew(id);
                    }
                  }));
      return null;
    }

    private CertificateRenewals.Outcome renew(String id) {
      meet();
      if (renewed.size() == killedAfter) {
        throw new ChunkRun.Killed();
      }
      CertificateRenewals.Outcome outcome = certificates.renew(id);
      renewed.add(id);
      return outcome;
    }

    /** Waits before the first certificate until the other node has one as well. */
    private void meet() {
      CyclicBarrier barrier = before;
      before = null;
      if (barrier != null) {
        try {
          barrier.await();
        } catch (InterruptedException | BrokenBarrierException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  /** Certificates of every part. */
  private List<String> dueInAllParts(int each) {
    List<String> ids =
        CertificatesToRenew.PARTS
            .chars()
            .boxed()
            .flatMap(digit -> IntStream.range(0, each).mapToObj(i -> "%c-%03d".formatted(digit, i)))
            .toList();
    ids.forEach(id -> certificates.add(id, Duration.ofDays(1)));
    return ids;
  }

  @Test
  void twoNodes_shareWhatIsDue() throws Exception {
    List<String> ids = dueInAllParts(25);
    Map<String, String> leases = new ConcurrentHashMap<>();
    CyclicBarrier both = new CyclicBarrier(2);
    Node one = new Node("one", leases);
    Node other = new Node("other", leases);
    one.before = both;
    other.before = both;
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (Future<Void> node :
          threads.invokeAll(List.<Callable<Void>>of(one::execute, other::execute))) {
        node.get();
      }
    } finally {
      threads.shutdown();
    }

    assertThat(certificates.tried).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(certificates.renewed).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(one.renewed).isNotEmpty();
    assertThat(other.renewed).isNotEmpty();
    assertThat(leases).isEmpty();
  }

  @Test
  void partsOfAKilledNode_areRenewedByAnotherOnceTheirLeasesHaveEnded() throws Exception {
    List<String> ids = dueInAllParts(25);
    Map<String, String> leases = new ConcurrentHashMap<>();
    Node killed = new Node("killed", leases);
    killed.killedAfter = 33;
    assertThatExceptionOfType(ChunkRun.Killed.class).isThrownBy(killed::execute);
    assertThat(leases).containsExactly(Map.entry("3", "killed"));

    Node other = new Node("other", leases);
    other.execute();
    assertThat(ids.stream().filter(id -> !certificates.renewed.contains(id)))
        .as("what is left is of the part whose lease has not ended")
        .hasSize(22)
        .allMatch(id -> id.startsWith("3"));

    leases.clear();
    new Node("a third", leases).execute();

    assertThat(certificates.renewed).containsExactlyInAnyOrderElementsOf(ids);
  }

  @Test
  void nodeWhosePartAnotherHasTaken_leavesItToThat() throws Exception {
    dueInAllParts(2);
    Map<String, String> leases = new ConcurrentHashMap<>();
    Node slow =
        new Node("slow", leases) {
          @Override
          boolean holdPart(String jobId, String part) {
            boolean held = super.holdPart(jobId, part);
            if (part.equals("7")) {
              leases.put(part, "another");
            }
            return held;
          }
        };

    slow.execute();

    assertThat(certificates.tried).hasSize(30).noneMatch(id -> id.startsWith("7"));
    assertThat(slow.run.counts()).isEqualTo(Map.of("Renewed", 30L, "Failed", 0L, "Skipped", 2L));
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
