package org.latchkey.web.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latchkey.identity.SignedRequest;

/**
 * A request as the server received it.
 *
 * @param requestId the id that the reply will carry
 * @param sourceIp the peer's address
 * @param secureTransport whether it came over TLS
 */
record WireRequest(SignedRequest http, String requestId, String sourceIp, boolean secureTransport) {

  /** The header's value; null where there is none, or more than one. */
  @Nullable String header(String name) {
    List<String> values = http.headerValues(name);
    return values.size() == 1 ? values.get(0).strip() : null;
  }

  @Nullable String userAgent() {
    return header("User-Agent");
  }
}
