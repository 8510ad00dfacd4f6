package org.latchkey.keyuse;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import org.jspecify.annotations.Nullable;
import org.latchkey.audit.Audited;
import org.latchkey.crypto.RandomBytes;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.keys.KeyFault;
import org.latchkey.keys.KeyRing;
import org.latchkey.shared.Caller;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.ServiceException;

/** Random bytes, which are of no key. */
@ApplicationScoped
@Transactional(Transactional.TxType.SUPPORTS)
@Audited("kms.amazonaws.com")
public class RandomOperations {

  public record GenerateRandomRequest(
      @Nullable Integer numberOfBytes,
      @Nullable String customKeyStoreId,
      @Nullable Recipient recipient) {}

  public record GenerateRandomResponse(
      SecretBytes plaintext, byte @Nullable [] ciphertextForRecipient) {}

  @Inject private KeyRing ring;

  /**
   * 1–1,024 random bytes.
   *
   * @throws ServiceException {@code ValidationException}, {@code AccessDeniedException}, {@code
   *     UnsupportedOperationException}
   */
  public GenerateRandomResponse generateRandom(Caller caller, GenerateRandomRequest request) {
    ring.authorizeAccount(caller, "kms:GenerateRandom");
    Recipient.refuse(request.recipient());
    if (request.customKeyStoreId() != null) {
      throw new ServiceException(
          KeyFault.UNSUPPORTED_OPERATION, "Custom key stores are not supported.");
    }
    if (request.numberOfBytes() == null) {
      throw new ServiceException(
          CommonFault.VALIDATION, "NumberOfBytes is required: 1 to 1024 bytes.");
    }
    return new GenerateRandomResponse(RandomBytes.secret(request.numberOfBytes()), null);
  }
}
