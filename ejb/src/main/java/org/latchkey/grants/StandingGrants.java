package org.latchkey.grants;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import org.latchkey.keys.KeyRing;
import org.latchkey.shared.Arn;

/**
 * Tells the product itself whether a grant is there. Nobody asks for it, so nothing is recorded.
 */
@ApplicationScoped
@Transactional
public class StandingGrants {

  @Inject private KeyRing ring;
  @Inject private Grants grants;

  /** Whether a key has a grant of this id; a key that has been deleted has none. */
  public boolean stands(Arn key, String grantId) {
    return ring.find(key.region(), key.resource().substring("key/".length()))
        .flatMap(found -> grants.find(grantId).filter(grant -> grant.keyRow() == found.rowId()))
        .isPresent();
  }
}
