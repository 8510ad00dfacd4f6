package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.client.LatchkeyClient;
import org.latchkey.client.LatchkeyException;
import org.latchkey.client.ServiceCredentials;
import org.latchkey.tests.JobsClient.Execution;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.regions.Region;

/** Starting jobs by hand. */
@ExtendWith(LatchkeyExtension.class)
class JobsIT {
  private LatchkeyServer server;
  private RootUser root;
  private JobsClient jobs;

  @BeforeEach
  void connect(LatchkeyServer shared) {
    server = shared;
    root = new RootUser(shared);
    jobs = new JobsClient(root.latchkey());
  }

  @AfterEach
  void close() {
    root.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {JobsClient.RENEW, JobsClient.REENCRYPT, JobsClient.ROTATE, JobsClient.DELETE})
  void startedJob_completesAndIsListedWithItsCounts(String job) {
    long id = jobs.start(job);

    Execution completed = jobs.awaitCompleted(id);

    assertThat(completed.job()).isEqualTo(job);
    assertThat(completed.counts()).containsEntry("Failed", 0L);
    assertThat(jobs.list(job)).contains(completed);
  }

  @Test
  void startedJob_isAmongTheMetrics() {
    jobs.awaitCompleted(jobs.startWhenFree(JobsClient.ROTATE));

    Await.until(
        "the job is among the metrics",
        () -> {
          String metrics = server.get("/metrics").body();
          return metrics.contains("JobSucceeded{job=\"rotate-keys\"")
              && metrics.contains("JobItems{job=\"rotate-keys\"");
        });
  }

  @Test
  void startedJob_isAudited() {
    long id = jobs.start(JobsClient.RENEW);
    jobs.awaitCompleted(id);

    assertThat(new AuditTrail(server).lines())
        .anyMatch(
            line ->
                line.contains("\"eventName\":\"StartJob\"")
                    && line.contains("\"jobName\":\"renew-certificates\""));
  }

  @Test
  void unknownJob_isRefused() {
    assertRefused(() -> jobs.start("make-coffee"), "ValidationException");
  }

  @Test
  void unknownExecution_isNotFound() {
    assertRefused(() -> jobs.describe(Long.MAX_VALUE), "ResourceNotFoundException");
  }

  @Test
  void serviceWithoutPermission_mayNeitherStartNorLook() {
    ServiceCredentials service = root.register("curious").credentials();
    try (LatchkeyClient latchkey =
        new LatchkeyClient(
            RootUser.endpoint(server),
            Region.of(LatchkeyServer.REGION),
            AwsBasicCredentials.create(service.accessKeyId(), service.secretAccessKey()))) {
      JobsClient refused = new JobsClient(latchkey);

      assertRefused(() -> refused.start(JobsClient.RENEW), "AccessDeniedException");
      assertRefused(() -> refused.list(JobsClient.RENEW), "AccessDeniedException");
      assertRefused(() -> refused.describe(1), "AccessDeniedException");
    }
  }

  @Test
  void administratorOfAnotherAccount_mayNeitherStartNorLook() {
    long id = jobs.awaitCompleted(jobs.startWhenFree(JobsClient.ROTATE)).id();
    try (AwsClients own = AwsClients.root(server);
        MemberAccount member = MemberAccount.create(server, own);
        LatchkeyClient latchkey =
            new LatchkeyClient(
                RootUser.endpoint(server),
                Region.of(LatchkeyServer.REGION),
                IamUser.create(member.administrator().iam(), PolicyText.allow("latchkey:*", "*"))
                    .credentials())) {
      JobsClient refused = new JobsClient(latchkey);

      assertRefused(() -> refused.start(JobsClient.RENEW), "AccessDeniedException");
      assertRefused(() -> refused.list(JobsClient.RENEW), "AccessDeniedException");
      assertRefused(() -> refused.describe(id), "AccessDeniedException");
    }
  }

  private static void assertRefused(ThrowingCallable call, String code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            LatchkeyException.class, refused -> assertThat(refused.code()).isEqualTo(code));
  }
}
