package org.latchkey.keyuse;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.latchkey.access.RequestContext;
import org.latchkey.audit.Audited;
import org.latchkey.crypto.KeyMaterial;
import org.latchkey.crypto.KeySpec;
import org.latchkey.crypto.KeyUsage;
import org.latchkey.crypto.MessageType;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.crypto.Signatures;
import org.latchkey.crypto.SigningAlgorithm;
import org.latchkey.grants.GrantTokens;
import org.latchkey.keys.KeyFault;
import org.latchkey.keys.KeyMetadata;
import org.latchkey.keys.KeyRing;
import org.latchkey.keys.KeySnapshot;
import org.latchkey.shared.Caller;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.Fault;
import org.latchkey.shared.ServiceException;

/** Signatures under asymmetric KMS keys. */
@ApplicationScoped
@Transactional(Transactional.TxType.SUPPORTS)
@Audited("kms.amazonaws.com")
public class SigningOperations {

  public record SignRequest(
      String keyId,
      SecretBytes message,
      @Nullable MessageType messageType,
      @Nullable List<String> grantTokens,
      SigningAlgorithm signingAlgorithm,
      @Nullable Boolean dryRun) {}

  public record SignResponse(String keyId, byte[] signature, SigningAlgorithm signingAlgorithm) {}

  public record VerifyRequest(
      String keyId,
      SecretBytes message,
      @Nullable MessageType messageType,
      byte[] signature,
      SigningAlgorithm signingAlgorithm,
      @Nullable List<String> grantTokens,
      @Nullable Boolean dryRun) {}

  public record VerifyResponse(
      String keyId, boolean signatureValid, SigningAlgorithm signingAlgorithm) {}

  public record GetPublicKeyRequest(String keyId, @Nullable List<String> grantTokens) {}

  public record GetPublicKeyResponse(
      String keyId,
      byte[] publicKey,
      @Nullable String customerMasterKeySpec,
      KeySpec keySpec,
      KeyUsage keyUsage,
      @Nullable List<String> encryptionAlgorithms,
      @Nullable List<String> signingAlgorithms,
      @Nullable List<String> keyAgreementAlgorithms) {}

  /** What KMS answers of signatures. */
  private enum SigningFault implements Fault {
    INVALID_SIGNATURE;

    @Override
    public String code() {
      return "KMSInvalidSignatureException";
    }
  }

  @Inject private KeyRing ring;
  @Inject private GrantTokens grantTokens;

  /**
   * Signs a message, its digest or its μ, as the message type says; RAW where it is left out.
   *
   * @throws ServiceException {@code InvalidKeyUsageException}, {@code ValidationException}, {@code
   *     DisabledException}, {@code KMSInvalidStateException}, {@code NotFoundException}, {@code
   *     AccessDeniedException}, {@code DryRunOperationException}
   */
  public SignResponse sign(Caller caller, SignRequest request) {
    try (SecretBytes message = request.message()) {
      KeySnapshot key =
          authorized(
              caller,
              "Sign",
              request.keyId(),
              request.signingAlgorithm(),
              request.messageType(),
              message,
              request.grantTokens(),
              request.dryRun());
      try (KeyMaterial material = ring.material(key, key.currentMaterial())) {
        byte[] signature =
            Signatures.sign(
                material,
                request.signingAlgorithm(),
                type(request.messageType()),
                message.expose());
        return new SignResponse(key.arn().toString(), signature, request.signingAlgorithm());
      }
    }
  }

  /**
   * Whether a signature is the key's.
   *
   * @throws ServiceException {@code KMSInvalidSignatureException} where it is not; else as {@link
   *     #sign}
   */
  public VerifyResponse verify(Caller caller, VerifyRequest request) {
    try (SecretBytes message = request.message()) {
      KeySnapshot key =
          authorized(
              caller,
              "Verify",
              request.keyId(),
              request.signingAlgorithm(),
              request.messageType(),
              message,
              request.grantTokens(),
              request.dryRun());
      boolean valid =
          Signatures.verify(
              key.spec(),
              ring.publicKey(key),
              request.signingAlgorithm(),
              type(request.messageType()),
              message.expose(),
              request.signature());
      if (!valid) {
        throw new ServiceException(
            SigningFault.INVALID_SIGNATURE,
            "The signature is not one of this message under this key.");
      }
      return new VerifyResponse(key.arn().toString(), true, request.signingAlgorithm());
    }
  }

  /**
   * The public half of an asymmetric key, whatever its usage.
   *
   * @throws ServiceException {@code UnsupportedOperationException} for another key
   */
  public GetPublicKeyResponse getPublicKey(Caller caller, GetPublicKeyRequest request) {
    grantTokens.requireValid(request.grantTokens());
    KeySnapshot key = ring.authorize(caller, request.keyId(), "kms:GetPublicKey", Map.of());
    if (!key.spec().isAsymmetric()) {
      throw new ServiceException(
          KeyFault.UNSUPPORTED_OPERATION, key.arn() + " is not an asymmetric key.");
    }
    key.requireEnabled();
    KeyMetadata metadata = KeyMetadata.of(key);
    return new GetPublicKeyResponse(
        key.arn().toString(),
        ring.publicKey(key),
        metadata.customerMasterKeySpec(),
        key.spec(),
        key.usage(),
        metadata.encryptionAlgorithms(),
        metadata.signingAlgorithms(),
        metadata.keyAgreementAlgorithms());
  }

  private KeySnapshot authorized(
      Caller caller,
      String operation,
      String identifier,
      SigningAlgorithm algorithm,
      @Nullable MessageType messageType,
      SecretBytes message,
      @Nullable List<String> tokens,
      @Nullable Boolean dryRun) {
    grantTokens.requireValid(tokens);
    KeySnapshot key = ring.resolve(caller, identifier);
    RequestContext.Builder conditions =
        ring.context(caller, key)
            .put("kms:SigningAlgorithm", algorithm.name())
            .put("kms:MessageType", type(messageType).name());
    KeyRing.addRequestAlias(conditions, identifier);
    ring.authorize(caller, key, "kms:" + operation, conditions);
    key.requireEnabled();
    key.requireUsage(KeyUsage.SIGN_VERIFY, operation);
    if (!key.spec().signingAlgorithms().contains(algorithm)) {
      throw new ServiceException(
          KeyFault.INVALID_KEY_USAGE,
          "Algorithm " + algorithm + " is incompatible with key spec " + key.spec() + ".");
    }
    if (!algorithm.accepts(type(messageType), message.length())) {
      throw new ServiceException(
          CommonFault.VALIDATION,
          "A message of type "
              + type(messageType)
              + " and "
              + message.length()
              + " bytes is not valid for "
              + algorithm
              + ".");
    }
    if (Boolean.TRUE.equals(dryRun)) {
      throw new ServiceException(
          KeyFault.DRY_RUN, "The request would have succeeded, but the DryRun option is set.");
    }
    return key;
  }

  private static MessageType type(@Nullable MessageType asked) {
    return asked == null ? MessageType.RAW : asked;
  }
}
