package org.latchkey.web.jobs;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.latchkey.batch.Job;
import org.latchkey.certificates.ReencryptionOperations;
import org.latchkey.certificates.ReencryptionOperations.ReencryptionDescription;
import org.latchkey.certificates.ReencryptionOperations.ResumeReencryptionRequest;
import org.latchkey.certificates.ReencryptionOperations.StartReencryptionRequest;
import org.latchkey.certificates.ReencryptionOperations.StartReencryptionResponse;
import org.latchkey.shared.Caller;
import org.latchkey.shared.ServiceException;

/** Has the job begin at once with what somebody asks for; its timer would within a minute. */
@ApplicationScoped
public class ReencryptionStarts {

  private static final Logger LOG = Logger.getLogger(ReencryptionStarts.class.getName());

  @Inject private ReencryptionOperations reencryptions;
  @Inject private Jobs jobs;

  /** Asks for a re-encryption and starts the job, unless it is a dry run. */
  public StartReencryptionResponse start(Caller caller, StartReencryptionRequest request) {
    StartReencryptionResponse response = reencryptions.startReencryption(caller, request);
    if (response.reencryption() != null) {
      startJob();
    }
    return response;
  }

  /** Has a re-encryption go on and starts the job. */
  public ReencryptionDescription resume(Caller caller, ResumeReencryptionRequest request) {
    ReencryptionDescription resumed = reencryptions.resumeReencryption(caller, request);
    startJob();
    return resumed;
  }

  private void startJob() {
    try {
      jobs.start(Job.REENCRYPT_PRIVATE_KEYS);
    } catch (ServiceException running) {
      LOG.log(Level.FINE, running, () -> "The job goes on with it by itself");
    }
  }
}
