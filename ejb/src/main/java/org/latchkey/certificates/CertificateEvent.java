package org.latchkey.certificates;

import java.util.Map;
import org.latchkey.shared.Arn;

/**
 * Something that the world is told of a certificate. Fired within the transaction in which it
 * happens, so that it is told once, and not at all where that is rolled back.
 *
 * @param detail what is said of it: text, numbers and booleans by their names
 * @see <a href="https://docs.aws.amazon.com/acm/latest/userguide/supported-events.html">AWS
 *     Certificate Manager User Guide, Amazon EventBridge support for ACM</a>
 */
public record CertificateEvent(Arn certificate, Kind kind, Map<String, Object> detail) {

  /** What happened. */
  public enum Kind {
    APPROACHING_EXPIRATION("ACM Certificate Approaching Expiration"),
    EXPIRED("ACM Certificate Expired"),
    AVAILABLE("ACM Certificate Available"),
    RENEWAL_ACTION_REQUIRED("ACM Certificate Renewal Action Required"),
    ROTATED("ACM Certificate Rotated"),
    REVOKED("ACM Certificate Revoked");

    private final String detailType;

    Kind(String detailType) {
      this.detailType = detailType;
    }

    /** The event's type, as EventBridge has it. */
    public String detailType() {
      return detailType;
    }
  }
}
