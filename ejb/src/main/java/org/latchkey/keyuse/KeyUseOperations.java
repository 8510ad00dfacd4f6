package org.latchkey.keyuse;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.latchkey.access.RequestContext;
import org.latchkey.audit.Audited;
import org.latchkey.crypto.EncryptionAlgorithm;
import org.latchkey.crypto.Envelope;
import org.latchkey.crypto.RandomBytes;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.grants.GrantTokens;
import org.latchkey.keys.EncryptionContext;
import org.latchkey.keys.KeyFault;
import org.latchkey.keys.KeyRing;
import org.latchkey.keys.KeySnapshot;
import org.latchkey.shared.Caller;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.ServiceException;

/** The cryptographic operations of KMS keys for symmetric encryption. */
@ApplicationScoped
@Transactional(Transactional.TxType.SUPPORTS)
@Audited("kms.amazonaws.com")
public class KeyUseOperations {

  public record EncryptRequest(
      String keyId,
      SecretBytes plaintext,
      @Nullable Map<String, String> encryptionContext,
      @Nullable List<String> grantTokens,
      @Nullable EncryptionAlgorithm encryptionAlgorithm,
      @Nullable Boolean dryRun) {}

  public record EncryptResponse(
      byte[] ciphertextBlob, String keyId, EncryptionAlgorithm encryptionAlgorithm) {}

  public record DecryptRequest(
      byte @Nullable [] ciphertextBlob,
      @Nullable Map<String, String> encryptionContext,
      @Nullable List<String> grantTokens,
      @Nullable String keyId,
      @Nullable EncryptionAlgorithm encryptionAlgorithm,
      @Nullable Recipient recipient,
      @Nullable Boolean dryRun,
      @Nullable List<String> dryRunModifiers) {}

  public record DecryptResponse(
      String keyId,
      SecretBytes plaintext,
      EncryptionAlgorithm encryptionAlgorithm,
      byte @Nullable [] ciphertextForRecipient,
      @Nullable String keyMaterialId) {}

  public record ReEncryptRequest(
      byte @Nullable [] ciphertextBlob,
      @Nullable Map<String, String> sourceEncryptionContext,
      @Nullable String sourceKeyId,
      String destinationKeyId,
      @Nullable Map<String, String> destinationEncryptionContext,
      @Nullable EncryptionAlgorithm sourceEncryptionAlgorithm,
      @Nullable EncryptionAlgorithm destinationEncryptionAlgorithm,
      @Nullable List<String> grantTokens,
      @Nullable Boolean dryRun,
      @Nullable List<String> dryRunModifiers) {}

  public record ReEncryptResponse(
      byte[] ciphertextBlob,
      String sourceKeyId,
      String keyId,
      EncryptionAlgorithm sourceEncryptionAlgorithm,
      EncryptionAlgorithm destinationEncryptionAlgorithm,
      @Nullable String sourceKeyMaterialId,
      @Nullable String destinationKeyMaterialId) {}

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

  public record GenerateRandomRequest(
      @Nullable Integer numberOfBytes,
      @Nullable String customKeyStoreId,
      @Nullable Recipient recipient) {}

  public record GenerateRandomResponse(
      SecretBytes plaintext, byte @Nullable [] ciphertextForRecipient) {}

  /** An attested enclave that the answer is to be encrypted for. */
  public record Recipient(
      @Nullable String keyEncryptionAlgorithm, byte @Nullable [] attestationDocument) {}

  @Inject private KeyRing ring;
  @Inject private Ciphertexts ciphertexts;
  @Inject private GrantTokens grantTokens;

  /**
   * Encrypts up to 4,096 bytes.
   *
   * @throws ServiceException {@code NotFoundException}, {@code AccessDeniedException}, {@code
   *     DisabledException}, {@code KMSInvalidStateException}, {@code InvalidKeyUsageException},
   *     {@code InvalidGrantTokenException}, {@code DryRunOperationException}
   */
  public EncryptResponse encrypt(Caller caller, EncryptRequest request) {
    try (SecretBytes plaintext = request.plaintext()) {
      EncryptionContext context = EncryptionContext.of(request.encryptionContext());
      EncryptionAlgorithm algorithm = Ciphertexts.algorithm(request.encryptionAlgorithm());
      KeySnapshot key =
          authorized(
              caller, request.keyId(), "kms:Encrypt", context, algorithm, request.grantTokens());
      ciphertexts.requireSymmetric(key, "Encrypt", algorithm);
      notDryRun(request.dryRun());
      byte[] blob = ciphertexts.encrypt(key, plaintext, context);
      return new EncryptResponse(blob, key.arn().toString(), algorithm);
    }
  }

  /**
   * Decrypts what a key has encrypted; the ciphertext names the key.
   *
   * @throws ServiceException {@code InvalidCiphertextException}, whatever makes it so; {@code
   *     IncorrectKeyException} where another key than the one named encrypted it; {@code
   *     AccessDeniedException}, also where the key does not exist; {@code DisabledException},
   *     {@code KMSInvalidStateException}, {@code InvalidGrantTokenException}, {@code
   *     DryRunOperationException}
   */
  public DecryptResponse decrypt(Caller caller, DecryptRequest request) {
    noRecipient(request.recipient());
    EncryptionContext context = EncryptionContext.of(request.encryptionContext());
    EncryptionAlgorithm algorithm = Ciphertexts.algorithm(request.encryptionAlgorithm());
    byte[] blob = ciphertextOf(request.ciphertextBlob());
    Envelope.Header header = Ciphertexts.header(blob);
    KeySnapshot key =
        authorizedToOpen(
            caller,
            header,
            request.keyId(),
            "kms:Decrypt",
            context,
            algorithm,
            request.grantTokens());
    ciphertexts.requireSymmetric(key, "Decrypt", algorithm);
    notDryRun(request.dryRun());
    SecretBytes plaintext = ciphertexts.decrypt(key, header, blob, context);
    return new DecryptResponse(
        key.arn().toString(),
        plaintext,
        algorithm,
        null,
        key.materialIds().get(header.materialVersion()));
  }

  /**
   * Decrypts under one key and encrypts under another, or under another context, without the
   * plaintext leaving.
   *
   * @throws ServiceException as {@link #decrypt} and {@link #encrypt} do
   */
  public ReEncryptResponse reEncrypt(Caller caller, ReEncryptRequest request) {
    EncryptionContext sourceContext = EncryptionContext.of(request.sourceEncryptionContext());
    EncryptionContext targetContext = EncryptionContext.of(request.destinationEncryptionContext());
    EncryptionAlgorithm sourceAlgorithm =
        Ciphertexts.algorithm(request.sourceEncryptionAlgorithm());
    EncryptionAlgorithm targetAlgorithm =
        Ciphertexts.algorithm(request.destinationEncryptionAlgorithm());
    byte[] blob = ciphertextOf(request.ciphertextBlob());
    Envelope.Header header = Ciphertexts.header(blob);
    KeySnapshot source =
        authorizedToOpen(
            caller,
            header,
            request.sourceKeyId(),
            "kms:ReEncryptFrom",
            sourceContext,
            sourceAlgorithm,
            request.grantTokens());
    KeySnapshot target =
        authorized(
            caller,
            request.destinationKeyId(),
            "kms:ReEncryptTo",
            targetContext,
            targetAlgorithm,
            request.grantTokens());
    ciphertexts.requireSymmetric(source, "ReEncrypt", sourceAlgorithm);
    ciphertexts.requireSymmetric(target, "ReEncrypt", targetAlgorithm);
    notDryRun(request.dryRun());
    try (SecretBytes plaintext = ciphertexts.decrypt(source, header, blob, sourceContext)) {
      return new ReEncryptResponse(
          ciphertexts.encrypt(target, plaintext, targetContext),
          source.arn().toString(),
          target.arn().toString(),
          sourceAlgorithm,
          targetAlgorithm,
          source.materialIds().get(header.materialVersion()),
          target.currentMaterialId());
    }
  }

  /** A fresh data key of 1–1,024 bytes, in plaintext and encrypted. */
  public GenerateDataKeyResponse generateDataKey(Caller caller, GenerateDataKeyRequest request) {
    noRecipient(request.recipient());
    EncryptionContext context = EncryptionContext.of(request.encryptionContext());
    int length = length(request.keySpec(), request.numberOfBytes());
    KeySnapshot key =
        authorized(
            caller,
            request.keyId(),
            "kms:GenerateDataKey",
            context,
            EncryptionAlgorithm.SYMMETRIC_DEFAULT,
            request.grantTokens());
    ciphertexts.requireSymmetric(key, "GenerateDataKey", EncryptionAlgorithm.SYMMETRIC_DEFAULT);
    notDryRun(request.dryRun());
    SecretBytes dataKey = RandomBytes.secret(length);
    return new GenerateDataKeyResponse(
        ciphertexts.encrypt(key, dataKey, context),
        dataKey,
        key.arn().toString(),
        null,
        key.currentMaterialId());
  }

  /** A fresh data key of 1–1,024 bytes, encrypted only. */
  public GenerateDataKeyWithoutPlaintextResponse generateDataKeyWithoutPlaintext(
      Caller caller, GenerateDataKeyWithoutPlaintextRequest request) {
    EncryptionContext context = EncryptionContext.of(request.encryptionContext());
    int length = length(request.keySpec(), request.numberOfBytes());
    KeySnapshot key =
        authorized(
            caller,
            request.keyId(),
            "kms:GenerateDataKeyWithoutPlaintext",
            context,
            EncryptionAlgorithm.SYMMETRIC_DEFAULT,
            request.grantTokens());
    ciphertexts.requireSymmetric(
        key, "GenerateDataKeyWithoutPlaintext", EncryptionAlgorithm.SYMMETRIC_DEFAULT);
    notDryRun(request.dryRun());
    try (SecretBytes dataKey = RandomBytes.secret(length)) {
      return new GenerateDataKeyWithoutPlaintextResponse(
          ciphertexts.encrypt(key, dataKey, context),
          key.arn().toString(),
          key.currentMaterialId());
    }
  }

  /** 1–1,024 random bytes. */
  public GenerateRandomResponse generateRandom(Caller caller, GenerateRandomRequest request) {
    ring.authorizeAccount(caller, "kms:GenerateRandom");
    noRecipient(request.recipient());
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

  private KeySnapshot authorized(
      Caller caller,
      String identifier,
      String action,
      EncryptionContext context,
      EncryptionAlgorithm algorithm,
      @Nullable List<String> tokens) {
    grantTokens.requireValid(tokens);
    KeySnapshot key = ring.resolve(caller, identifier);
    RequestContext.Builder conditions = conditions(caller, key, context, algorithm);
    KeyRing.addRequestAlias(conditions, identifier);
    ring.authorize(caller, key, action, conditions);
    key.requireEnabled();
    return key;
  }

  private KeySnapshot authorizedToOpen(
      Caller caller,
      Envelope.Header header,
      @Nullable String identifier,
      String action,
      EncryptionContext context,
      EncryptionAlgorithm algorithm,
      @Nullable List<String> tokens) {
    if (identifier != null) {
      KeySnapshot key = authorized(caller, identifier, action, context, algorithm, tokens);
      if (!key.keyId().equals(header.keyId().toString())) {
        throw new ServiceException(
            KeyFault.INCORRECT_KEY,
            "The key ID in the request does not identify a CMK that can perform this operation.");
      }
      return key;
    }
    grantTokens.requireValid(tokens);
    KeySnapshot key =
        ring.find(caller.region(), header.keyId().toString())
            .filter(
                found ->
                    ring.allows(
                        caller, found, action, conditions(caller, found, context, algorithm)))
            .orElseThrow(
                () ->
                    new ServiceException(
                        CommonFault.ACCESS_DENIED,
                        "The ciphertext refers to a customer master key that does not exist, does"
                            + " not exist in this region, or you are not allowed to access."));
    key.requireEnabled();
    return key;
  }

  private RequestContext.Builder conditions(
      Caller caller, KeySnapshot key, EncryptionContext context, EncryptionAlgorithm algorithm) {
    RequestContext.Builder conditions =
        ring.context(caller, key).put("kms:EncryptionAlgorithm", algorithm.name());
    context.addTo(conditions);
    return conditions;
  }

  private static byte[] ciphertextOf(byte @Nullable [] blob) {
    if (blob == null) {
      throw new ServiceException(CommonFault.VALIDATION, "CiphertextBlob must not be null.");
    }
    return blob;
  }

  private static int length(@Nullable DataKeySpec spec, @Nullable Integer bytes) {
    if ((spec == null) == (bytes == null)) {
      throw new ServiceException(
          CommonFault.VALIDATION, "Please specify either number of bytes or key spec.");
    }
    return spec != null ? spec.bytes : bytes;
  }

  private static void noRecipient(@Nullable Recipient recipient) {
    if (recipient != null) {
      throw new ServiceException(
          KeyFault.UNSUPPORTED_OPERATION, "Attested recipients are not supported.");
    }
  }

  private static void notDryRun(@Nullable Boolean dryRun) {
    if (Boolean.TRUE.equals(dryRun)) {
      throw new ServiceException(
          KeyFault.DRY_RUN, "The request would have succeeded, but the DryRun option is set.");
    }
  }
}
