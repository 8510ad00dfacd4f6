package org.latchkey.web.challenges;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Files below a well-known path (RFC 8615), for whoever knows their names. */
abstract class WellKnownFile extends HttpServlet {

  private final Pattern path;
  private final String contentType;

  /**
   * @param path of the files below the servlet's own, with the name as the first group
   */
  WellKnownFile(Pattern path, String contentType) {
    this.path = path;
    this.contentType = contentType;
  }

  /** What a file holds, in ASCII; empty where there is none of that name. */
  abstract Optional<String> content(String name);

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String asked = request.getPathInfo();
    Matcher file = path.matcher(asked == null ? "" : asked);
    Optional<String> content = file.matches() ? content(file.group(1)) : Optional.empty();
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
    if (content.isEmpty()) {
      response.setStatus(HttpServletResponse.SC_NOT_FOUND);
      response.setContentLength(0);
      return;
    }
    byte[] body = content.get().getBytes(US_ASCII);
    response.setContentType(contentType);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  /** Would send the request's headers back. */
  @Override
  protected void doTrace(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setStatus(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
  }
}
