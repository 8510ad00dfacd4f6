package org.latchkey.audit;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.ServiceException;
import org.latchkey.shared.Settings;

/** Where every call leaves its record. */
@ApplicationScoped
public class Trail {

  private static final Logger LOG = Logger.getLogger(Trail.class.getName());

  @Inject @Any private Instance<TrailListener> listeners;

  private AuditFile file;
  private List<TrailListener> told = List.of();

  /** The file that records go to, in the data folder. */
  public static Path path() {
    return Settings.dataFolder().resolve("audit").resolve("audit.jsonl");
  }

  @PostConstruct
  void open() {
    told = listeners.stream().toList();
    try {
      file = new AuditFile(path());
    } catch (IOException failure) {
      throw new UncheckedIOException("The audit file cannot be opened: " + path(), failure);
    }
  }

  @PreDestroy
  void close() {
    try {
      file.close();
    } catch (IOException failure) {
      LOG.log(Level.WARNING, "The audit file could not be closed", failure);
    }
  }

  /**
   * Keeps {@code event}; returns once it is on stable storage.
   *
   * @throws ServiceException where it cannot be kept: what is not on record is not answered
   */
  public void record(AuditEvent event) {
    String eventId = UUID.randomUUID().toString();
    byte[] line = (CloudTrailRecord.json(event, eventId) + '\n').getBytes(StandardCharsets.UTF_8);
    try {
      file.append(line).join();
    } catch (CompletionException failure) {
      LOG.log(Level.SEVERE, "The audit file cannot be written", failure.getCause());
      throw new ServiceException(
          CommonFault.SERVICE_UNAVAILABLE, "The request could not be recorded.", failure);
    }
    told.forEach(listener -> listener.recorded(event, eventId));
  }
}
