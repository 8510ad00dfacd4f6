package org.latchkey.keyuse;

import org.jspecify.annotations.Nullable;
import org.latchkey.keys.KeyFault;
import org.latchkey.shared.ServiceException;

/** An attested enclave that an answer is to be encrypted for. */
public record Recipient(
    @Nullable String keyEncryptionAlgorithm, byte @Nullable [] attestationDocument) {

  /**
   * Refuses a request for an enclave.
   *
   * @throws ServiceException {@code UnsupportedOperationException}
   */
  static void refuse(@Nullable Recipient recipient) {
    if (recipient != null) {
      throw new ServiceException(
          KeyFault.UNSUPPORTED_OPERATION, "Attested recipients are not supported.");
    }
  }
}
