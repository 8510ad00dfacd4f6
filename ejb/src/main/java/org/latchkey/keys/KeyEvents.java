package org.latchkey.keys;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.latchkey.access.AuthorizationRequest;
import org.latchkey.access.Authorizer;
import org.latchkey.access.RequestContext;
import org.latchkey.audit.AuditEvent;
import org.latchkey.audit.Trail;
import org.latchkey.shared.Arn;
import org.latchkey.shared.Caller;
import org.latchkey.shared.ServiceException;

/** Records what KMS does to keys by itself, without anybody's request. */
@ApplicationScoped
class KeyEvents {

  private static final String KMS = "kms.amazonaws.com";

  @Inject private Trail trail;
  @Inject private Authorizer authorizer;
  @Inject private Clock clock;

  /** What such an event is about. */
  public record KeyEvent(String keyId) {}

  /**
   * Lets KMS do what it does to a key by itself, as far as its service-linked role allows it.
   *
   * @param name for example {@code RotateKey}
   * @throws ServiceException {@code AccessDeniedException}
   */
  void authorize(String name, Key key) {
    Arn arn = key.arn();
    authorizer.authorizeByRole(
        AuthorizationRequest.on(
            arn,
            Caller.service(KMS, arn.account(), arn.region(), UUID.randomUUID().toString()),
            "kms:" + name,
            RequestContext.empty()));
  }

  /**
   * Puts an event on record.
   *
   * @param name for example {@code RotateKey}
   */
  void record(String name, Key key) {
    Arn arn = key.arn();
    String requestId = UUID.randomUUID().toString();
    trail.record(
        new AuditEvent(
            clock.instant(),
            Caller.service(KMS, arn.account(), arn.region(), requestId),
            arn.region(),
            KMS,
            name,
            requestId,
            KMS,
            KMS,
            new KeyEvent(key.keyId()),
            List.of(arn.toString()),
            null,
            null));
  }
}
