package org.latchkey.publicca;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The CA did not do what was asked. */
public final class PublicAuthorityException extends Exception {

  private static final long serialVersionUID = 1;

  private final Refusal refusal;
  private final boolean ended;
  private final @Nullable Instant retryAt;

  private PublicAuthorityException(
      Refusal refusal,
      boolean ended,
      @Nullable Instant retryAt,
      String message,
      @Nullable Throwable cause) {
    super(message, cause);
    this.refusal = refusal;
    this.ended = ended;
    this.retryAt = retryAt;
  }

  /** One request was refused. */
  static PublicAuthorityException refused(
      Refusal refusal, @Nullable Instant retryAt, Throwable cause) {
    return new PublicAuthorityException(
        refusal, false, retryAt, String.valueOf(cause.getMessage()), cause);
  }

  /** An order has ended without a certificate. */
  static PublicAuthorityException ended(Refusal refusal, String detail) {
    return new PublicAuthorityException(refusal, true, null, detail, null);
  }

  public Refusal refusal() {
    return refusal;
  }

  /** Whether the order leads nowhere any more: another one is needed. */
  public boolean isOrderEnded() {
    return ended;
  }

  /** When the CA wants to be asked again; empty where it does not say. */
  public Optional<Instant> retryAt() {
    return Optional.ofNullable(retryAt);
  }
}
