package org.latchkey.audit;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.latchkey.shared.Caller;

/**
 * Who turned out to ask, for operations that learn it from a proof in the request: their record
 * names him in the place of whoever it began with.
 */
@ApplicationScoped
public class IdentifiedCaller {

  private final ThreadLocal<Optional<Caller>> known = ThreadLocal.withInitial(Optional::empty);

  /** Says so, within a call of an {@link Audited} bean. */
  public void is(Caller caller) {
    known.set(Optional.of(caller));
  }

  /** Who was said to ask, once. */
  Optional<Caller> take() {
    Optional<Caller> caller = known.get();
    known.remove();
    return caller;
  }

  void restore(Optional<Caller> outer) {
    outer.ifPresent(this::is);
  }
}
