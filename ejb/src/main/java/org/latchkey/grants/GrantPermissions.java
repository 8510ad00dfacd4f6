package org.latchkey.grants;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.latchkey.access.AuthorizationRequest;
import org.latchkey.access.Permission;
import org.latchkey.access.PermissionSource;
import org.latchkey.coherence.Coherence;
import org.latchkey.coherence.CoherentCache;
import org.latchkey.grants.GrantsOfGrantee.Standing;
import org.latchkey.keys.EncryptionContext;
import org.latchkey.keys.KeySnapshot;
import org.latchkey.shared.Arn;
import org.latchkey.shared.Caller;

/** Contributes the grants on a key that the caller is the grantee of and that cover its request. */
@ApplicationScoped
class GrantPermissions implements PermissionSource {

  private static final EncryptionContext NO_CONTEXT = new EncryptionContext(Map.of());

  private static final int CAPACITY = 20_000;

  @Inject private Grants grants;
  @Inject private Coherence coherence;

  private CoherentCache<GrantsOfGrantee> ofGrantees;

  @PostConstruct
  void makeCache() {
    ofGrantees = coherence.cache(CAPACITY, forgotten -> {});
  }

  /** What a caller wants to pass on by making a grant. */
  record Delegation(Set<GrantOperation> operations, GrantConstraints constraints) {

    Delegation {
      operations = Set.copyOf(operations);
    }
  }

  @Override
  public List<Permission> permissionsFor(AuthorizationRequest request) {
    KeySnapshot key = request.context().attachment(KeySnapshot.class).orElse(null);
    GrantOperation operation = GrantOperation.ofAction(request.action()).orElse(null);
    if (key == null || operation == null) {
      return List.of();
    }
    Caller caller = request.caller();
    // one is enough: grants only ever allow
    for (String grantee : granteesOf(caller)) {
      Optional<Standing> own = covering(key, grantee, operation, request);
      if (own.isPresent()) {
        return List.of(Permission.grant(own.get().grantId()));
      }
    }
    if (caller.isRoot() || caller.isService()) {
      return List.of();
    }
    return covering(key, Arn.root(caller.account()).toString(), operation, request)
        .map(grant -> List.of(Permission.grantToAccount(grant.grantId())))
        .orElseGet(List::of);
  }

  /** A grant to a grantee that allows the request. */
  private Optional<Standing> covering(
      KeySnapshot key, String grantee, GrantOperation operation, AuthorizationRequest request) {
    GrantsOfGrantee found = grantsOf(key.rowId(), grantee, request.caller().isService());
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Predicate<Standing> allows =
        operation == GrantOperation.CreateGrant
            ? grant -> allowsDelegation(grant, request)
            : grant -> !operation.heedsEncryptionContext() || allowsContext(grant, request);
    Stream<Standing> near =
        operation.heedsEncryptionContext() ? found.near(context(request).pairs()) : found.all();
    return near.filter(grant -> grant.operations().contains(operation)).filter(allows).findFirst();
  }

  /** Whom a grant can name for the caller to be its grantee. */
  private static List<String> granteesOf(Caller caller) {
    Caller.Session session = caller.session();
    String role = session == null ? null : session.roleArn();
    return role == null ? List.of(caller.principal()) : List.of(caller.principal(), role);
  }

  /** Having none is kept, too: most callers have none. */
  private GrantsOfGrantee grantsOf(long keyRow, String grantee, boolean service) {
    return ofGrantees
        .find(
            Grant.subjectOf(keyRow, grantee),
            () -> Optional.of(GrantsOfGrantee.of(grants.of(keyRow, grantee, service))))
        .orElse(GrantsOfGrantee.NONE);
  }

  private static boolean allowsDelegation(Standing grant, AuthorizationRequest request) {
    return request
        .context()
        .attachment(Delegation.class)
        .filter(wanted -> grant.operations().containsAll(wanted.operations()))
        .filter(wanted -> grant.constraints().atLeastAsWideAs(wanted.constraints()))
        .isPresent();
  }

  private static boolean allowsContext(Standing grant, AuthorizationRequest request) {
    return grant.constraints().allow(context(request), sourceArn(request));
  }

  private static EncryptionContext context(AuthorizationRequest request) {
    return request.context().attachment(EncryptionContext.class).orElse(NO_CONTEXT);
  }

  private static @Nullable String sourceArn(AuthorizationRequest request) {
    List<String> values = request.context().values("aws:SourceArn");
    return values.size() == 1 ? values.get(0) : null;
  }
}
