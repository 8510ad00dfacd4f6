package org.latchkey.iam;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.identity.Credentials;
import org.latchkey.identity.NewSession;

/** Temporary credentials as STS shows them, once: the shape {@code Credentials}. */
public record SessionCredentials(
    String accessKeyId, SecretBytes secretAccessKey, SecretBytes sessionToken, Instant expiration) {

  /** Makes them. */
  @ApplicationScoped
  static class Issuer {

    @Inject private Credentials credentials;

    SessionCredentials issue(NewSession session) {
      Credentials.Temporary issued = credentials.issue(session);
      return new SessionCredentials(
          issued.accessKeyId(),
          issued.secretAccessKey(),
          issued.sessionToken(),
          issued.expiresAt());
    }
  }
}
