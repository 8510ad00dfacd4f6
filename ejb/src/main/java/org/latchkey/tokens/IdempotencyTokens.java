package org.latchkey.tokens;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Lets requests with the same idempotency token come one after the other. */
@ApplicationScoped
public class IdempotencyTokens {

  /** So many requests of an account in a Region can be under way at once, at the best. */
  private static final int SLOTS = 16;

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
