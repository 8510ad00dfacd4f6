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

  @Test
  @Order(1)
  void dueCertificates_areRenewedByOneNode() {
    rows.makeAllDue();

    Execution run = jobs.awaitRuns(JobsClient.RENEW, 1);

    assertThat(run.counts())
        .containsEntry("Renewed", (long) CERTIFICATES)
        .containsEntry("Skipped", 0L)
        .containsEntry("Failed", 0L);
    assertThat(rows.withRevision(2)).isEqualTo(CERTIFICATES);
    assertThat(jobs.list(JobsClient.RENEW)).hasSize(1);
    assertThat(jobsAtSecond.list(JobsClient.RENEW)).isEqualTo(jobs.list(JobsClient.RENEW));
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
    List<Execution> before = jobsAtSecond.list(JobsClient.RENEW);
    Execution last = jobsAtSecond.awaitRuns(JobsClient.RENEW, before.size());
    assertThat(last.id()).isGreaterThan(id);
    assertThat(jobsAtSecond.describe(id).status()).isEqualTo("INTERRUPTED");
    assertThat(rows.withRevision(4)).isEqualTo(CERTIFICATES);
  }
}
