package org.latchkey.keys;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.latchkey.audit.AuditEvent;
import org.latchkey.audit.TrailListener;
import org.latchkey.shared.Arn;

/**
 * The last use of each key on this node that the database does not know yet. A use costs an entry
 * in memory and no more; {@link KeyUseTracking} writes them down now and then.
 */
@ApplicationScoped
class KeyUses implements TrailListener {

  /** What counts as use, by the service model's {@code KeyLastUsageTrackingOperation}. */
  private static final Set<String> TRACKED =
      Set.of(
          "Decrypt",
          "DeriveSharedSecret",
          "Encrypt",
          "GenerateDataKey",
          "GenerateDataKeyPair",
          "GenerateDataKeyPairWithoutPlaintext",
          "GenerateDataKeyWithoutPlaintext",
          "GenerateMac",
          "ReEncrypt",
          "Sign",
          "Verify",
          "VerifyMac");

  private static final String KMS = "kms.amazonaws.com";
  private static final String KEY = ":key/";

  private final ConcurrentMap<String, KeyUse> unwritten = new ConcurrentHashMap<>();

  @Override
  public void recorded(AuditEvent event, String eventId) {
    if (event.errorCode() != null
        || !event.eventSource().equals(KMS)
        || !TRACKED.contains(event.eventName())) {
      return;
    }
    KeyUse use = new KeyUse(event.eventName(), event.time(), eventId, event.requestId());
    for (String resource : event.resources()) {
      if (resource.contains(KEY)) {
        unwritten.merge(
            resource, use, (known, newer) -> newer.at().isBefore(known.at()) ? known : newer);
      }
    }
  }

  /** A key's last use that is not written down yet. */
  @Nullable KeyUse of(Arn key) {
    return unwritten.get(key.toString());
  }

  /** What is not written down yet, by the keys' ARNs. */
  Map<String, KeyUse> unwritten() {
    return Map.copyOf(unwritten);
  }

  /** Forgets what has been written down, where no later use has come since. */
  void written(Map<String, KeyUse> uses) {
    uses.forEach(unwritten::remove);
  }
}
