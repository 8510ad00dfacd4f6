package org.latchkey.access;

import java.util.List;

/**
 * Where permissions come from: each feature that keeps policies or grants is one, as a CDI bean.
 *
 * <p>A source contributes every policy that could bear on the request, whether it allows, denies or
 * is silent: the key's policy for a request on a key, the caller's policies, boundary and session
 * policy for its own requests. A boundary or session policy that is left out does not limit, so a
 * source that cannot read what it keeps throws, and the request fails.
 */
public interface PermissionSource {

  /** The permissions that bear on the request; empty where this source has none. */
  List<Permission> permissionsFor(AuthorizationRequest request);
}
