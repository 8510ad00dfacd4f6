package org.latchkey.web.framing;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;

/**
 * Refuses every transfer coding but {@code chunked} by itself. The container takes a request with
 * any other for one without a body, and what follows for the next request; the connection is closed
 * before it comes to that.
 */
@WebFilter(filterName = "transfer-coding", urlPatterns = "/*")
public class TransferCodingFilter extends HttpFilter {

  private static final String CHUNKED = "chunked";

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    List<String> codings = Collections.list(request.getHeaders("Transfer-Encoding"));
    if (codings.isEmpty() || (codings.size() == 1 && codings.get(0).equalsIgnoreCase(CHUNKED))) {
      chain.doFilter(request, response);
      return;
    }
    response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
    response.setHeader("Connection", "close");
    response.setContentLength(0);
  }
}
