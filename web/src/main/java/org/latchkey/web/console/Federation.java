package org.latchkey.web.console;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.latchkey.iam.ConsoleFederation;
import org.latchkey.iam.ConsoleFederation.Guest;
import org.latchkey.iam.ConsoleFederation.Question;
import org.latchkey.shared.ServiceException;

/**
 * The way to an account's identity provider and back. It is no Faces view: where it is called from
 * elsewhere it has no session yet.
 *
 * <p>The session's cookie does not come with a browser that a provider sends here (SameSite), so
 * that the page then has the browser ask again, by itself. The way to the provider is a page, too:
 * the content security policy lets forms lead nowhere else.
 */
@WebServlet(name = "federation", urlPatterns = Federation.PATH)
public class Federation extends HttpServlet {

  static final String PATH = "/console/federation";

  private static final int SECONDS_BEFORE_SIGN_IN = 10 * 60;
  private static final String AGAIN = "again";

  private static final String PAGE =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
        <meta charset="UTF-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <title>Sign in · Latchkey</title>
        %1$s
        <link rel="icon" type="image/svg+xml" href="/jakarta.faces.resource/latchkey.svg.xhtml?ln=console"/>
        <link rel="stylesheet" href="/jakarta.faces.resource/console.css.xhtml?ln=console"/>
      </head>
      <body>
        <main class="bare">
          <div class="brand"><img src="/jakarta.faces.resource/latchkey.svg.xhtml?ln=console" alt="" width="28" height="28"/>Latchkey</div>
          <div class="card">
            <h1>Sign in</h1>
            %2$s
          </div>
        </main>
      </body>
      </html>
      """;

  @Inject private transient ConsoleFederation federation;
  @Inject private transient PendingFederation pending;
  @Inject private transient SignIn signIn;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String account = request.getParameter("account");
    String state = request.getParameter("state");
    if (account != null) {
      begin(request, response, account.replace("-", "").strip());
    } else if (state == null) {
      response.sendRedirect(LoginPage.PATH);
    } else if (request.getParameter(AGAIN) == null
        && (request.getSession(false) == null || !pending.isAsked())) {
      forward(response, PATH + '?' + request.getQueryString() + '&' + AGAIN + "=1");
    } else {
      finish(request, response, state, request.getParameter("code"));
    }
  }

  /** A role has been chosen. */
  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Guest guest = pending.takeGuest();
    String role = request.getParameter("role");
    if (guest == null || role == null) {
      refuse(response, "That took too long. Begin again.");
    } else {
      enter(request, response, guest, role);
    }
  }

  private void begin(HttpServletRequest request, HttpServletResponse response, String account)
      throws IOException {
    try {
      Question question = federation.begin(account, callback(request));
      request.getSession().setMaxInactiveInterval(SECONDS_BEFORE_SIGN_IN);
      pending.begin(question);
      forward(response, question.address());
    } catch (ServiceException refused) {
      refuse(response, String.valueOf(refused.getMessage()));
    }
  }

  private void finish(
      HttpServletRequest request, HttpServletResponse response, String state, @Nullable String code)
      throws IOException {
    Question question = pending.takeQuestion();
    if (question == null || code == null) {
      refuse(response, "The identity provider did not let you in.");
      return;
    }
    Guest guest;
    try {
      guest = federation.finish(question, state, code, SignIn.consoleRequest(request));
    } catch (ServiceException refused) {
      signIn.refusedGuest(request, question.account(), String.valueOf(refused.getMessage()));
      refuse(response, String.valueOf(refused.getMessage()));
      return;
    }
    if (guest.roleArns().isEmpty()) {
      signIn.refusedGuest(request, question.account(), "No role lets " + guest.name() + " in");
      refuse(response, "No role of the account lets you in.");
    } else if (guest.roleArns().size() == 1) {
      enter(request, response, guest, guest.roleArns().get(0));
    } else {
      pending.welcome(guest);
      page(response, "", choice(guest));
    }
  }

  private void enter(
      HttpServletRequest request, HttpServletResponse response, Guest guest, String role)
      throws IOException {
    boolean inside =
        federation
            .enter(guest, role)
            .map(session -> signIn.guest(request, response, session))
            .orElse(false);
    if (inside) {
      forward(response, "/console");
    } else {
      signIn.refusedGuest(
          request, guest.account(), "The role does not let " + guest.name() + " in");
      refuse(response, "The role does not let you in.");
    }
  }

  private static String choice(Guest guest) {
    return guest.roleArns().stream()
        .map(
            arn ->
                "<button type=\"submit\" name=\"role\" value=\""
                    + escaped(arn)
                    + "\" class=\"main\">"
                    + escaped(arn.substring(arn.lastIndexOf('/') + 1))
                    + "</button>")
        .collect(
            Collectors.joining(
                "\n",
                "<p>Choose the role to come in with.</p><form method=\"post\" class=\"factors\">",
                "</form>"));
  }

  private static String callback(HttpServletRequest request) {
    String url = request.getRequestURL().toString();
    return url.substring(0, url.length() - request.getRequestURI().length()) + PATH;
  }

  static void forward(HttpServletResponse response, String address) throws IOException {
    page(
        response,
        "<meta http-equiv=\"refresh\" content=\"0; url=" + escaped(address) + "\"/>",
        "<p><a href=\"" + escaped(address) + "\">Go on</a></p>");
  }

  private static void refuse(HttpServletResponse response, String sentence) throws IOException {
    page(
        response,
        "",
        "<p class=\"problem\" role=\"alert\">"
            + escaped(sentence)
            + "</p><p><a href=\"/console/login\">Back to the sign-in</a></p>");
  }

  private static void page(HttpServletResponse response, String head, String body)
      throws IOException {
    response.setHeader(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
            + " frame-ancestors 'none'");
    response.setContentType("text/html;charset=UTF-8");
    response.getWriter().write(PAGE.formatted(head, body));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
