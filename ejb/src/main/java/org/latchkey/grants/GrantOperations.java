package org.latchkey.grants;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.latchkey.access.RequestContext;
import org.latchkey.audit.Audited;
import org.latchkey.crypto.Tokens;
import org.latchkey.keys.EncryptionContext;
import org.latchkey.keys.KeyFault;
import org.latchkey.keys.KeyRing;
import org.latchkey.keys.KeySnapshot;
import org.latchkey.keys.Markers;
import org.latchkey.shared.Arn;
import org.latchkey.shared.Caller;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.Page;
import org.latchkey.shared.ServiceException;

/** Making, listing, retiring and revoking grants. */
@ApplicationScoped
@Transactional
@Audited("kms.amazonaws.com")
public class GrantOperations {

  public record CreateGrantRequest(
      String keyId,
      @Nullable String granteePrincipal,
      @Nullable String retiringPrincipal,
      List<String> operations,
      @Nullable GrantConstraints constraints,
      @Nullable List<String> grantTokens,
      @Nullable String name,
      @Nullable Boolean dryRun,
      @Nullable String granteeServicePrincipal,
      @Nullable String retiringServicePrincipal) {}

  public record CreateGrantResponse(String grantToken, String grantId) {}

  public record ListGrantsRequest(
      @Nullable Integer limit,
      @Nullable String marker,
      String keyId,
      @Nullable String grantId,
      @Nullable String granteePrincipal,
      @Nullable String granteeServicePrincipal) {}

  public record ListGrantsResponse(
      List<GrantListEntry> grants, @Nullable String nextMarker, boolean truncated) {}

  public record GrantListEntry(
      String keyId,
      String grantId,
      @Nullable String name,
      Instant creationDate,
      @Nullable String granteePrincipal,
      @Nullable String retiringPrincipal,
      String issuingAccount,
      List<String> operations,
      @Nullable GrantConstraints constraints,
      @Nullable String granteeServicePrincipal,
      @Nullable String retiringServicePrincipal) {}

  public record ListRetirableGrantsRequest(
      @Nullable Integer limit,
      @Nullable String marker,
      @Nullable String retiringPrincipal,
      @Nullable String retiringServicePrincipal) {}

  public record RetireGrantRequest(
      @Nullable String grantToken,
      @Nullable String keyId,
      @Nullable String grantId,
      @Nullable Boolean dryRun) {}

  public record RevokeGrantRequest(String keyId, String grantId, @Nullable Boolean dryRun) {}

  /** What its markers are for. */
  private static final String LIST = "grants";

  private static final String CREATE = "kms:CreateGrant";

  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_LIMIT = 100;
  private static final int MAX_GRANTS_A_KEY = 50_000;
  private static final int GRANT_ID_BYTES = 32;

  @Inject private KeyRing ring;
  @Inject private Grants grants;
  @Inject private GrantTokens tokens;
  @Inject private GrantChecks checks;
  @Inject private Clock clock;

  /**
   * Lets a principal use a key. The same name and parameters give the same grant, under a new
   * token.
   *
   * @throws ServiceException {@code ValidationException}, {@code InvalidArnException}, {@code
   *     DisabledException}, {@code KMSInvalidStateException}, {@code LimitExceededException} above
   *     50,000 grants on one key, {@code DryRunOperationException} where it would have been made
   */
  public CreateGrantResponse createGrant(Caller caller, CreateGrantRequest request) {
    tokens.requireValid(request.grantTokens());
    KeySnapshot key = ring.resolveKey(caller, request.keyId());
    Set<GrantOperation> operations = checks.operations(request);
    checks.parties(request);
    ring.authorize(caller, key, CREATE, creation(caller, key, request, operations));
    checks.fit(operations, key);
    checks.constraints(request, key);
    key.requireGrantable();
    checks.notDryRun(request.dryRun());
    Grant grant = new Grant(Tokens.hex(GRANT_ID_BYTES), key, request, operations, clock.instant());
    ring.lock(caller, key, CREATE, now -> creation(caller, now, request, operations))
        .requireGrantable();
    String grantId = request.name() == null ? add(key, grant) : addOnce(key, grant, request.name());
    return new CreateGrantResponse(tokens.issue(grantId), grantId);
  }

  /** The grants on a key, by id. */
  public ListGrantsResponse listGrants(Caller caller, ListGrantsRequest request) {
    KeySnapshot key = ring.resolveKey(caller, request.keyId());
    checks.granteeAsked(request.granteePrincipal(), request.granteeServicePrincipal());
    ring.authorize(caller, key, "kms:ListGrants", context(caller, key));
    int limit = limit(request.limit());
    List<Grant> rows =
        grants.list(
            key.rowId(),
            request.grantId(),
            request.granteePrincipal(),
            request.granteeServicePrincipal(),
            Markers.read(LIST, request.marker()),
            limit + 1);
    return page(rows, limit);
  }

  /**
   * The grants in the caller's Region that a principal may retire, by id: one of the caller's
   * account, or the service that asks.
   *
   * @throws ServiceException {@code ValidationException}, {@code InvalidArnException}, {@code
   *     AccessDeniedException} for another account's principal, and for a service's where it is not
   *     the service that asks
   */
  public ListGrantsResponse listRetirableGrants(Caller caller, ListRetirableGrantsRequest request) {
    if ((request.retiringPrincipal() == null) == (request.retiringServicePrincipal() == null)) {
      throw new ServiceException(
          CommonFault.VALIDATION,
          "Exactly one of RetiringPrincipal and RetiringServicePrincipal must be specified.");
    }
    authorizeListing(caller, request.retiringPrincipal());
    checks.ownPrincipal(caller, request.retiringPrincipal());
    checks.ownService(caller, request.retiringServicePrincipal());
    int limit = limit(request.limit());
    List<Grant> rows =
        grants.retirable(
            caller.region(),
            request.retiringPrincipal(),
            request.retiringServicePrincipal(),
            Markers.read(LIST, request.marker()),
            limit + 1);
    return page(rows, limit);
  }

  /**
   * Ends a grant: for its retiring principal, for its grantee where the grant lists RetireGrant,
   * and for the key's account. Where one of these is an account, its root user may, and whom its
   * policies allow {@code kms:RetireGrant}.
   *
   * @throws ServiceException {@code InvalidGrantTokenException}, {@code InvalidGrantIdException},
   *     {@code NotFoundException}, {@code AccessDeniedException}
   */
  public void retireGrant(Caller caller, RetireGrantRequest request) {
    String grantId = grantToRetire(request);
    Grant grant =
        grants
            .lock(grantId)
            .filter(found -> found.region().equals(caller.region()))
            .orElseThrow(() -> noSuchGrant(grantId));
    KeySnapshot key = ring.snapshot(grant.keyRow());
    if (request.keyId() != null
        && ring.resolveKey(caller, request.keyId()).rowId() != key.rowId()) {
      throw noSuchGrant(grantId);
    }
    boolean let =
        (grant.mayRetire(caller) && ring.allowsByGrant(caller, key, "kms:RetireGrant", grantId))
            || (grant.accountMayRetire(caller)
                && ring.allowsByIdentity(caller, key, "kms:RetireGrant")
                && !ring.denies(caller, key, "kms:RetireGrant"));
    if (!let) {
      throw new ServiceException(
          CommonFault.ACCESS_DENIED,
          "User: "
              + caller.principal()
              + " is not authorized to perform: kms:RetireGrant on resource: "
              + key.arn());
    }
    checks.notDryRun(request.dryRun());
    grants.remove(grant);
  }

  /**
   * Ends a grant by the authority of the key's policy.
   *
   * @throws ServiceException {@code NotFoundException}, {@code InvalidGrantIdException}
   */
  public void revokeGrant(Caller caller, RevokeGrantRequest request) {
    KeySnapshot key = ring.resolveKey(caller, request.keyId());
    ring.authorize(caller, key, "kms:RevokeGrant", context(caller, key));
    Grant grant =
        grants
            .lock(request.grantId())
            .filter(found -> found.keyRow() == key.rowId())
            .orElseThrow(() -> noSuchGrant(request.grantId()));
    checks.notDryRun(request.dryRun());
    grants.remove(grant);
  }

  /** The resource is the retiring principal; a service principal has no ARN. */
  private void authorizeListing(Caller caller, @Nullable String retiringPrincipal) {
    Arn.parse(retiringPrincipal == null ? "" : retiringPrincipal)
        .ifPresentOrElse(
            principal -> ring.authorizeResource(caller, "kms:ListRetirableGrants", principal),
            () -> ring.authorizeAccount(caller, "kms:ListRetirableGrants"));
  }

  /** What policies may ask of what somebody does with a key's grants. */
  private RequestContext.Builder context(Caller caller, KeySnapshot key) {
    return ring.context(caller, key)
        .put("kms:GrantIsForAWSResource", caller.viaService() != null || caller.isService());
  }

  private RequestContext.Builder creation(
      Caller caller, KeySnapshot key, CreateGrantRequest request, Set<GrantOperation> operations) {
    GrantConstraints constraints =
        request.constraints() == null ? GrantConstraints.NONE : request.constraints();
    RequestContext.Builder context = context(caller, key);
    context
        .putAll("kms:GrantOperations", operations.stream().map(Enum::name).toList())
        .put("kms:GranteePrincipal", request.granteePrincipal())
        .put("kms:GranteeServicePrincipal", request.granteeServicePrincipal())
        .put("kms:RetiringPrincipal", request.retiringPrincipal())
        .put("kms:RetiringServicePrincipal", request.retiringServicePrincipal())
        .put("kms:GrantConstraintSourceArn", constraints.sourceArn());
    if (constraints.encryptionContextSubset() != null) {
      context.put("kms:GrantConstraintType", "EncryptionContextSubset");
      EncryptionContext.putKeys(constraints.encryptionContextSubset(), context);
    } else if (constraints.encryptionContextEquals() != null) {
      context.put("kms:GrantConstraintType", "EncryptionContextEquals");
      EncryptionContext.putKeys(constraints.encryptionContextEquals(), context);
    }
    return context.attach(new GrantPermissions.Delegation(EnumSet.copyOf(operations), constraints));
  }

  private String addOnce(KeySnapshot key, Grant grant, String name) {
    return grants.named(key.rowId(), name).stream()
        .filter(grant::sameAs)
        .findFirst()
        .map(Grant::grantId)
        .orElseGet(() -> add(key, grant));
  }

  private String add(KeySnapshot key, Grant grant) {
    if (grants.count(key.rowId()) >= MAX_GRANTS_A_KEY) {
      throw new ServiceException(
          KeyFault.LIMIT_EXCEEDED, key.arn() + " already has " + MAX_GRANTS_A_KEY + " grants.");
    }
    grants.add(grant);
    return grant.grantId();
  }

  private String grantToRetire(RetireGrantRequest request) {
    String token = request.grantToken();
    String grantId = request.grantId();
    boolean byId = request.keyId() != null || grantId != null;
    if ((token != null) == byId) {
      throw new ServiceException(
          CommonFault.VALIDATION,
          "Exactly one of GrantToken, or KeyId and GrantId together, must be specified.");
    }
    if (token != null) {
      return tokens.grantId(token);
    }
    if (grantId == null || request.keyId() == null) {
      throw new ServiceException(
          CommonFault.VALIDATION, "KeyId and GrantId must be specified together.");
    }
    return grantId;
  }

  private ListGrantsResponse page(List<Grant> rows, int limit) {
    Page<Grant> page = Page.of(rows, limit, grant -> Markers.write(LIST, grant.grantId()));
    return new ListGrantsResponse(
        page.map(grant -> grant.entry(ring.snapshot(grant.keyRow()).arn().toString())).items(),
        page.nextMarker(),
        page.truncated());
  }

  private static int limit(@Nullable Integer asked) {
    return asked == null ? DEFAULT_LIMIT : Math.min(asked, MAX_LIMIT);
  }

  private static ServiceException noSuchGrant(String grantId) {
    return new ServiceException(KeyFault.NOT_FOUND, "Grant ID " + grantId + " not found");
  }
}
