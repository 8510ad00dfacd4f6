package org.latchkey.keyuse;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.latchkey.audit.Audited;
import org.latchkey.crypto.EncryptionAlgorithm;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.keys.EncryptionContext;
import org.latchkey.keys.KeySnapshot;
import org.latchkey.shared.Caller;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.ServiceException;

/** Encryption under KMS keys, symmetric and asymmetric. */
@ApplicationScoped
@Audited("kms.amazonaws.com")
public class EncryptionOperations {

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
      @Nullable List<DryRunModifier> dryRunModifiers) {}

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
      @Nullable List<DryRunModifier> dryRunModifiers) {}

  public record ReEncryptResponse(
      byte[] ciphertextBlob,
      String sourceKeyId,
      String keyId,
      EncryptionAlgorithm sourceEncryptionAlgorithm,
      EncryptionAlgorithm destinationEncryptionAlgorithm,
      @Nullable String sourceKeyMaterialId,
      @Nullable String destinationKeyMaterialId) {}

  /** What a dry run leaves out; a dry run with {@code IGNORE_CIPHERTEXT} needs no ciphertext. */
  public enum DryRunModifier {
    IGNORE_CIPHERTEXT
  }

  private static final String ON_SAME_KEY = "kms:ReEncryptOnSameKey";

  @Inject private KeyAccess access;
  @Inject private Ciphertexts ciphertexts;

  /**
   * Encrypts up to 4,096 bytes under a symmetric key, and as many as the algorithm takes under an
   * asymmetric one.
   *
   * @throws ServiceException {@code ValidationException} where the plaintext is longer than that;
   *     {@code NotFoundException}, {@code AccessDeniedException}, {@code DisabledException}, {@code
   *     KMSInvalidStateException}, {@code InvalidKeyUsageException}, {@code
   *     InvalidGrantTokenException}, {@code DryRunOperationException}
   */
  public EncryptResponse encrypt(Caller caller, EncryptRequest request) {
    try (SecretBytes plaintext = request.plaintext()) {
      EncryptionContext context = EncryptionContext.of(request.encryptionContext());
      EncryptionAlgorithm algorithm = Ciphertexts.algorithm(request.encryptionAlgorithm());
      KeyUse use = Ciphertexts.use("Encrypt", algorithm, context);
      KeySnapshot key = access.key(caller, request.keyId(), use, request.grantTokens());
      ciphertexts.requireSealable(key, algorithm, plaintext.length(), context);
      KeyAccess.endDryRun(request.dryRun());
      return new EncryptResponse(
          ciphertexts.seal(key, algorithm, plaintext, context), key.arn().toString(), algorithm);
    }
  }

  /**
   * Decrypts what a key has encrypted. A ciphertext under a symmetric key names the key; for an
   * asymmetric one the request has to.
   *
   * @throws ServiceException {@code InvalidCiphertextException}, whatever makes it so; {@code
   *     IncorrectKeyException} where another symmetric key than the one named encrypted it; {@code
   *     AccessDeniedException}, also where the key that it names does not exist; {@code
   *     ValidationException}, {@code NotFoundException}, {@code DisabledException}, {@code
   *     KMSInvalidStateException}, {@code InvalidKeyUsageException}, {@code
   *     InvalidGrantTokenException}, {@code DryRunOperationException}
   */
  public DecryptResponse decrypt(Caller caller, DecryptRequest request) {
    Recipient.refuse(request.recipient());
    Source source =
        Source.of(
            request.ciphertextBlob(),
            request.keyId(),
            request.encryptionAlgorithm(),
            request.encryptionContext(),
            ignoresCiphertext(request.dryRun(), request.dryRunModifiers()));
    access.requireValid(request.grantTokens());
    KeySnapshot key = admit(caller, source, locate(caller, source), source.use("Decrypt"));
    if (source.ignored()) {
      KeyAccess.endDryRun(true);
    }
    Ciphertexts.Opened opened = open(key, source);
    KeyAccess.endDryRun(request.dryRun(), opened.plaintext());
    return new DecryptResponse(
        key.arn().toString(), opened.plaintext(), source.algorithm(), null, opened.keyMaterialId());
  }

  /**
   * Decrypts under one key and encrypts under another, or under another context, without the
   * plaintext leaving.
   *
   * @throws ServiceException as {@link #decrypt} and {@link #encrypt} do
   */
  public ReEncryptResponse reEncrypt(Caller caller, ReEncryptRequest request) {
    Source source =
        Source.of(
            request.ciphertextBlob(),
            request.sourceKeyId(),
            request.sourceEncryptionAlgorithm(),
            request.sourceEncryptionContext(),
            ignoresCiphertext(request.dryRun(), request.dryRunModifiers()));
    EncryptionContext targetContext = EncryptionContext.of(request.destinationEncryptionContext());
    EncryptionAlgorithm targetAlgorithm =
        Ciphertexts.algorithm(request.destinationEncryptionAlgorithm());
    access.requireValid(request.grantTokens());
    Optional<KeySnapshot> found = locate(caller, source);
    KeySnapshot target = access.resolve(caller, request.destinationKeyId());
    String onSameKey =
        Boolean.toString(found.filter(key -> key.rowId() == target.rowId()).isPresent());
    KeySnapshot key =
        admit(caller, source, found, source.use("ReEncryptFrom").with(ON_SAME_KEY, onSameKey));
    access.admit(
        caller,
        target,
        request.destinationKeyId(),
        Ciphertexts.use("ReEncryptTo", targetAlgorithm, targetContext)
            .with(ON_SAME_KEY, onSameKey));
    if (source.ignored()) {
      KeyAccess.endDryRun(true);
    }
    try (Ciphertexts.Opened opened = open(key, source)) {
      int length = opened.plaintext().length();
      ciphertexts.requireSealable(target, targetAlgorithm, length, targetContext);
      KeyAccess.endDryRun(request.dryRun());
      return new ReEncryptResponse(
          ciphertexts.seal(target, targetAlgorithm, opened.plaintext(), targetContext),
          key.arn().toString(),
          target.arn().toString(),
          source.algorithm(),
          targetAlgorithm,
          opened.keyMaterialId(),
          Ciphertexts.sealingMaterialId(target));
    }
  }

  private Optional<KeySnapshot> locate(Caller caller, Source source) {
    String keyId = source.keyId();
    return keyId == null
        ? access.find(caller, Ciphertexts.header(source.ciphertext()).keyId().toString())
        : Optional.of(access.resolve(caller, keyId));
  }

  private KeySnapshot admit(Caller caller, Source source, Optional<KeySnapshot> found, KeyUse use) {
    String keyId = source.keyId();
    if (keyId == null) {
      return access.admitUnnamed(caller, found, use);
    }
    KeySnapshot key = found.orElseThrow();
    access.admit(caller, key, keyId, use);
    return key;
  }

  private Ciphertexts.Opened open(KeySnapshot key, Source source) {
    return ciphertexts.open(key, source.algorithm(), source.ciphertext(), source.context());
  }

  private static boolean ignoresCiphertext(
      @Nullable Boolean dryRun, @Nullable List<DryRunModifier> modifiers) {
    if (modifiers == null || modifiers.isEmpty()) {
      return false;
    }
    if (!Boolean.TRUE.equals(dryRun)) {
      throw new ServiceException(
          CommonFault.VALIDATION, "DryRunModifiers can be specified only if DryRun is true.");
    }
    return modifiers.contains(DryRunModifier.IGNORE_CIPHERTEXT);
  }
}
