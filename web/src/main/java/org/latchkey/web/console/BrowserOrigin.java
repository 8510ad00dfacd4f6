package org.latchkey.web.console;

import jakarta.servlet.http.HttpServletRequest;
import org.latchkey.iam.ConsoleOrigin;

/** Where the browser sees the console. */
final class BrowserOrigin {

  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  private BrowserOrigin() {}

  /** The origin of a request, as it says itself: passkeys made for another do not work there. */
  static ConsoleOrigin of(HttpServletRequest request) {
    String host = request.getServerName();
    int port = request.getServerPort();
    boolean usual = port == (request.isSecure() ? HTTPS_PORT : HTTP_PORT);
    return new ConsoleOrigin(host, usual ? host : host + ':' + port);
  }
}
