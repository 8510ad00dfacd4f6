package org.latchkey.authorities;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.latchkey.audit.AuditEvent;
import org.latchkey.audit.Trail;
import org.latchkey.shared.Arn;
import org.latchkey.shared.Caller;

/**
 * The deleted authorities whose time to be restored has passed. What they have issued is removed
 * some thousand certificates at a time, and the authority last, so that nothing is lost by a kill:
 * it is due until it is gone.
 */
@ApplicationScoped
public class DueAuthorityDeletions {

  private static final String SERVICE = "acm-pca.amazonaws.com";

  /** As many certificates as one call removes at most. */
  private static final int MOST = 20_000;

  private static final int CHUNK = 1_000;

  @Inject private AuthorityRemains remains;
  @Inject private Trail trail;
  @Inject private Clock clock;

  /** What became of an authority. */
  public enum Outcome {
    /** It is gone. */
    DELETED,
    /** Much of what it has issued is gone; the rest is for the next time. */
    BEGUN,
    /** It is not to be deleted, or gone already. */
    NOT_DUE
  }

  /** What such an event is about. */
  public record DeletedAuthority(String certificateAuthorityArn) {}

  /**
   * At most {@code limit} authorities that are to be removed, the most urgent first.
   *
   * @param after the last one that is known already; null for the first page
   */
  public List<DueAuthority> due(Instant asOf, @Nullable DueAuthority after, int limit) {
    return remains.due(asOf, after, limit);
  }

  /**
   * Removes an authority where that is due, and has KMS delete its keys. Put on record as {@code
   * DeleteCertificateAuthority}, by Private CA. There is no way back.
   */
  public Outcome delete(String id) {
    for (int removed = 0; removed < MOST; removed += CHUNK) {
      if (!remains.isDue(id, clock.instant())) {
        return Outcome.NOT_DUE;
      }
      if (remains.removeIssued(id, CHUNK) < CHUNK) {
        Optional<Arn> gone = remains.remove(id, clock.instant());
        gone.ifPresent(this::record);
        return gone.isPresent() ? Outcome.DELETED : Outcome.NOT_DUE;
      }
    }
    return Outcome.BEGUN;
  }

  private void record(Arn gone) {
    String requestId = UUID.randomUUID().toString();
    trail.record(
        new AuditEvent(
            clock.instant(),
            Caller.service(SERVICE, gone.account(), gone.region(), requestId),
            gone.region(),
            SERVICE,
            "DeleteCertificateAuthority",
            requestId,
            SERVICE,
            SERVICE,
            new DeletedAuthority(gone.toString()),
            List.of(gone.toString()),
            null,
            null));
  }
}
