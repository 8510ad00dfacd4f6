package org.latchkey.keyuse;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.latchkey.audit.Audited;
import org.latchkey.crypto.EncryptionAlgorithm;
import org.latchkey.crypto.KeyMaterial;
import org.latchkey.crypto.KeySpec;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.keys.EncryptionContext;
import org.latchkey.keys.KeyFault;
import org.latchkey.keys.KeySnapshot;
import org.latchkey.keys.Origin;
import org.latchkey.shared.Caller;
import org.latchkey.shared.ServiceException;

/**
 * Key pairs for use elsewhere, their private keys encrypted under a symmetric KMS key. Private keys
 * are PKCS #8 (RFC 5958; of ML-KEM with the seed alone, RFC 9935), public keys
 * SubjectPublicKeyInfo, both in DER.
 */
@ApplicationScoped
@Audited("kms.amazonaws.com")
public class DataKeyPairOperations {

  public record GenerateDataKeyPairRequest(
      @Nullable Map<String, String> encryptionContext,
      String keyId,
      KeySpec keyPairSpec,
      @Nullable List<String> grantTokens,
      @Nullable Recipient recipient,
      @Nullable Boolean dryRun) {}

  public record GenerateDataKeyPairResponse(
      byte[] privateKeyCiphertextBlob,
      SecretBytes privateKeyPlaintext,
      byte[] publicKey,
      String keyId,
      KeySpec keyPairSpec,
      byte @Nullable [] ciphertextForRecipient,
      @Nullable String keyMaterialId) {}

  public record GenerateDataKeyPairWithoutPlaintextRequest(
      @Nullable Map<String, String> encryptionContext,
      String keyId,
      KeySpec keyPairSpec,
      @Nullable List<String> grantTokens,
      @Nullable Boolean dryRun) {}

  public record GenerateDataKeyPairWithoutPlaintextResponse(
      byte[] privateKeyCiphertextBlob,
      byte[] publicKey,
      String keyId,
      KeySpec keyPairSpec,
      @Nullable String keyMaterialId) {}

  @Inject private KeyAccess access;
  @Inject private Ciphertexts ciphertexts;

  /**
   * A fresh key pair, its private key in plaintext and encrypted.
   *
   * @throws ServiceException {@code UnsupportedOperationException} for a key of a custom key store;
   *     {@code NotFoundException}, {@code AccessDeniedException}, {@code DisabledException}, {@code
   *     KMSInvalidStateException}, {@code InvalidKeyUsageException}, {@code
   *     InvalidGrantTokenException}, {@code DryRunOperationException}
   */
  public GenerateDataKeyPairResponse generateDataKeyPair(
      Caller caller, GenerateDataKeyPairRequest request) {
    Recipient.refuse(request.recipient());
    EncryptionContext context = EncryptionContext.of(request.encryptionContext());
    KeySpec spec = request.keyPairSpec();
    KeySnapshot key =
        access.key(
            caller,
            request.keyId(),
            use("GenerateDataKeyPair", spec, context),
            request.grantTokens());
    requireOwnMaterial(key);
    KeyAccess.endDryRun(request.dryRun());
    try (KeyMaterial pair = KeyMaterial.generate(spec)) {
      SecretBytes privateKey = pair.encoded();
      return new GenerateDataKeyPairResponse(
          seal(key, privateKey, context),
          privateKey,
          pair.publicKey(),
          key.arn().toString(),
          spec,
          null,
          key.currentMaterialId());
    }
  }

  /**
   * A fresh key pair, its private key encrypted only.
   *
   * @throws ServiceException as {@link #generateDataKeyPair}
   */
  public GenerateDataKeyPairWithoutPlaintextResponse generateDataKeyPairWithoutPlaintext(
      Caller caller, GenerateDataKeyPairWithoutPlaintextRequest request) {
    EncryptionContext context = EncryptionContext.of(request.encryptionContext());
    KeySpec spec = request.keyPairSpec();
    KeyUse use = use("GenerateDataKeyPairWithoutPlaintext", spec, context);
    KeySnapshot key = access.key(caller, request.keyId(), use, request.grantTokens());
    requireOwnMaterial(key);
    KeyAccess.endDryRun(request.dryRun());
    try (KeyMaterial pair = KeyMaterial.generate(spec);
        SecretBytes privateKey = pair.encoded()) {
      return new GenerateDataKeyPairWithoutPlaintextResponse(
          seal(key, privateKey, context),
          pair.publicKey(),
          key.arn().toString(),
          spec,
          key.currentMaterialId());
    }
  }

  private byte[] seal(KeySnapshot key, SecretBytes privateKey, EncryptionContext context) {
    return ciphertexts.seal(key, EncryptionAlgorithm.SYMMETRIC_DEFAULT, privateKey, context);
  }

  private static KeyUse use(String operation, KeySpec spec, EncryptionContext context) {
    return Ciphertexts.use(operation, EncryptionAlgorithm.SYMMETRIC_DEFAULT, context)
        .with("kms:DataKeyPairSpec", spec.name());
  }

  private static void requireOwnMaterial(KeySnapshot key) {
    if (key.origin() == Origin.AWS_CLOUDHSM || key.origin() == Origin.EXTERNAL_KEY_STORE) {
      throw new ServiceException(
          KeyFault.UNSUPPORTED_OPERATION,
          key.arn() + " is in a custom key store, whose keys protect no data key pairs.");
    }
  }
}
