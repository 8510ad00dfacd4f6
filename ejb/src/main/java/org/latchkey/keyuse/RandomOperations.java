package org.latchkey.keyuse;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;
import org.latchkey.audit.Audited;
import org.latchkey.crypto.RandomBytes;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.keys.KeyRing;
import org.latchkey.keys.TokenKeys;
import org.latchkey.shared.Caller;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.ServiceException;

/** Random bytes, which are of no key. */
@ApplicationScoped
@Audited("kms.amazonaws.com")
public class RandomOperations {

  public record GenerateRandomRequest(
      @Nullable Integer numberOfBytes,
      @Nullable String customKeyStoreId,
      @Nullable Recipient recipient) {}

  public record GenerateRandomResponse(
      SecretBytes plaintext, byte @Nullable [] ciphertextForRecipient) {}

  @Inject private KeyRing ring;
  @Inject private TokenKeys tokenKeys;

  /**
   * 1–1,024 random bytes, the server's or those of a custom key store's token.
   *
   * @throws ServiceException {@code ValidationException}, {@code AccessDeniedException}, {@code
   *     CustomKeyStoreNotFoundException}, {@code CustomKeyStoreInvalidStateException}, {@code
   *     UnsupportedOperationException} for a recipient
   */
  public GenerateRandomResponse generateRandom(Caller caller, GenerateRandomRequest request) {
    ring.authorizeAccount(caller, "kms:GenerateRandom");
    Recipient.refuse(request.recipient());
    if (request.numberOfBytes() == null) {
      throw new ServiceException(
          CommonFault.VALIDATION, "NumberOfBytes is required: 1 to 1024 bytes.");
    }
    int length = request.numberOfBytes();
    String customKeyStoreId = request.customKeyStoreId();
    return new GenerateRandomResponse(
        customKeyStoreId == null
            ? RandomBytes.secret(length)
            : tokenKeys.random(caller, customKeyStoreId, length),
        null);
  }
}
