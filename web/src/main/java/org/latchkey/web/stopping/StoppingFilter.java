package org.latchkey.web.stopping;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.latchkey.shared.Settings;
import org.latchkey.web.wire.WireServlet;

/**
 * Answers requests that come when the server has been asked to end with status 503, in the form
 * that the client expects, and closes their connections. Requests that were under way before are
 * answered first: each holds a lock that the launcher takes for itself before it stops anything.
 */
@WebFilter(filterName = "stopping", urlPatterns = "/*")
public class StoppingFilter extends HttpFilter {

  private static final Logger LOG = Logger.getLogger(StoppingFilter.class.getName());
  private static final byte[] TEXT = "The server is stopping.\n".getBytes(US_ASCII);

  private final transient Lock underWay = Settings.requestsUnderWay();

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!isTaken()) {
      try {
        refuse(request, response, chain);
      } catch (IOException | RuntimeException gone) {
        LOG.log(Level.FINE, "The connection was closed meanwhile", gone);
      }
      return;
    }
    try {
      chain.doFilter(request, response);
    } finally {
      underWay.unlock();
    }
  }

  /** Not where the launcher has the lock, or waits for it. */
  private boolean isTaken() {
    try {
      return underWay.tryLock(0, TimeUnit.SECONDS);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void refuse(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    response.setHeader("Connection", "close");
    response.setHeader("Retry-After", "5");
    if (WireServlet.isAt(request)) {
      request.setAttribute(WireServlet.STOPPING, true);
      chain.doFilter(request, response);
    } else {
      response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
      response.setContentType("text/plain");
      response.setContentLength(TEXT.length);
      response.getOutputStream().write(TEXT);
    }
  }
}
