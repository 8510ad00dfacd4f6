package org.latchkey.web.challenges;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.latchkey.publicca.HttpChallenges;

/** Shows a CA that this server answers under a name. */
@WebServlet(name = "challenge", urlPatterns = "/.well-known/acme-challenge/*")
public class ChallengeServlet extends HttpServlet {

  /** RFC 8555 section 8.3: tokens are of the base64url alphabet. */
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{1,256}");

  @Inject private transient HttpChallenges challenges;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = request.getPathInfo();
    String token = path == null ? "" : path.substring(1);
    Optional<String> answer =
        TOKEN.matcher(token).matches() ? challenges.find(token) : Optional.empty();
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
    if (answer.isEmpty()) {
      response.setStatus(HttpServletResponse.SC_NOT_FOUND);
      response.setContentLength(0);
      return;
    }
    byte[] body = answer.get().getBytes(US_ASCII);
    response.setContentType("application/octet-stream");
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
