package org.latchkey.web.console;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.latchkey.batch.Job;
import org.latchkey.shared.ServiceException;
import org.latchkey.web.jobs.JobOperations;
import org.latchkey.web.jobs.JobOperations.JobDescription;
import org.latchkey.web.jobs.JobOperations.ListJobsRequest;
import org.latchkey.web.jobs.JobOperations.StartJobRequest;

/** The jobs, their latest executions, and starting them. */
@Named
@RequestScoped
public class JobsPage {

  private static final int HISTORY = 50;

  @Inject private JobOperations operations;
  @Inject private CurrentUser user;

  private @Nullable List<JobDescription> history;
  private @Nullable String problem;

  /** The ids of all jobs. */
  public List<String> getJobs() {
    return Arrays.stream(Job.values()).map(Job::id).toList();
  }

  /** The latest executions of all jobs, the newest first. */
  public List<JobDescription> getHistory() {
    List<JobDescription> read = history;
    if (read == null) {
      try {
        read = operations.listJobs(user.caller(), new ListJobsRequest(null, HISTORY)).jobs();
      } catch (ServiceException refused) {
        problem = refused.getMessage();
        read = List.of();
      }
      history = read;
    }
    return read;
  }

  public @Nullable String getProblem() {
    return problem;
  }

  /** How items ended, those ways alone in which some did. */
  public String counts(JobDescription job) {
    return new TreeMap<>(job.counts())
        .entrySet().stream()
            .filter(count -> count.getValue() != 0)
            .map(count -> count.getKey() + ' ' + count.getValue())
            .collect(Collectors.joining(", "));
  }

  /** Starts a job. */
  public void start(String job) {
    try {
      operations.startJob(user.caller(), new StartJobRequest(job));
      tell(FacesMessage.SEVERITY_INFO, "Started " + job + ".");
    } catch (ServiceException refused) {
      tell(FacesMessage.SEVERITY_ERROR, refused.getMessage());
    }
    history = null;
  }

  private static void tell(FacesMessage.Severity severity, @Nullable String sentence) {
    FacesContext.getCurrentInstance().addMessage(null, new FacesMessage(severity, sentence, null));
  }
}
