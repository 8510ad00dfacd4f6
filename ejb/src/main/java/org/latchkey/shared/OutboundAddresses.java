package org.latchkey.shared;

import java.io.IOException;
import java.net.InetAddress;

/**
 * Where the server may go because somebody else has named the place: to no {@link InnerAddresses
 * inner address}, unless a setting of the operator's lets it.
 *
 * <p>To be asked right before a connection is made. The platform keeps what a name was found to
 * lead to for half a minute, so that the connection goes to an address that was looked at here; and
 * over TLS, which verifies the name, another address that it might lead to a moment later learns
 * nothing.
 */
public final class OutboundAddresses {

  private OutboundAddresses() {}

  /**
   * Refuses a host of which any address is an inner one.
   *
   * @param setting the name of the setting that allows them all
   * @throws IOException with a sentence for whoever named the host, also where it is not known
   */
  public static void requireAllowed(String host, String setting) throws IOException {
    if (areInnerAllowed(setting)) {
      return;
    }
    for (InetAddress address : InetAddress.getAllByName(host)) {
      if (InnerAddresses.contains(address)) {
        throw new IOException("Its address is not a public one.");
      }
    }
  }

  /** Whether a setting lets the server go to inner addresses as well. */
  public static boolean areInnerAllowed(String setting) {
    return Settings.text(setting).isPresent();
  }
}
