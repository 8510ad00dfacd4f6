package org.latchkey.web.console;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Tells browsers how carefully to treat the console. The content security policy itself is in
 * {@code web.xml}: PrimeFaces adds each page's nonce to it. A browser that comes by another site's
 * link is asked to come by itself, before anything makes it a session.
 */
@WebFilter(
    filterName = "console-headers",
    urlPatterns = {"/console/*", "*.xhtml"},
    dispatcherTypes = {DispatcherType.REQUEST, DispatcherType.ERROR})
public class ConsoleHeaders extends HttpFilter {

  private static final String RESOURCES = "/jakarta.faces.resource/";

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("X-Frame-Options", "DENY");
    response.setHeader("Referrer-Policy", "same-origin");
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
    if (request.isSecure() && !isThisMachine(request.getServerName())) {
      response.setHeader("Strict-Transport-Security", "max-age=31536000");
    }
    if (!request.getServletPath().startsWith(RESOURCES)) {
      response.setHeader("Cache-Control", "no-store");
      response.setHeader("x-amzn-RequestId", RequestId.of(request));
    }
    if (FollowedLink.is(request)) {
      FollowedLink.askAgain(request, response);
    } else {
      chain.doFilter(request, response);
    }
  }

  /** Browsers hold the header against every port of a host: other servers of a developer's too. */
  private static boolean isThisMachine(String host) {
    return host.equals("localhost") || host.endsWith(".localhost");
  }
}
