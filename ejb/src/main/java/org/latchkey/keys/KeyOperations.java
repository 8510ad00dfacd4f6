package org.latchkey.keys;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.latchkey.access.RequestContext;
import org.latchkey.audit.Audited;
import org.latchkey.crypto.KeySpec;
import org.latchkey.crypto.KeyUsage;
import org.latchkey.shared.Caller;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.Page;
import org.latchkey.shared.ServiceException;

/** The keys themselves: making, describing, listing, switching off and on, deleting. */
@ApplicationScoped
@Transactional
@Audited("kms.amazonaws.com")
public class KeyOperations {

  public record CreateKeyRequest(
      @Nullable String policy,
      @Nullable String description,
      @Nullable KeyUsage keyUsage,
      @Nullable KeySpec customerMasterKeySpec,
      @Nullable KeySpec keySpec,
      @Nullable Origin origin,
      @Nullable String customKeyStoreId,
      @Nullable Boolean bypassPolicyLockoutSafetyCheck,
      @Nullable List<Tag> tags,
      @Nullable Boolean multiRegion,
      @Nullable String xksKeyId) {}

  public record CreateKeyResponse(KeyMetadata keyMetadata) {}

  public record DescribeKeyRequest(String keyId, @Nullable List<String> grantTokens) {}

  public record DescribeKeyResponse(KeyMetadata keyMetadata) {}

  public record ListKeysRequest(@Nullable Integer limit, @Nullable String marker) {}

  public record ListKeysResponse(
      List<KeyListEntry> keys, @Nullable String nextMarker, boolean truncated) {}

  public record KeyListEntry(String keyId, String keyArn) {}

  public record UpdateKeyDescriptionRequest(String keyId, String description) {}

  public record EnableKeyRequest(String keyId) {}

  public record DisableKeyRequest(String keyId) {}

  public record ScheduleKeyDeletionRequest(String keyId, @Nullable Integer pendingWindowInDays) {}

  public record ScheduleKeyDeletionResponse(
      String keyId, @Nullable Instant deletionDate, String keyState, int pendingWindowInDays) {}

  public record CancelKeyDeletionRequest(String keyId) {}

  public record CancelKeyDeletionResponse(String keyId) {}

  /** What its markers are for. */
  private static final String LIST = "keys";

  /** The service that has a key of its own in an account. */
  private static final String CERTIFICATES = "acm";

  /** The actions that policies can keep from keys in use. */
  private static final Set<String> ENDING_USE = Set.of("kms:DisableKey", "kms:ScheduleKeyDeletion");

  private static final int DEFAULT_LIMIT = 100;
  private static final int DEFAULT_WINDOW = 30;
  private static final int SHORTEST_WINDOW = 7;
  private static final int LONGEST_WINDOW = 30;

  @Inject private KeyRing ring;
  @Inject private KeyCreation creation;
  @Inject private MultiRegionKeys multiRegionKeys;
  @Inject private ManagedKeys managedKeys;
  @Inject private LastUsages lastUsages;
  @Inject private KeyUses uses;
  @Inject private Keys keys;
  @Inject private Clock clock;

  /**
   * Makes a key of the caller's account in the caller's Region.
   *
   * @throws ServiceException {@code LimitExceededException} beyond 100,000 keys, {@code
   *     MalformedPolicyDocumentException}, {@code TagException}, {@code
   *     UnsupportedOperationException}, {@code ValidationException}
   */
  public CreateKeyResponse createKey(Caller caller, CreateKeyRequest request) {
    return new CreateKeyResponse(multiRegionKeys.describe(creation.create(caller, request)));
  }

  /**
   * A key's metadata, in whatever state it is. Where {@code alias/aws/acm} of the caller's account
   * has no key yet, it is made for whoever may describe the account's keys.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/kms/latest/APIReference/API_DescribeKey.html">DescribeKey</a>
   */
  public DescribeKeyResponse describeKey(Caller caller, DescribeKeyRequest request) {
    KeyIdentifier named = KeyIdentifier.parse(caller, request.keyId());
    if (named.name().equals(ManagedKeys.ManagedKeyCreation.aliasOf(CERTIFICATES))
        && named.account().equals(caller.account())
        && managedKeys.find(caller.account(), caller.region(), CERTIFICATES).isEmpty()) {
      ring.authorizeNewKey(caller, "kms:DescribeKey", KeyRing.accountContext(caller).build());
      managedKeys.ofService(caller.account(), caller.region(), CERTIFICATES);
    }
    KeySnapshot key = ring.authorize(caller, request.keyId(), "kms:DescribeKey", Map.of());
    return new DescribeKeyResponse(multiRegionKeys.describe(key));
  }

  /** The keys of the caller's account and Region, by id. */
  public ListKeysResponse listKeys(Caller caller, ListKeysRequest request) {
    ring.authorizeAccount(caller, "kms:ListKeys");
    int limit = request.limit() == null ? DEFAULT_LIMIT : request.limit();
    List<Key> rows =
        keys.list(
            caller.account(), caller.region(), Markers.read(LIST, request.marker()), limit + 1);
    Page<Key> page = Page.of(rows, limit, key -> Markers.write(LIST, key.keyId()));
    return new ListKeysResponse(
        page.map(key -> new KeyListEntry(key.keyId(), key.arn().toString())).items(),
        page.nextMarker(),
        page.truncated());
  }

  /**
   * Replaces a key's description.
   *
   * @throws ServiceException {@code KMSInvalidStateException} where its deletion is pending
   */
  public void updateKeyDescription(Caller caller, UpdateKeyDescriptionRequest request) {
    lockForChange(caller, request.keyId(), "kms:UpdateKeyDescription", Map.of())
        .describe(request.description());
  }

  /**
   * Lets a disabled key be used again.
   *
   * @throws ServiceException {@code KMSInvalidStateException}
   */
  public void enableKey(Caller caller, EnableKeyRequest request) {
    lockToSwitch(caller, request.keyId(), "kms:EnableKey").enable();
  }

  /**
   * Keeps a key from being used until it is enabled again.
   *
   * @throws ServiceException {@code KMSInvalidStateException}
   */
  public void disableKey(Caller caller, DisableKeyRequest request) {
    lockToSwitch(caller, request.keyId(), "kms:DisableKey").disable();
  }

  /**
   * Stops a key's use at once, and has it deleted when the waiting period has passed; that of a
   * primary key with replicas begins when the last of them has been deleted.
   *
   * @throws ServiceException {@code ValidationException} for a period outside 7–30 days, {@code
   *     KMSInvalidStateException} where its deletion is pending already
   */
  public ScheduleKeyDeletionResponse scheduleKeyDeletion(
      Caller caller, ScheduleKeyDeletionRequest request) {
    int days =
        request.pendingWindowInDays() == null ? DEFAULT_WINDOW : request.pendingWindowInDays();
    if (days < SHORTEST_WINDOW || days > LONGEST_WINDOW) {
      throw new ServiceException(
          CommonFault.VALIDATION,
          "PendingWindowInDays must be between " + SHORTEST_WINDOW + " and " + LONGEST_WINDOW);
    }
    Key key =
        lockForChange(
            caller,
            request.keyId(),
            "kms:ScheduleKeyDeletion",
            Map.of("kms:ScheduleKeyDeletionPendingWindowInDays", List.of(String.valueOf(days))));
    if (multiRegionKeys.hasReplicas(key)) {
      key.scheduleDeletionAfterReplicas(days);
    } else {
      key.scheduleDeletion(clock.instant().plus(Duration.ofDays(days)), days);
    }
    return new ScheduleKeyDeletionResponse(
        key.arn().toString(), key.deletionAt(), key.state().wireName(), days);
  }

  /**
   * Keeps a key whose deletion is pending; it is disabled then.
   *
   * @throws ServiceException {@code KMSInvalidStateException} where its deletion is not pending
   */
  public CancelKeyDeletionResponse cancelKeyDeletion(
      Caller caller, CancelKeyDeletionRequest request) {
    KeySnapshot snapshot = ring.resolveOwnKey(caller, request.keyId());
    ring.authorize(caller, snapshot, "kms:CancelKeyDeletion", Map.of());
    Key key =
        ring.lockKey(
            caller, snapshot, "kms:CancelKeyDeletion", locked -> ring.context(caller, locked));
    if (!ring.snapshot(key).isPendingDeletion()) {
      throw new ServiceException(
          KeyFault.INVALID_STATE, snapshot.arn() + " is not pending deletion.");
    }
    key.cancelDeletion();
    return new CancelKeyDeletionResponse(snapshot.arn().toString());
  }

  private Key lockToSwitch(Caller caller, String identifier, String action) {
    Key key = lockForChange(caller, identifier, action, Map.of());
    ring.snapshot(key).requireSwitchable();
    return key;
  }

  /** The whole days since a key's last use, or where none is known, since its uses are. */
  private long unusedDays(KeySnapshot key) {
    LastUsage written = lastUsages.find(key.rowId()).orElseThrow();
    KeyUse last = KeyUse.later(written.use(), uses.of(key.arn()));
    Instant since = last == null ? written.trackedFrom() : last.at();
    return Duration.between(since, clock.instant()).toDays();
  }

  private Key lockForChange(
      Caller caller, String identifier, String action, Map<String, List<String>> conditionKeys) {
    KeySnapshot snapshot = ring.resolveOwnKey(caller, identifier);
    Function<KeySnapshot, RequestContext.Builder> context =
        key -> context(caller, key, action, conditionKeys);
    ring.authorize(caller, snapshot, action, context.apply(snapshot));
    Key key = ring.lockKey(caller, snapshot, action, context);
    ring.snapshot(key).requireNotPendingDeletion();
    return key;
  }

  private RequestContext.Builder context(
      Caller caller, KeySnapshot key, String action, Map<String, List<String>> conditionKeys) {
    RequestContext.Builder context = ring.context(caller, key);
    conditionKeys.forEach(context::putAll);
    if (ENDING_USE.contains(action)) {
      context.lazily(
          "kms:TrailingDaysWithoutKeyUsage", () -> List.of(Long.toString(unusedDays(key))));
    }
    return context;
  }
}
