package org.latchkey.web.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationException;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.AutoApplySession;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.security.enterprise.credential.Credential;
import jakarta.security.enterprise.identitystore.IdentityStoreHandler;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;

/**
 * Sends whoever is not signed in to the login page, and remembers in the session who is.
 *
 * <p>Where they wanted to go travels in the address, not in a session: a stranger's request leaves
 * nothing behind. Requests outside the console pass untouched.
 */
@ApplicationScoped
@AutoApplySession
class ConsoleAuthentication implements HttpAuthenticationMechanism {

  @Inject private IdentityStoreHandler identityStores;

  @Override
  public AuthenticationStatus validateRequest(
      HttpServletRequest request, HttpServletResponse response, HttpMessageContext context)
      throws AuthenticationException {
    Credential credential = context.getAuthParameters().getCredential();
    if (credential != null) {
      return context.notifyContainerAboutLogin(identityStores.validate(credential));
    }
    if (!context.isProtected()) {
      return context.doNothing();
    }
    try {
      sendToLogin(request, response);
    } catch (IOException failure) {
      throw new AuthenticationException("The redirect could not be sent", failure);
    }
    return AuthenticationStatus.SEND_CONTINUE;
  }

  static void sendToLogin(HttpServletRequest request, HttpServletResponse response)
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
