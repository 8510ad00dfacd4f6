package org.latchkey.tokens;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Lets requests with the same idempotency token come one after the other. */
@ApplicationScoped
public class IdempotencyTokens {

  /** So many that two requests at once hardly ever share one: making a large RSA key takes long. */
  private static final int SLOTS = 1_024;

  @Inject private TokenSlots slots;

  /**
   * Keeps every other request with this token waiting, until the transaction ends. To be called
   * before anything is looked for that an earlier request may have made.
   *
   * @param service whose tokens they are, for example {@code acm}
   */
  public void hold(String service, String account, String region, String token) {
    int slot = Math.floorMod(token.hashCode(), SLOTS);
    slots.lock(String.join("/", service, account, region, Integer.toString(slot)));
  }
}
