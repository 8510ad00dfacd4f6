package org.latchkey.keyuse;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.latchkey.crypto.EncryptionAlgorithm;
import org.latchkey.keys.EncryptionContext;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.ServiceException;

/**
 * What a request has decrypted.
 *
 * @param blob there unless it is ignored
 * @param keyId the key's id, ARN or alias; null where the ciphertext is to name the key
 * @param ignored whether the ciphertext does not count, in a dry run of permissions alone
 */
@SuppressWarnings("ArrayRecordComponent") // Read once, never compared.
record Source(
    byte @Nullable [] blob,
    @Nullable String keyId,
    EncryptionAlgorithm algorithm,
    EncryptionContext context,
    boolean ignored) {

  /**
   * The source that a request names.
   *
   * @throws ServiceException {@code ValidationException} where the ciphertext is missing and not
   *     ignored, or the key is missing and no ciphertext can name it
   */
  static Source of(
      byte @Nullable [] blob,
      @Nullable String keyId,
      @Nullable EncryptionAlgorithm asked,
      @Nullable Map<String, String> context,
      boolean ignored) {
    EncryptionAlgorithm algorithm = Ciphertexts.algorithm(asked);
    if (blob == null && !ignored) {
      throw invalid("CiphertextBlob must not be null.");
    }
    if (keyId == null && algorithm != EncryptionAlgorithm.SYMMETRIC_DEFAULT) {
      throw invalid("The key must be specified for encryption algorithm " + algorithm + ".");
    }
    if (keyId == null && ignored) {
      throw invalid("The key must be specified where the ciphertext is ignored.");
    }
    return new Source(blob, keyId, algorithm, EncryptionContext.of(context), ignored);
  }

  KeyUse use(String operation) {
    return Ciphertexts.use(operation, algorithm, context);
  }

  /** The ciphertext of a source that is not ignored. */
  byte[] ciphertext() {
    if (blob == null) {
      throw new IllegalStateException("the ciphertext is ignored");
    }
    return blob;
  }

  private static ServiceException invalid(String message) {
    return new ServiceException(CommonFault.VALIDATION, message);
  }
}
