package org.latchkey.web.console;

import static jakarta.servlet.http.HttpServletResponse.SC_INTERNAL_SERVER_ERROR;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Says that something is not there or went wrong, and under which id the log tells more. A page
 * that fails by Ajax sends the browser here with that id; whoever comes by itself finds no page. It
 * is no Faces view, so that it also works where Faces does not.
 */
@WebServlet(name = "error", urlPatterns = ErrorPage.PATH)
public class ErrorPage extends HttpServlet {

  static final String PATH = "/console/error";

  private static final String PAGE =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
        <meta charset="UTF-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <title>%1$s · Latchkey</title>
        <link rel="icon" type="image/svg+xml" href="/jakarta.faces.resource/latchkey.svg.xhtml?ln=console"/>
        <link rel="stylesheet" href="/jakarta.faces.resource/console.css.xhtml?ln=console"/>
      </head>
      <body>
        <main class="bare">
          <div class="brand"><img src="/jakarta.faces.resource/latchkey.svg.xhtml?ln=console" alt="" width="28" height="28"/>Latchkey</div>
          <div class="card">
            <h1>%1$s</h1>
            <p>%2$s</p>
            <dl class="facts"><dt>Request ID</dt><dd class="id">%3$s</dd></dl>
            <p><a href="/console">Go to the console</a></p>
          </div>
        </main>
      </body>
      </html>
      """;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    boolean dispatched = request.getDispatcherType() == DispatcherType.ERROR;
    String failed = dispatched ? null : uuid(request.getParameter("id"));
    int status = failed == null ? status(request, dispatched) : SC_INTERNAL_SERVER_ERROR;
    response.setStatus(failed == null ? status : HttpServletResponse.SC_OK);
    response.setHeader(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'self'; img-src 'self'; frame-ancestors 'none'");
    response.setContentType("text/html;charset=UTF-8");
    response
        .getWriter()
        .write(
            PAGE.formatted(
                title(status), advice(status), failed == null ? RequestId.of(request) : failed));
  }

  private static int status(HttpServletRequest request, boolean dispatched) {
    if (!dispatched) {
      return HttpServletResponse.SC_NOT_FOUND;
    }
    return request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
        ? code
        : SC_INTERNAL_SERVER_ERROR;
  }

  private static String title(int status) {
    return switch (status) {
      case HttpServletResponse.SC_NOT_FOUND -> "There is no such page";
      case HttpServletResponse.SC_FORBIDDEN -> "You may not see this page";
      case HttpServletResponse.SC_METHOD_NOT_ALLOWED -> "This cannot be done here";
      default -> isServersFault(status) ? "Something went wrong" : "This request makes no sense";
    };
  }

  private static String advice(int status) {
    return isServersFault(status)
        ? "The fault is the server's. Its log tells more under this request ID."
        : "Nothing was changed.";
  }

  private static boolean isServersFault(int status) {
    return status >= SC_INTERNAL_SERVER_ERROR;
  }

  /** An address can bring a UUID to this page, and nothing else. */
  private static @Nullable String uuid(@Nullable String text) {
    try {
      return text == null ? null : UUID.fromString(text).toString();
    } catch (IllegalArgumentException notOurs) {
      return null;
    }
  }
}
