package org.latchkey.web.console;

import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;

/** The id that one request has in the audit trail, in the log and on an error page. */
final class RequestId {

  private static final String ATTRIBUTE = RequestId.class.getName();

  private RequestId() {}

  /** The id of {@code request}, made when it is first asked for. */
  static String of(HttpServletRequest request) {
    if (request.getAttribute(ATTRIBUTE) instanceof String id) {
      return id;
    }
    String id = UUID.randomUUID().toString();
    request.setAttribute(ATTRIBUTE, id);
    return id;
  }
}
