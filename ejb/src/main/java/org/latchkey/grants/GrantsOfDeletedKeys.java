package org.latchkey.grants;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import org.latchkey.keys.KeyDeleted;

/** Deletes a key's grants together with the key. */
@ApplicationScoped
class GrantsOfDeletedKeys {

  @Inject private Grants grants;

  void delete(@Observes KeyDeleted deletion) {
    grants.removeAllOn(deletion.rowId());
  }
}
