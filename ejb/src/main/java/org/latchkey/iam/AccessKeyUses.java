package org.latchkey.iam;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.latchkey.audit.AuditEvent;
import org.latchkey.audit.TrailListener;
import org.latchkey.identity.AccessKeyDirectory.Use;
import org.latchkey.shared.Caller;

/**
 * The last use of each long-term access key on this node that the database does not know yet. A use
 * costs an entry in memory and no more; {@link AccessKeyUseTracking} writes them down now and then.
 */
@ApplicationScoped
class AccessKeyUses implements TrailListener {

  private static final String LONG_TERM = "AKIA";
  private static final String DOMAIN = ".amazonaws.com";

  private final ConcurrentMap<String, Use> unwritten = new ConcurrentHashMap<>();

  @Override
  public void recorded(AuditEvent event, String eventId) {
    Caller caller = event.caller();
    String accessKeyId = caller == null ? null : caller.accessKeyId();
    if (accessKeyId == null || !accessKeyId.startsWith(LONG_TERM)) {
      return;
    }
    String source = event.eventSource();
    String service =
        source.endsWith(DOMAIN) ? source.substring(0, source.length() - DOMAIN.length()) : source;
    unwritten.merge(
        accessKeyId,
        new Use(event.time(), service, event.region()),
        (known, newer) -> newer.at().isBefore(known.at()) ? known : newer);
  }

  /** An access key's last use that is not written down yet. */
  @Nullable Use of(String accessKeyId) {
    return unwritten.get(accessKeyId);
  }

  /** What is not written down yet, by the access keys' ids. */
  Map<String, Use> unwritten() {
    return Map.copyOf(unwritten);
  }

  /** Forgets what has been written down, where no later use has come since. */
  void written(Map<String, Use> uses) {
    uses.forEach(unwritten::remove);
  }
}
