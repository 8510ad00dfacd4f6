package org.latchkey.web.wire;

import jakarta.security.auth.message.AuthException;
import jakarta.security.auth.message.AuthStatus;
import jakarta.security.auth.message.MessageInfo;
import jakarta.security.auth.message.MessagePolicy;
import jakarta.security.auth.message.module.ServerAuthModule;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import javax.security.auth.Subject;
import javax.security.auth.callback.CallbackHandler;

/**
 * Keeps the container from authenticating requests to the wire front, which carry signatures of
 * their own: looking the console's mechanism up, twice a request, took as long as verifying the
 * signature. All other requests go to the module that the container has registered itself.
 */
final class SignedRequestModule implements ServerAuthModule {

  private final ServerAuthModule others;

  SignedRequestModule(ServerAuthModule others) {
    this.others = others;
  }

  @Override
  public void initialize(
      MessagePolicy requestPolicy,
      MessagePolicy responsePolicy,
      CallbackHandler handler,
      Map<String, Object> options)
      throws AuthException {
    others.initialize(requestPolicy, responsePolicy, handler, options);
  }

  @Override
  public Class<?>[] getSupportedMessageTypes() {
    return others.getSupportedMessageTypes();
  }

  @Override
  public AuthStatus validateRequest(MessageInfo message, Subject client, Subject service)
      throws AuthException {
    return isForWire(message)
        ? AuthStatus.SUCCESS
        : others.validateRequest(message, client, service);
  }

  @Override
  public AuthStatus secureResponse(MessageInfo message, Subject service) throws AuthException {
    return isForWire(message) ? AuthStatus.SEND_SUCCESS : others.secureResponse(message, service);
  }

  @Override
  public void cleanSubject(MessageInfo message, Subject subject) throws AuthException {
    others.cleanSubject(message, subject);
  }

  private static boolean isForWire(MessageInfo message) {
    return message.getRequestMessage() instanceof HttpServletRequest request
        && WireServlet.isAt(request);
  }
}
