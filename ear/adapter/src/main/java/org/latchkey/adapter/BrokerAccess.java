package org.latchkey.adapter;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Says which integrated services may log in to the embedded broker. The product implements it;
 * until an implementation is registered, the broker refuses everyone.
 */
@FunctionalInterface
public interface BrokerAccess {

  /**
   * Checks a service's broker login.
   *
   * <p>Called on the broker's threads, for each new connection and again a few seconds after the
   * last check, so that a login that was taken away ends soon. It must not throw for a wrong login.
   *
   * @param user the login name, as sent: any text
   * @param password the password, as sent; the caller clears the array afterwards
   * @return whether the user exists and the password is the user's
   */
  boolean authenticate(String user, char[] password);

  /**
   * Opens the broker to those whom {@code access} accepts, in place of whoever decided before.
   *
   * @param access who decides from now on
   */
  static void register(BrokerAccess access) {
    Registration.CURRENT.set(access);
  }

  /** Closes the broker to every service again; called when the product stops. */
  static void unregister() {
    Registration.CURRENT.set(null);
  }

  /** The implementation in force. */
  final class Registration {
    private static final AtomicReference<@Nullable BrokerAccess> CURRENT = new AtomicReference<>();

    private Registration() {}

    static @Nullable BrokerAccess current() {
      return CURRENT.get();
    }
  }
}
