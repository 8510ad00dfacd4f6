package org.latchkey.keys;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.latchkey.access.AuthorizationRequest;
import org.latchkey.access.Permission;
import org.latchkey.access.PermissionSource;
import org.latchkey.access.PolicyType;

/** Contributes the policy of the key that a request is about. */
@ApplicationScoped
class KeyPolicyPermissions implements PermissionSource {

  private static final String SOURCE = "key policy";

  @Override
  public List<Permission> permissionsFor(AuthorizationRequest request) {
    return request
        .context()
        .attachment(KeySnapshot.class)
        .map(key -> List.of(Permission.policy(PolicyType.KEY_POLICY, SOURCE, key.policy())))
        .orElseGet(List::of);
  }
}
