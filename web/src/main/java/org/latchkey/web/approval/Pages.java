package org.latchkey.web.approval;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the pages behind a mail's link have in common. */
final class Pages {

  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{43}");

  private static final String FRAME =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>%s</title></head>
      <body><main><h1>%s</h1>
      %s
      </main></body>
      </html>
      """;

  private Pages() {}

  /** The token that a request holds, where that could be one. */
  static @Nullable String token(HttpServletRequest request) {
    String token = request.getParameter("token");
    return token != null && TOKEN.matcher(token).matches() ? token : null;
  }

  /** Answers with a page that is kept nowhere and can do nothing but send its own form. */
  static void write(HttpServletResponse response, int status, String title, String body)
      throws IOException {
    byte[] page = FRAME.formatted(title, title, body).getBytes(UTF_8);
    response.setStatus(status);
    response.setHeader(
        "Content-Security-Policy",
        "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
    response.setHeader("Cache-Control", "no-store");
    // The address holds the token.
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("X-Frame-Options", "DENY");
    response.setContentType("text/html;charset=utf-8");
    response.setContentLength(page.length);
    response.getOutputStream().write(page);
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
