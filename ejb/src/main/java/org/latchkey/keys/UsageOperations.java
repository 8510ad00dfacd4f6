package org.latchkey.keys;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.latchkey.audit.Audited;
import org.latchkey.shared.Caller;
import org.latchkey.shared.ServiceException;

/** When keys were last used. */
@ApplicationScoped
@Transactional
@Audited("kms.amazonaws.com")
public class UsageOperations {

  public record GetKeyLastUsageRequest(String keyId) {}

  public record GetKeyLastUsageResponse(
      String keyId,
      KeyLastUsageData keyLastUsage,
      Instant trackingStartDate,
      Instant keyCreationDate) {}

  /**
   * A key's last use; empty where there was none since it is tracked.
   *
   * @param operation the cryptographic operation, for example {@code Decrypt}
   * @param cloudTrailEventId the {@code eventID} of its record in the audit trail
   * @param kmsRequestId the id that its reply carried
   */
  public record KeyLastUsageData(
      @Nullable String operation,
      @Nullable Instant timestamp,
      @Nullable String cloudTrailEventId,
      @Nullable String kmsRequestId) {

    private static final KeyLastUsageData NONE = new KeyLastUsageData(null, null, null, null);
  }

  @Inject private KeyRing ring;
  @Inject private LastUsages lastUsages;
  @Inject private KeyUses uses;

  /**
   * A key's last successful cryptographic operation. What other nodes have done within the last
   * half minute may be missing.
   *
   * @throws ServiceException {@code NotFoundException}
   */
  public GetKeyLastUsageResponse getKeyLastUsage(Caller caller, GetKeyLastUsageRequest request) {
    KeySnapshot key = ring.resolveOwnKey(caller, request.keyId());
    ring.authorize(caller, key, "kms:GetKeyLastUsage", Map.of());
    LastUsage written = lastUsages.find(key.rowId()).orElseThrow();
    KeyUse last = KeyUse.later(written.use(), uses.of(key.arn()));
    return new GetKeyLastUsageResponse(
        key.keyId(),
        last == null
            ? KeyLastUsageData.NONE
            : new KeyLastUsageData(last.operation(), last.at(), last.eventId(), last.requestId()),
        written.trackedFrom(),
        key.createdAt());
  }
}
