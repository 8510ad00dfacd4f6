package org.latchkey.iam;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.latchkey.access.AuthorizationRequest;
import org.latchkey.access.ParsedPolicies;
import org.latchkey.access.Permission;
import org.latchkey.access.PermissionSource;
import org.latchkey.access.PolicyKind;
import org.latchkey.access.PolicyType;
import org.latchkey.identity.Role;

/** Contributes the trust policy of the role that is to be assumed. */
@ApplicationScoped
class RoleTrust implements PermissionSource {

  private static final int PARSED = 2_000;

  private final ParsedPolicies parsed = new ParsedPolicies(PARSED);

  @Override
  public List<Permission> permissionsFor(AuthorizationRequest request) {
    return request
        .context()
        .attachment(Role.class)
        .map(
            role ->
                List.of(
                    Permission.policy(
                        PolicyType.RESOURCE_POLICY,
                        "trust policy",
                        parsed.parse(role.trustPolicy(), PolicyKind.TRUST))))
        .orElseGet(List::of);
  }
}
