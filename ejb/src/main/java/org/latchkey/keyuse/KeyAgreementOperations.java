package org.latchkey.keyuse;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latchkey.audit.Audited;
import org.latchkey.crypto.InvalidPublicKey;
import org.latchkey.crypto.KeyAgreement;
import org.latchkey.crypto.KeyAgreementAlgorithm;
import org.latchkey.crypto.KeyMaterial;
import org.latchkey.crypto.KeySpec;
import org.latchkey.crypto.KeyUsage;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.keys.KeyRing;
import org.latchkey.keys.KeySnapshot;
import org.latchkey.keys.Origin;
import org.latchkey.shared.Caller;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.ServiceException;

/** Key agreement with elliptic-curve KMS keys. */
@ApplicationScoped
@Audited("kms.amazonaws.com")
public class KeyAgreementOperations {

  public record DeriveSharedSecretRequest(
      String keyId,
      KeyAgreementAlgorithm keyAgreementAlgorithm,
      byte[] publicKey,
      @Nullable List<String> grantTokens,
      @Nullable Boolean dryRun,
      @Nullable Recipient recipient) {}

  public record DeriveSharedSecretResponse(
      String keyId,
      SecretBytes sharedSecret,
      byte @Nullable [] ciphertextForRecipient,
      KeyAgreementAlgorithm keyAgreementAlgorithm,
      Origin keyOrigin) {}

  @Inject private KeyAccess access;
  @Inject private KeyRing ring;

  /**
   * The raw secret that a key shares with the peer whose public key is given, as
   * SubjectPublicKeyInfo in DER.
   *
   * @throws ServiceException {@code ValidationException} where that is no public key on the key's
   *     own curve; {@code NotFoundException}, {@code AccessDeniedException}, {@code
   *     DisabledException}, {@code KMSInvalidStateException}, {@code InvalidKeyUsageException},
   *     {@code InvalidGrantTokenException}, {@code DryRunOperationException}
   */
  public DeriveSharedSecretResponse deriveSharedSecret(
      Caller caller, DeriveSharedSecretRequest request) {
    Recipient.refuse(request.recipient());
    KeyAgreementAlgorithm algorithm = request.keyAgreementAlgorithm();
    KeySnapshot key = access.key(caller, request.keyId(), use(algorithm), request.grantTokens());
    SecretBytes secret = derive(key, algorithm, request.publicKey());
    KeyAccess.endDryRun(request.dryRun(), secret);
    return new DeriveSharedSecretResponse(
        key.arn().toString(), secret, null, algorithm, key.origin());
  }

  private SecretBytes derive(KeySnapshot key, KeyAgreementAlgorithm algorithm, byte[] publicKey) {
    try (KeyMaterial material = ring.material(key, key.currentMaterial())) {
      return KeyAgreement.deriveSharedSecret(material, algorithm, publicKey);
    } catch (InvalidPublicKey invalid) {
      throw new ServiceException(
          CommonFault.VALIDATION,
          "PublicKey is not a DER-encoded X.509 public key on the curve of " + key.spec() + ".",
          invalid);
    }
  }

  private static KeyUse use(KeyAgreementAlgorithm algorithm) {
    return new KeyUse(
        "DeriveSharedSecret",
        KeyUsage.KEY_AGREEMENT,
        algorithm,
        KeySpec::keyAgreementAlgorithms,
        context -> context.put("kms:KeyAgreementAlgorithm", algorithm.name()));
  }
}
