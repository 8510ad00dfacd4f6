package org.latchkey.web.console;

import jakarta.security.enterprise.CallerPrincipal;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.latchkey.shared.Caller;

/** Somebody who is signed in to the console: what a session remembers of them. */
final class ConsoleUser extends CallerPrincipal {

  private static final long serialVersionUID = 1L;

  private final Caller.Type type;
  private final String account;
  private final String userId;
  private final String userName;

  ConsoleUser(Caller caller, String userName) {
    super(caller.principal());
    this.type = caller.type();
    this.account = caller.account();
    this.userId = caller.userId();
    this.userName = userName;
  }

  String account() {
    return account;
  }

  String userName() {
    return userName;
  }

  /** The caller of one request of this user's. */
  Caller caller(
      String region,
      @Nullable String sourceIp,
      @Nullable String userAgent,
      String requestId,
      boolean secureTransport) {
    return new Caller(
        type,
        account,
        getName(),
        userId,
        region,
        null,
        sourceIp,
        userAgent,
        requestId,
        secureTransport,
        null,
        Map.of(),
        null);
  }
}
