package org.latchkey.web.console;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;

/** Ends the session of a user who has been deleted, or may not come into the console any more. */
@WebFilter(filterName = "shut-out", urlPatterns = "/console/*")
public class ShutOut extends HttpFilter {

  @Inject private transient CurrentUser user;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!user.isShutOut()) {
      chain.doFilter(request, response);
      return;
    }
    request.logout();
    HttpSession session = request.getSession(false);
    if (session != null) {
      session.invalidate();
    }
    ConsoleAuthentication.sendToLogin(request, response);
  }
}
