package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.latchkey.client.Json;
import org.latchkey.client.LatchkeyClient;
import org.latchkey.client.LatchkeyException;

/** Starts batch jobs and looks at them, by Latchkey's own operations. */
final class JobsClient {
  static final String RENEW = "renew-certificates";
  static final String REENCRYPT = "reencrypt-private-keys";
  static final String ROTATE = "rotate-keys";
  static final String DELETE = "delete-keys";

  private final LatchkeyClient latchkey;

  /**
   * An execution of a job.
   *
   * @param node where it runs, or has run
   * @param counts how many items ended in which way
   */
  record Execution(long id, String job, String status, String node, Map<String, Long> counts) {

    private static Execution of(JsonNode description) {
      Map<String, Long> counts = new TreeMap<>();
      description
          .path("Counts")
          .properties()
          .forEach(count -> counts.put(count.getKey(), count.getValue().asLong()));
      return new Execution(
          description.path("ExecutionId").asLong(),
          description.path("JobName").asText(),
          description.path("Status").asText(),
          description.path("Node").asText(),
          counts);
    }

    boolean completed() {
      return status.equals("COMPLETED");
    }
  }

  JobsClient(LatchkeyClient latchkey) {
    this.latchkey = latchkey;
  }

  /** Starts a job; the execution's id. */
  long start(String job) {
    return Json.tree(latchkey.call("StartJob", Json.write(Map.of("JobName", job))))
        .path("ExecutionId")
        .asLong();
  }

  /** Starts a job as soon as its last run has let the job's lease go; the execution's id. */
  long startWhenFree(String job) {
    AtomicLong id = new AtomicLong();
    Await.until(
        job + " can be started",
        () -> {
          try {
            id.set(start(job));
            return true;
          } catch (LatchkeyException refused) {
            assertThat(refused.code()).isEqualTo("ResourceInUseException");
            return false;
          }
        });
    return id.get();
  }

  Execution describe(long id) {
    return Execution.of(
        Json.tree(latchkey.call("DescribeJob", Json.write(Map.of("ExecutionId", id)))));
  }

  /** The last execution of each run of a job, the newest first. */
  List<Execution> list(String job) {
    List<Execution> executions = new ArrayList<>();
    for (JsonNode each :
        Json.tree(latchkey.call("ListJobs", Json.write(Map.of("JobName", job)))).path("Jobs")) {
      executions.add(Execution.of(each));
    }
    return executions;
  }

  /** Waits until an execution has completed. */
  Execution awaitCompleted(long id) {
    Await.until("execution " + id + " has completed", () -> describe(id).completed());
    return describe(id);
  }

  /**
   * Waits until a job has been run since, by whomever, and each of those runs has completed.
   *
   * @param before what {@link #list} said then
   * @return what those runs have counted in all
   */
  Map<String, Long> awaitRunsSince(String job, List<Execution> before) {
    Set<Long> known = before.stream().map(Execution::id).collect(Collectors.toSet());
    List<Execution> runs = new ArrayList<>();
    Await.until(
        job + " has been run again",
        () -> {
          runs.clear();
          runs.addAll(list(job));
          runs.removeIf(run -> known.contains(run.id()));
          return !runs.isEmpty() && runs.stream().allMatch(Execution::completed);
        });
    Map<String, Long> counts = new TreeMap<>();
    runs.forEach(
        run -> run.counts().forEach((name, count) -> counts.merge(name, count, Long::sum)));
    return counts;
  }

  /** Waits until a job has been run this often, and the last run has completed. */
  Execution awaitRuns(String job, int runs) {
    Await.until(
        job + " has been run " + runs + " times",
        () -> {
          List<Execution> known = list(job);
          return known.size() >= runs && known.get(0).completed();
        });
    return list(job).get(0);
  }
}
