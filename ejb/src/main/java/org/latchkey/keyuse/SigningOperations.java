package org.latchkey.keyuse;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.latchkey.audit.Audited;
import org.latchkey.crypto.KeyMaterial;
import org.latchkey.crypto.KeySpec;
import org.latchkey.crypto.KeyUsage;
import org.latchkey.crypto.MessageType;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.crypto.Signatures;
import org.latchkey.crypto.SigningAlgorithm;
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
      @Nullable List<String> keyAgreementAlgorithms,
      @Nullable List<String> encapsulationAlgorithms) {}

  /** What KMS answers of signatures. */
  private enum SigningFault implements Fault {
    INVALID_SIGNATURE;

    @Override
    public String code() {
      return "KMSInvalidSignatureException";
    }
  }

  @Inject private KeyAccess access;
  @Inject private KeyRing ring;

  /**
   * Signs a message, its digest or its μ, as the message type says; RAW where it is left out.
   *
   * @throws ServiceException {@code InvalidKeyUsageException}, {@code ValidationException}, {@code
   *     DisabledException}, {@code KMSInvalidStateException}, {@code NotFoundException}, {@code
   *     AccessDeniedException}, {@code DryRunOperationException}
   */
  public SignResponse sign(Caller caller, SignRequest request) {
    try (SecretBytes message = request.message()) {
      SigningAlgorithm algorithm = request.signingAlgorithm();
      MessageType type = type(request.messageType());
      KeySnapshot key =
          signingKey(
              caller,
              "Sign",
              request.keyId(),
              algorithm,
              type,
              message.length(),
              request.grantTokens());
      KeyAccess.endDryRun(request.dryRun());
      try (KeyMaterial material = ring.material(key, key.currentMaterial())) {
        return new SignResponse(
            key.arn().toString(),
            Signatures.sign(material, algorithm, type, message.expose()),
            algorithm);
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
      SigningAlgorithm algorithm = request.signingAlgorithm();
      MessageType type = type(request.messageType());
      KeySnapshot key =
          signingKey(
              caller,
              "Verify",
              request.keyId(),
              algorithm,
              type,
              message.length(),
              request.grantTokens());
      boolean valid =
          Signatures.verify(
              key.spec(),
              ring.publicKey(key),
              algorithm,
              type,
              message.expose(),
              request.signature());
      if (!valid) {
        throw new ServiceException(
            SigningFault.INVALID_SIGNATURE,
            "The signature is not one of this message under this key.");
      }
      KeyAccess.endDryRun(request.dryRun());
      return new VerifyResponse(key.arn().toString(), true, algorithm);
    }
  }

  /**
   * The public half of an asymmetric key, whatever its usage.
   *
   * @throws ServiceException {@code UnsupportedOperationException} for another key
   */
  public GetPublicKeyResponse getPublicKey(Caller caller, GetPublicKeyRequest request) {
    access.requireValid(request.grantTokens());
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
        metadata.keyAgreementAlgorithms(),
        metadata.encapsulationAlgorithms());
  }

  private KeySnapshot signingKey(
      Caller caller,
      String operation,
      String identifier,
      SigningAlgorithm algorithm,
      MessageType type,
      int messageLength,
      @Nullable List<String> tokens) {
    KeyUse use =
        new KeyUse(
                operation,
                KeyUsage.SIGN_VERIFY,
                algorithm,
                KeySpec::signingAlgorithms,
                context -> context.put("kms:SigningAlgorithm", algorithm.name()))
            .with("kms:MessageType", type.name());
    KeySnapshot key = access.key(caller, identifier, use, tokens);
    if (!algorithm.accepts(type, messageLength)) {
      throw new ServiceException(
          CommonFault.VALIDATION,
          "A message of type %s and %d bytes is not valid for %s."
              .formatted(type, messageLength, algorithm));
    }
    return key;
  }

  private static MessageType type(@Nullable MessageType asked) {
    return asked == null ? MessageType.RAW : asked;
  }
}
