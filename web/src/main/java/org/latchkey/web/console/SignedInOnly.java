package org.latchkey.web.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.Set;

/**
 * Shows the console to nobody but those who are signed in, and to strangers what they need for
 * that; sends all others to the login page. Where they wanted to go travels in the address, not in
 * a session: a stranger's request leaves nothing behind. Ends the session of a user who has been
 * deleted, or may not come into the console any more.
 *
 * <p>A filter, as the container looks for a web module's security constraints at each request, and
 * in this one at those of the wire protocols, too.
 */
@WebFilter(filterName = "signed-in-only", urlPatterns = "/console/*")
public class SignedInOnly extends HttpFilter {

  private static final Set<String> FOR_STRANGERS =
      Set.of(LoginPage.PATH, Federation.PATH, ErrorPage.PATH);

  @Inject private transient CurrentUser user;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (user.isShutOut()) {
      end(request);
    } else if (user.isSignedIn() || isForStrangers(request)) {
      chain.doFilter(request, response);
      return;
    }
    sendToLogin(request, response);
  }

  /** By the address that the container has decoded and chosen a servlet by. */
  private static boolean isForStrangers(HttpServletRequest request) {
    return request.getPathInfo() == null && FOR_STRANGERS.contains(request.getServletPath());
  }

  private static void end(HttpServletRequest request) throws ServletException {
    request.logout();
    HttpSession session = request.getSession(false);
    if (session != null) {
      session.invalidate();
    }
  }

  private static void sendToLogin(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setHeader("Cache-Control", "no-store");
    if ("partial/ajax".equals(request.getHeader("Faces-Request"))) {
      response.setContentType("text/xml;charset=UTF-8");
      response.getWriter().write(PartialRedirect.to(LoginPage.ENDED));
    } else if (FollowedLink.is(request)) {
      FollowedLink.askAgain(request, response);
    } else if (request.getMethod().equals("GET")) {
      String query = request.getQueryString();
      String wanted = request.getRequestURI() + (query == null ? "" : '?' + query);
      response.sendRedirect(LoginPage.PATH + "?next=" + URLEncoder.encode(wanted, UTF_8));
    } else {
      response.sendRedirect(LoginPage.ENDED);
    }
  }
}
