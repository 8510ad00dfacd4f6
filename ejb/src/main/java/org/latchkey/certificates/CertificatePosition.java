package org.latchkey.certificates;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.ServiceException;

/**
 * A place in an order of certificates, which stays where it is whatever comes and goes around it.
 *
 * @param value the attribute's; null for a certificate that has none, and in the order of the ids
 */
record CertificatePosition(
    CertificateOrder order, boolean descending, @Nullable Object value, String id) {

  private static final char SEPARATOR = ' ';
  private static final int PARTS = 4;

  /** The place as a token that says nothing to its reader. */
  String toToken() {
    String text =
        order.name()
            + SEPARATOR
            + (descending ? "-" : "+")
            + SEPARATOR
            + id
            + SEPARATOR
            + (value == null ? "" : "=" + CertificateOrder.write(value));
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The place that a token stands for; null for null, the beginning.
   *
   * @throws ServiceException {@code ValidationException} for a token of another order, or none
   */
  static @Nullable CertificatePosition of(
      @Nullable String token, CertificateOrder order, boolean descending) {
    if (token == null) {
      return null;
    }
    String text = decode(token);
    String[] parts = text.split(String.valueOf(SEPARATOR), PARTS);
    if (parts.length != PARTS
        || text.chars().anyMatch(Character::isISOControl)
        || !parts[0].equals(order.name())
        || !parts[1].equals(descending ? "-" : "+")) {
      throw unknown();
    }
    String value = parts[3];
    return new CertificatePosition(
        order, descending, value.isEmpty() ? null : order.read(value.substring(1)), parts[2]);
  }

  private static String decode(String token) {
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      throw unknown();
    }
  }

  private static ServiceException unknown() {
    return new ServiceException(
        CommonFault.VALIDATION,
        "The NextToken is not one that this operation has returned for this order.");
  }
}
