package org.latchkey.web.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;

/**
 * A link on another site that somebody has followed here. Browsers leave the session's cookie out
 * (SameSite=Strict), and to begin a session for such a request would put an end to the one that
 * there is. So the browser is had ask again from a page of the console's own, with the cookie.
 *
 * @see <a href="https://www.w3.org/TR/fetch-metadata/">Fetch Metadata Request Headers</a>
 */
final class FollowedLink {

  /** What begins otherwise, with two slashes say, could lead to another site. */
  private static final String CONSOLE = "/console/";

  private static final Set<String> ELSEWHERE = Set.of("cross-site", "same-site");

  private FollowedLink() {}

  /** Whether a request is one of these; never for browsers that do not say where they come from. */
  static boolean is(HttpServletRequest request) {
    return request.getMethod().equals("GET")
        && request.getRequestURI().startsWith(CONSOLE)
        && request.getRequestedSessionId() == null
        && "navigate".equals(request.getHeader("Sec-Fetch-Mode"))
        && ELSEWHERE.contains(String.valueOf(request.getHeader("Sec-Fetch-Site")));
  }

  static void askAgain(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String query = request.getQueryString();
    Federation.forward(response, request.getRequestURI() + (query == null ? "" : '?' + query));
  }
}
