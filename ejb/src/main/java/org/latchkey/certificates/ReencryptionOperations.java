package org.latchkey.certificates;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.latchkey.access.AuthorizationRequest;
import org.latchkey.access.Authorizer;
import org.latchkey.access.RequestContext;
import org.latchkey.audit.Audited;
import org.latchkey.certificates.Certificates.Weight;
import org.latchkey.crypto.KeySpec;
import org.latchkey.identity.AccountDirectory;
import org.latchkey.keys.KeyRing;
import org.latchkey.keys.KeySnapshot;
import org.latchkey.keys.ManagedKeys;
import org.latchkey.keys.ManagedKeys.Home;
import org.latchkey.shared.Caller;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.Page;
import org.latchkey.shared.ServiceException;

/**
 * Bulk re-encryption of everything that is under the key of an account's certificates: to the
 * newest material of that key, to a key that is made for it, or to one of the account's own.
 */
@ApplicationScoped
@Transactional
@Audited("latchkey")
public class ReencryptionOperations {

  /**
   * What is to be moved, and where.
   *
   * @param allAccounts whether every account's; for the management account alone
   * @param region one Region's; null for all, or for that of the destination
   * @param newKey whether {@code alias/aws/acm} is to stand for a new key
   * @param destinationKeyId a key of the caller's that it is to stand for
   * @param dryRun whether to count alone
   */
  public record StartReencryptionRequest(
      @Nullable Boolean allAccounts,
      @Nullable String region,
      @Nullable Boolean newKey,
      @Nullable String destinationKeyId,
      @Nullable Boolean dryRun) {}

  /**
   * What was started, or would be.
   *
   * @param reencryption null for a dry run
   * @param scope what it is about; with counts for a dry run alone
   */
  public record StartReencryptionResponse(
      @Nullable ReencryptionDescription reencryption, List<ScopeEntry> scope) {

    public StartReencryptionResponse {
      scope = List.copyOf(scope);
    }
  }

  /**
   * An account in a Region.
   *
   * @param keyArn what {@code alias/aws/acm} stands for now
   * @param privateKeys how many would be moved
   * @param deliveries how many services would be sent theirs again
   */
  public record ScopeEntry(
      String account,
      String region,
      String keyArn,
      @Nullable Long privateKeys,
      @Nullable Long deliveries) {}

  /**
   * A re-encryption as it stands.
   *
   * @param account null for all
   * @param region null for all
   * @param requestedBy the account that asked for it; null where a rotation is the cause
   * @param destination {@code CURRENT_MATERIAL}, {@code NEW_KEY} or a key's ARN
   * @param total how many private keys there were to move; null until the job has counted
   * @param verified how many were read again and found where they belong
   * @param remaining how many were read again and found elsewhere
   * @param estimatedEndAt null where there is no pace yet, or none any more
   */
  public record ReencryptionDescription(
      String reencryptionId,
      ReencryptionStatus status,
      @Nullable String account,
      @Nullable String region,
      @Nullable String requestedBy,
      String destination,
      @Nullable Long total,
      long reencrypted,
      long unchanged,
      long deleted,
      long failed,
      long verified,
      long remaining,
      Instant startedAt,
      @Nullable Instant endedAt,
      @Nullable Instant estimatedEndAt) {}

  public record DescribeReencryptionRequest(String reencryptionId) {}

  public record PauseReencryptionRequest(String reencryptionId) {}

  public record ResumeReencryptionRequest(String reencryptionId) {}

  public record ListReencryptionsRequest(@Nullable Integer maxItems, @Nullable String nextToken) {}

  public record ListReencryptionsResponse(
      List<ReencryptionDescription> reencryptions, @Nullable String nextToken) {

    public ListReencryptionsResponse {
      reencryptions = List.copyOf(reencryptions);
    }
  }

  public record ListReencryptionOutcomesRequest(
      String reencryptionId,
      @Nullable ReencryptionOutcome outcome,
      @Nullable Integer maxItems,
      @Nullable String nextToken) {}

  /**
   * What became of one private key.
   *
   * @param certificateArn null where the certificate was gone when its turn came
   * @param reason why it could not be moved
   */
  public record OutcomeEntry(
      String certificateId,
      @Nullable String certificateArn,
      ReencryptionOutcome outcome,
      @Nullable String reason,
      Instant doneAt) {}

  public record ListReencryptionOutcomesResponse(
      List<OutcomeEntry> outcomes, @Nullable String nextToken) {

    public ListReencryptionOutcomesResponse {
      outcomes = List.copyOf(outcomes);
    }
  }

  private static final int DEFAULT_ITEMS = 100;

  @Inject private Reencryptions reencryptions;
  @Inject private ReencryptionScope scope;
  @Inject private PrivateKeyProtection protection;
  @Inject private ManagedKeys managedKeys;
  @Inject private KeyRing ring;
  @Inject private AccountDirectory accounts;
  @Inject private Authorizer authorizer;
  @Inject private Clock clock;

  /**
   * Asks for a re-encryption, or counts what it would move. With another key as its destination,
   * {@code alias/aws/acm} stands for that from now on: what is new is encrypted under it at once,
   * and the job moves the rest.
   *
   * @throws ServiceException {@code ResourceInUseException} where the account has asked for one
   *     that has not ended, {@code AccessDeniedException}, {@code ValidationException}; what KMS
   *     answers where ACM may not use the destination
   */
  public StartReencryptionResponse startReencryption(
      Caller caller, StartReencryptionRequest request) {
    authorize(caller, "latchkey:StartReencryption");
    boolean all = Boolean.TRUE.equals(request.allAccounts());
    boolean newKey = Boolean.TRUE.equals(request.newKey());
    if (all && !isManagement(caller)) {
      throw denied("Only the management account may re-encrypt the keys of all accounts.");
    }
    KeySnapshot destination = destination(caller, request, all, newKey);
    String account = all ? null : caller.account();
    String region = destination == null ? request.region() : destination.region();
    List<Home> homes = scope.all(account, region);
    if (Boolean.TRUE.equals(request.dryRun())) {
      boolean everything = newKey || destination != null;
      return new StartReencryptionResponse(
          null,
          homes.stream()
              .map(home -> entry(home, everything ? scope.everything(home) : scope.outdated(home)))
              .toList());
    }
    requireNoOther(caller);
    Reencryption reencryption =
        new Reencryption(
            UUID.randomUUID().toString(),
            caller.account(),
            account,
            region,
            destinationName(destination, newKey),
            clock.instant());
    reencryptions.add(reencryption);
    if (newKey) {
      homes.forEach(
          home -> managedKeys.replace(home.account(), home.region(), PrivateKeyProtection.SERVICE));
    }
    if (destination != null) {
      protection.key(destination.account(), destination.region());
      managedKeys.use(PrivateKeyProtection.SERVICE, destination);
    }
    return new StartReencryptionResponse(
        describe(reencryption), homes.stream().map(home -> entry(home, null)).toList());
  }

  private static String destinationName(@Nullable KeySnapshot destination, boolean newKey) {
    if (destination != null) {
      return destination.arn().toString();
    }
    return newKey ? Reencryption.NEW_KEY : Reencryption.CURRENT_MATERIAL;
  }

  private @Nullable KeySnapshot destination(
      Caller caller, StartReencryptionRequest request, boolean all, boolean newKey) {
    String named = request.destinationKeyId();
    if (named == null) {
      return null;
    }
    if (all || newKey) {
      throw new ServiceException(
          CommonFault.VALIDATION,
          "DestinationKeyId cannot be given together with AllAccounts or NewKey.");
    }
    Caller there = request.region() == null ? caller : caller.in(request.region());
    KeySnapshot key = ring.resolve(there, named);
    if (!key.account().equals(caller.account())) {
      throw denied(key.arn() + " belongs to another account.");
    }
    ring.authorize(
        there,
        key,
        "kms:CreateGrant",
        ring.context(there, key).put("kms:GrantIsForAWSResource", "true"));
    if (key.spec() != KeySpec.SYMMETRIC_DEFAULT) {
      throw new ServiceException(
          CommonFault.VALIDATION, key.arn() + " is not a symmetric encryption key.");
    }
    key.requireEnabled();
    protection.probe(key);
    return key;
  }

  private void requireNoOther(Caller caller) {
    reencryptions
        .openFor(caller.account())
        .ifPresent(
            open -> {
              throw new ServiceException(
                  CertificateFault.RESOURCE_IN_USE,
                  "The re-encryption " + open.id() + " has not ended yet.");
            });
  }

  /**
   * A re-encryption as it stands.
   *
   * @throws ServiceException {@code ResourceNotFoundException}
   */
  public ReencryptionDescription describeReencryption(
      Caller caller, DescribeReencryptionRequest request) {
    authorize(caller, "latchkey:DescribeReencryption");
    return describe(visible(caller, request.reencryptionId()));
  }

  /**
   * Has a re-encryption wait; when this returns, it moves no further private key.
   *
   * @throws ServiceException {@code ResourceNotFoundException}, {@code InvalidStateException}
   */
  public ReencryptionDescription pauseReencryption(
      Caller caller, PauseReencryptionRequest request) {
    authorize(caller, "latchkey:PauseReencryption");
    Reencryption reencryption = locked(caller, request.reencryptionId());
    if (!Reencryptions.ACTIVE.contains(reencryption.status())) {
      throw invalidState(reencryption);
    }
    reencryption.pause();
    return describe(reencryption);
  }

  /**
   * Has a re-encryption that was paused go on.
   *
   * @throws ServiceException {@code ResourceNotFoundException}, {@code InvalidStateException}
   */
  public ReencryptionDescription resumeReencryption(
      Caller caller, ResumeReencryptionRequest request) {
    authorize(caller, "latchkey:ResumeReencryption");
    Reencryption reencryption = locked(caller, request.reencryptionId());
    if (reencryption.status() != ReencryptionStatus.PAUSED) {
      throw invalidState(reencryption);
    }
    reencryption.resume(clock.instant());
    return describe(reencryption);
  }

  /**
   * The re-encryptions of the caller's account, and for the management account all, the newest
   * first.
   */
  public ListReencryptionsResponse listReencryptions(
      Caller caller, ListReencryptionsRequest request) {
    authorize(caller, "latchkey:ListReencryptions");
    int limit = request.maxItems() == null ? DEFAULT_ITEMS : request.maxItems();
    Reencryption after = request.nextToken() == null ? null : visible(caller, request.nextToken());
    Page<Reencryption> page =
        Page.of(
            reencryptions.list(isManagement(caller) ? null : caller.account(), after, limit + 1),
            limit,
            Reencryption::id);
    return new ListReencryptionsResponse(page.map(this::describe).items(), page.nextMarker());
  }

  /**
   * What became of each private key, by certificate.
   *
   * @throws ServiceException {@code ResourceNotFoundException}
   */
  public ListReencryptionOutcomesResponse listReencryptionOutcomes(
      Caller caller, ListReencryptionOutcomesRequest request) {
    authorize(caller, "latchkey:ListReencryptionOutcomes");
    Reencryption reencryption = visible(caller, request.reencryptionId());
    int limit = request.maxItems() == null ? DEFAULT_ITEMS : request.maxItems();
    String after = request.nextToken() == null ? "" : request.nextToken();
    Page<ReencryptedKey> page =
        Page.of(
            reencryptions.rows(reencryption.id(), request.outcome(), after, limit + 1),
            limit,
            ReencryptedKey::certificateId);
    return new ListReencryptionOutcomesResponse(
        page.map(ReencryptionOperations::entry).items(), page.nextMarker());
  }

  private static OutcomeEntry entry(ReencryptedKey row) {
    return new OutcomeEntry(
        row.certificateId(),
        row.certificateArn().isEmpty() ? null : row.certificateArn(),
        row.outcome(),
        row.reason(),
        row.doneAt());
  }

  private ScopeEntry entry(Home home, @Nullable Weight weight) {
    return new ScopeEntry(
        home.account(),
        home.region(),
        protection.key(home.account(), home.region()).arn().toString(),
        weight == null ? null : weight.certificates(),
        weight == null ? null : weight.associations());
  }

  private ReencryptionDescription describe(Reencryption reencryption) {
    return new ReencryptionDescription(
        reencryption.id(),
        reencryption.status(),
        reencryption.account(),
        reencryption.region(),
        reencryption.requestedBy(),
        reencryption.destination(),
        reencryption.total(),
        reencryption.reencrypted(),
        reencryption.unchanged(),
        reencryption.deleted(),
        reencryption.failed(),
        reencryption.verified(),
        reencryption.remaining(),
        reencryption.startedAt(),
        reencryption.endedAt(),
        reencryption.estimatedEnd(clock.instant()).orElse(null));
  }

  private Reencryption locked(Caller caller, String id) {
    visible(caller, id);
    return reencryptions.lock(id).orElseThrow(() -> notFound(id));
  }

  private Reencryption visible(Caller caller, String id) {
    return reencryptions
        .find(id)
        .filter(found -> caller.account().equals(found.account()) || isManagement(caller))
        .orElseThrow(() -> notFound(id));
  }

  private boolean isManagement(Caller caller) {
    return accounts.isManagement(caller.account());
  }

  private void authorize(Caller caller, String action) {
    authorizer.authorize(AuthorizationRequest.onAccount(caller, action, RequestContext.empty()));
  }

  private static ServiceException denied(String message) {
    return new ServiceException(CommonFault.ACCESS_DENIED, message);
  }

  private static ServiceException notFound(String id) {
    return new ServiceException(
        CertificateFault.RESOURCE_NOT_FOUND, "There is no re-encryption " + id + ".");
  }

  private static ServiceException invalidState(Reencryption reencryption) {
    return new ServiceException(
        CertificateFault.INVALID_STATE,
        "The re-encryption " + reencryption.id() + " is " + reencryption.status() + ".");
  }
}
