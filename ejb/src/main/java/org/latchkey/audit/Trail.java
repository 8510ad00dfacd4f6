package org.latchkey.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.latchkey.audit.CloudTrailRecord.Copy;
import org.latchkey.leases.NodeName;
import org.latchkey.shared.Arn;
import org.latchkey.shared.Caller;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.ServiceException;
import org.latchkey.shared.Settings;

/** Where every call leaves its record. */
@ApplicationScoped
public class Trail {

  private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");

  @Inject @Any private Instance<TrailListener> listeners;
  @Inject @Any private Instance<RecordSink> sinks;
  @Inject private Clock clock;

  private TrailFolder folder;
  private TrailFile file;
  private RecordStore store;
  private List<TrailListener> told = List.of();

  /** The folder that records go to, in the data folder. */
  public static Path path() {
    return Settings.dataFolder().resolve("audit");
  }

  /** The folder that closed files are moved to. */
  static Path archive() {
    return Settings.text("audit-archive").map(Path::of).orElseGet(() -> path().resolve("archive"));
  }

  @PostConstruct
  void open() {
    told = listeners.stream().toList();
    folder = new TrailFolder(path(), archive(), NodeName.of(Settings.dataFolder()));
    try {
      file = new TrailFile(folder, Rotation.configured(), clock);
    } catch (IOException failure) {
      Settings.refuse(
          "The audit trail in %s cannot be written: %s.".formatted(path(), failure.getMessage()));
      throw new UncheckedIOException("The trail cannot be opened: " + path(), failure);
    }
    store = new RecordStore(file, sinks.stream().filter(RecordSink::isConfigured).toList());
  }

  @PreDestroy
  void close() {
    file.close();
  }

  /**
   * Refuses to begin what could not be put on record. Asked before an operation is carried out, so
   * that one which is refused for this reason has had no effect.
   *
   * @throws ServiceException {@code ServiceUnavailable} where the last record could be stored
   *     nowhere
   */
  public void requireWritable() {
    if (!isWritable()) {
      throw unavailable();
    }
  }

  /** Whether the last record could be stored somewhere. */
  public boolean isWritable() {
    return store.isWritable();
  }

  /**
   * Keeps {@code event}; returns once it is on stable storage, or in the second place where the
   * file cannot be written. A call that was allowed on another account's resource has a record for
   * the owner's account as well.
   *
   * @throws ServiceException where it cannot be kept: what is not on record is not answered
   */
  public void record(AuditEvent event) {
    String eventId = EventIds.at(event.time());
    Set<String> owners = otherOwners(event);
    String shared = owners.isEmpty() ? null : UUID.randomUUID().toString();
    String account = event.caller() == null ? "" : event.caller().account();
    store(event, new Copy(eventId, account, shared));
    for (String owner : owners) {
      store(event, new Copy(EventIds.at(event.time()), owner, shared));
    }
    told.forEach(listener -> listener.recorded(event, eventId));
  }

  private void store(AuditEvent event, Copy copy) {
    if (!store.store(CloudTrailRecord.json(event, copy).getBytes(UTF_8))) {
      throw unavailable();
    }
  }

  /** Whose resources a call of another account was about; what was refused concerns the caller. */
  static Set<String> otherOwners(AuditEvent event) {
    Caller caller = event.caller();
    if (caller == null || caller.isService() || event.errorCode() != null) {
      return Set.of();
    }
    Set<String> owners = new TreeSet<>();
    for (String resource : event.resources()) {
      String owner = Arn.parse(resource).map(Arn::account).orElse("");
      if (!owner.equals(caller.account()) && ACCOUNT.matcher(owner).matches()) {
        owners.add(owner);
      }
    }
    return owners;
  }

  /** Records something that the trail does to itself. */
  void record(Record details) {
    record(new TrailEvents(clock).event(details));
  }

  TrailFolder folder() {
    return folder;
  }

  /** Behind the last record that is on stable storage. */
  public TrailPosition end() {
    return file.end();
  }

  /** The name of this node. */
  public String node() {
    return folder.node();
  }

  private static ServiceException unavailable() {
    return new ServiceException(
        CommonFault.SERVICE_UNAVAILABLE, "The request could not be recorded.");
  }
}
