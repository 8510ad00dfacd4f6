package org.latchkey.keyuse;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.latchkey.audit.Audited;
import org.latchkey.crypto.EncryptionAlgorithm;
import org.latchkey.crypto.RandomBytes;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.keys.EncryptionContext;
import org.latchkey.keys.KeySnapshot;
import org.latchkey.shared.Caller;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.ServiceException;

/**
 * Symmetric keys for use elsewhere, encrypted under a symmetric KMS key.
 *
 * @see DataKeyPairOperations
 */
@ApplicationScoped
@Audited("kms.amazonaws.com")
public class DataKeyOperations {

  /** The length of a data key by the name of its use. */
  public enum DataKeySpec {
    AES_256(32),
    AES_128(16);

    private final int bytes;

    DataKeySpec(int bytes) {
      this.bytes = bytes;
    }
  }

  public record GenerateDataKeyRequest(
      String keyId,
      @Nullable Map<String, String> encryptionContext,
      @Nullable Integer numberOfBytes,
      @Nullable DataKeySpec keySpec,
      @Nullable List<String> grantTokens,
      @Nullable Recipient recipient,
      @Nullable Boolean dryRun) {}

  public record GenerateDataKeyResponse(
      byte[] ciphertextBlob,
      SecretBytes plaintext,
      String keyId,
      byte @Nullable [] ciphertextForRecipient,
      @Nullable String keyMaterialId) {}

  public record GenerateDataKeyWithoutPlaintextRequest(
      String keyId,
      @Nullable Map<String, String> encryptionContext,
      @Nullable DataKeySpec keySpec,
      @Nullable Integer numberOfBytes,
      @Nullable List<String> grantTokens,
      @Nullable Boolean dryRun) {}

  public record GenerateDataKeyWithoutPlaintextResponse(
      byte[] ciphertextBlob, String keyId, @Nullable String keyMaterialId) {}

  @Inject private KeyAccess access;
  @Inject private Ciphertexts ciphertexts;

  /**
   * A fresh data key of 1–1,024 bytes, in plaintext and encrypted.
   *
   * @throws ServiceException {@code ValidationException}, {@code NotFoundException}, {@code
   *     AccessDeniedException}, {@code DisabledException}, {@code KMSInvalidStateException}, {@code
   *     InvalidKeyUsageException}, {@code InvalidGrantTokenException}, {@code
   *     DryRunOperationException}
   */
  public GenerateDataKeyResponse generateDataKey(Caller caller, GenerateDataKeyRequest request) {
    Recipient.refuse(request.recipient());
    int length = length(request.keySpec(), request.numberOfBytes());
    EncryptionContext context = EncryptionContext.of(request.encryptionContext());
    KeySnapshot key =
        access.key(caller, request.keyId(), use("GenerateDataKey", context), request.grantTokens());
    KeyAccess.endDryRun(request.dryRun());
    SecretBytes dataKey = RandomBytes.secret(length);
    return new GenerateDataKeyResponse(
        seal(key, dataKey, context), dataKey, key.arn().toString(), null, key.currentMaterialId());
  }

  /**
   * A fresh data key of 1–1,024 bytes, encrypted only.
   *
   * @throws ServiceException as {@link #generateDataKey}
   */
  public GenerateDataKeyWithoutPlaintextResponse generateDataKeyWithoutPlaintext(
      Caller caller, GenerateDataKeyWithoutPlaintextRequest request) {
    int length = length(request.keySpec(), request.numberOfBytes());
    EncryptionContext context = EncryptionContext.of(request.encryptionContext());
    KeyUse use = use("GenerateDataKeyWithoutPlaintext", context);
    KeySnapshot key = access.key(caller, request.keyId(), use, request.grantTokens());
    KeyAccess.endDryRun(request.dryRun());
    try (SecretBytes dataKey = RandomBytes.secret(length)) {
      return new GenerateDataKeyWithoutPlaintextResponse(
          seal(key, dataKey, context), key.arn().toString(), key.currentMaterialId());
    }
  }

  private byte[] seal(KeySnapshot key, SecretBytes dataKey, EncryptionContext context) {
    return ciphertexts.seal(key, EncryptionAlgorithm.SYMMETRIC_DEFAULT, dataKey, context);
  }

  private static KeyUse use(String operation, EncryptionContext context) {
    return Ciphertexts.use(operation, EncryptionAlgorithm.SYMMETRIC_DEFAULT, context);
  }

  private static int length(@Nullable DataKeySpec spec, @Nullable Integer bytes) {
    if (spec != null && bytes == null) {
      return spec.bytes;
    }
    if (spec == null && bytes != null) {
      return bytes;
    }
    throw new ServiceException(
        CommonFault.VALIDATION, "Please specify either number of bytes or key spec.");
  }
}
