package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.latchkey.client.LatchkeyException;
import org.latchkey.tests.JobsClient.Execution;

/** Two servers on one database, whose timers tick at the same moment. */
@Tag("postgresql")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class JobNodesIT {
  private static final int CERTIFICATES = 60;
  private static final String EVERY_MINUTE = "1";

  private LatchkeyServer first;
  private LatchkeyServer second;
  private RootUser root;
  private RootUser rootAtSecond;
  private JobsClient jobs;
  private JobsClient jobsAtSecond;
  private CertificateRows rows;

  @BeforeAll
  void start() {
    first = LatchkeyServer.configure().with("LATCHKEY_JOB_INTERVAL_MINUTES", EVERY_MINUTE).start();
    second = first.anotherNode().start();
    root = new RootUser(first);
    rootAtSecond = new RootUser(second);
    jobs = new JobsClient(root.latchkey());
    jobsAtSecond = new JobsClient(rootAtSecond.latchkey());
    rows = new CertificateRows(first);
    IntStream.range(0, CERTIFICATES).forEach(i -> root.certificate());
  }

  @AfterAll
  void close() {
    root.close();
    rootAtSecond.close();
    second.close();
    first.close();
  }

  private static long renewed(Execution run) {
    return run.counts().getOrDefault("Renewed", 0L);
  }

  @Test
  @Order(1)
  void dueCertificates_areSharedByTheNodesAndRenewedOnce() {
    rows.makeAllDue();
    jobs.startWhenFree(JobsClient.RENEW);
    jobsAtSecond.startWhenFree(JobsClient.RENEW);

    Await.until(
        "every run has completed",
        () -> jobs.list(JobsClient.RENEW).stream().allMatch(Execution::completed));

    List<Execution> runs = jobs.list(JobsClient.RENEW);
    assertThat(runs)
        .filteredOn(run -> renewed(run) > 0)
        .extracting(Execution::node)
        .doesNotHaveDuplicates()
        .hasSize(2);
    assertThat(runs.stream().mapToLong(JobNodesIT::renewed).sum())
        .isEqualTo(CERTIFICATES);
    assertThat(runs).allSatisfy(run -> assertThat(run.counts()).containsEntry("Failed", 0L));
    assertThat(rows.withRevision(2)).isEqualTo(CERTIFICATES);
    assertThat(jobsAtSecond.list(JobsClient.RENEW)).isEqualTo(runs);
  }

  @Test
  @Order(2)
  void jobThatRunsOnOneNode_isNotStartedOnTheOther() {
    rows.makeAllOutdated();

    long id = jobs.start(JobsClient.REENCRYPT);

    assertThatThrownBy(() -> jobsAtSecond.start(JobsClient.REENCRYPT))
        .isInstanceOfSatisfying(
            LatchkeyException.class,
            refused -> assertThat(refused.code()).isEqualTo("ResourceInUseException"));
    Execution completed = jobs.awaitCompleted(id);
    assertThat(completed.counts()).containsEntry("Reencrypted", (long) CERTIFICATES);
    assertThat(jobsAtSecond.describe(id)).isEqualTo(completed);
  }

  @Test
  @Order(3)
  void nodeKilledInTheMiddleOfItsJob_isFollowedByTheOther() {
    rows.makeAllDue();
    long id = jobs.start(JobsClient.RENEW);
    Await.until("the first certificate is renewed", () -> rows.withRevision(4) > 0);

    first.kill9();

    assertThat(rows.withRevision(4)).isLessThan(CERTIFICATES);
    Await.until("the other has renewed the rest", () -> rows.withRevision(4) == CERTIFICATES);
    Await.until(
        "what the first has left is known to be so",
        () -> jobsAtSecond.describe(id).status().equals("INTERRUPTED"));
    Await.until(
        "the second has come to its end",
        () -> jobsAtSecond.list(JobsClient.RENEW).get(0).completed());
    assertThat(jobsAtSecond.list(JobsClient.RENEW).get(0).id()).isGreaterThan(id);
    assertThat(rows.withRevision(5)).isZero();
  }
}
