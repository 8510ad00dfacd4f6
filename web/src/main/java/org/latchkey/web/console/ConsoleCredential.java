package org.latchkey.web.console;

import jakarta.security.enterprise.credential.Credential;
import org.jspecify.annotations.Nullable;
import org.latchkey.crypto.SecretBytes;

/**
 * What somebody typed into the login page, and the request it came with.
 *
 * @param password closed by {@link #clear}
 */
record ConsoleCredential(
    String account,
    String userName,
    SecretBytes password,
    String region,
    @Nullable String sourceIp,
    String requestId,
    boolean secureTransport)
    implements Credential {

  @Override
  public void clear() {
    password.close();
  }
}
