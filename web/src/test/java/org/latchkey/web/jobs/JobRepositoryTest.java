package org.latchkey.web.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.batch.operations.BatchRuntimeException;
import jakarta.batch.operations.JobOperator;
import jakarta.batch.operations.JobSecurityException;
import jakarta.batch.operations.NoSuchJobException;
import jakarta.batch.operations.NoSuchJobExecutionException;
import jakarta.batch.runtime.BatchStatus;
import jakarta.batch.runtime.JobExecution;
import jakarta.batch.runtime.JobInstance;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads a repository that forgets old runs between two calls of the runtime. */
class JobRepositoryTest {
  private static final String JOB = "reencrypt";

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 100})
  void list_runsForgottenAfterSoManyCalls_hasTheNewest(int calls) {
    Forgetful runtime = new Forgetful(calls);
    JobRepository repository = new JobRepository(runtime.operator());

    List<BatchStatus> found =
        repository.recent(JOB, 10).stream()
            .flatMap(each -> repository.read(each, this::status).stream())
            .toList();

    assertThat(found).hasSizeBetween(1, 4).first().isEqualTo(BatchStatus.COMPLETED);
    assertThat(repository.find(Forgetful.NEWEST)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void isResumed_runForgottenMeanwhile_isNotRead(int calls) {
    Forgetful runtime = new Forgetful(100);
    JobRepository repository = new JobRepository(runtime.operator());
    JobExecution oldest = repository.recent(JOB, 10).get(3);
    runtime.forgetAfter(calls);

    assertThat(repository.read(oldest, repository::isResumed)).isIn(none(), Optional.of(false));
    assertThat(repository.read(oldest, this::status)).isIn(none(), completed());
    runtime.forgetAfter(0);
    assertThat(repository.read(oldest, this::status)).isEmpty();
    assertThat(repository.find(oldest.getExecutionId())).isEmpty();
  }

  @Test
  void running_runForgottenMeanwhile_isAskedForAgain() {
    JobRepository repository = new JobRepository(new Forgetful(1).operator());

    assertThat(repository.running(JOB)).contains(Forgetful.NEWEST);
  }

  @Test
  void read_failureOfARunThatIsThere_isThrown() {
    JobRepository repository = new JobRepository(new Forgetful(100).operator());
    JobExecution newest = repository.recent(JOB, 1).get(0);

    assertThatThrownBy(() -> repository.read(newest, this::fail))
        .isInstanceOf(BatchRuntimeException.class);
  }

  private BatchStatus status(JobExecution execution) {
    return execution.getBatchStatus();
  }

  private BatchStatus fail(JobExecution execution) {
    throw new BatchRuntimeException("execution " + execution.getExecutionId());
  }

  private static Optional<Object> none() {
    return Optional.empty();
  }

  private static Optional<Object> completed() {
    return Optional.of(BatchStatus.COMPLETED);
  }

  /** Four runs, of which the newest alone is left after some calls; fails as the runtime does. */
  private static final class Forgetful {
    private static final long NEWEST = 4;

    private int calls;

    Forgetful(int calls) {
      forgetAfter(calls);
    }

    void forgetAfter(int more) {
      calls = more;
    }

    private boolean isThere(long id) {
      return id == NEWEST || calls-- > 0;
    }

    JobOperator operator() {
      return (JobOperator)
          Proxy.newProxyInstance(
              JobOperator.class.getClassLoader(),
              new Class<?>[] {JobOperator.class},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "getJobInstanceCount" -> calls-- > 0 ? 4 : 1;
                    case "getJobInstances" -> List.of(atPosition((int) arguments[1]));
                    case "getJobExecutions" ->
                        List.of(ofInstance(((JobInstance) arguments[0]).getInstanceId()));
                    case "getJobInstance" -> instance((long) arguments[0]);
                    case "getJobExecution" -> find((long) arguments[0]);
                    case "getRunningExecutions" -> running();
                    default -> throw new UnsupportedOperationException(method.getName());
                  });
    }

    private JobInstance atPosition(int position) {
      long id = NEWEST - position;
      if (!isThere(id)) {
        throw new NoSuchJobException("Job Name " + JOB + " not found");
      }
      // its status is read by another query than its number
      if (!isThere(id)) {
        throw new NullPointerException("jobStatus");
      }
      return instance(id);
    }

    private JobExecution ofInstance(long id) {
      if (!isThere(id)) {
        throw new JobSecurityException("The current user is not authorized");
      }
      return execution(id);
    }

    private JobExecution find(long id) {
      if (!isThere(id)) {
        throw new NoSuchJobExecutionException("No job instance found for id = " + id);
      }
      if (!isThere(id)) {
        throw new JobSecurityException("The current user is not authorized");
      }
      return execution(id);
    }

    private List<Long> running() {
      if (calls-- > 0) {
        throw new IllegalStateException("Just found execution in table, but now seeing it as gone");
      }
      return List.of(NEWEST);
    }

    private static JobInstance instance(long id) {
      return (JobInstance)
          Proxy.newProxyInstance(
              JobInstance.class.getClassLoader(),
              new Class<?>[] {JobInstance.class},
              (proxy, method, arguments) ->
                  method.getName().equals("getInstanceId") ? (Object) id : JOB);
    }

    private JobExecution execution(long id) {
      return (JobExecution)
          Proxy.newProxyInstance(
              JobExecution.class.getClassLoader(),
              new Class<?>[] {JobExecution.class},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "getExecutionId" -> id;
                    case "getBatchStatus" -> BatchStatus.valueOf(isThere(id) ? "COMPLETED" : null);
                    default -> throw new UnsupportedOperationException(method.getName());
                  });
    }
  }
}
