package org.latchkey.grants;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.latchkey.access.AuthorizationRequest;
import org.latchkey.access.Permission;
import org.latchkey.access.PermissionSource;
import org.latchkey.coherence.Coherence;
import org.latchkey.coherence.CoherentCache;
import org.latchkey.keys.EncryptionContext;
import org.latchkey.keys.KeySnapshot;
import org.latchkey.shared.Caller;

/** Contributes the grants on a key that the caller is the grantee of and that cover its request. */
@ApplicationScoped
class GrantPermissions implements PermissionSource {

  private static final EncryptionContext NO_CONTEXT = new EncryptionContext(Map.of());

  private static final int CAPACITY = 20_000;

  @Inject private Grants grants;
  @Inject private Coherence coherence;

  private CoherentCache<List<Grant>> ofGrantees;

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
    return grantsOf(key.rowId(), request.caller()).stream()
        .filter(grant -> allows(grant, operation, request))
        .map(grant -> Permission.grant(grant.grantId()))
        .toList();
  }

  /** Having none is kept, too: most callers have none. */
  private List<Grant> grantsOf(long keyRow, Caller caller) {
    Caller.Session session = caller.session();
    String role = session == null ? null : session.roleArn();
    List<Grant> own = grantsOf(keyRow, caller.principal(), caller.isService());
    return role == null
        ? own
        : Stream.concat(own.stream(), grantsOf(keyRow, role, false).stream()).toList();
  }

  private List<Grant> grantsOf(long keyRow, String grantee, boolean service) {
    return ofGrantees
        .find(
            Grant.subjectOf(keyRow, grantee),
            () -> Optional.of(List.copyOf(grants.of(keyRow, grantee, service))))
        .orElseGet(List::of);
  }

  private static boolean allows(
      Grant grant, GrantOperation operation, AuthorizationRequest request) {
    Set<GrantOperation> operations = grant.operations();
    if (!operations.contains(operation)) {
      return false;
    }
    GrantConstraints constraints = grant.constraints();
    if (operation == GrantOperation.CreateGrant) {
      Optional<Delegation> delegation = request.context().attachment(Delegation.class);
      return delegation
          .filter(wanted -> operations.containsAll(wanted.operations()))
          .filter(wanted -> constraints.atLeastAsWideAs(wanted.constraints()))
          .isPresent();
    }
    if (!operation.heedsEncryptionContext()) {
      return true;
    }
    EncryptionContext context =
        request.context().attachment(EncryptionContext.class).orElse(NO_CONTEXT);
    return constraints.allow(context, sourceArn(request));
  }

  private static @Nullable String sourceArn(AuthorizationRequest request) {
    List<String> values = request.context().values("aws:SourceArn");
    return values.size() == 1 ? values.get(0) : null;
  }
}
