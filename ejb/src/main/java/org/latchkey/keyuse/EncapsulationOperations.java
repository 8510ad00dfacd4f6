package org.latchkey.keyuse;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latchkey.audit.Audited;
import org.latchkey.crypto.EncapsulationAlgorithm;
import org.latchkey.crypto.InvalidCiphertext;
import org.latchkey.crypto.KeyEncapsulation;
import org.latchkey.crypto.KeyMaterial;
import org.latchkey.crypto.KeySpec;
import org.latchkey.crypto.KeyUsage;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.keys.KeyFault;
import org.latchkey.keys.KeyRing;
import org.latchkey.keys.KeySnapshot;
import org.latchkey.shared.Caller;
import org.latchkey.shared.ServiceException;

/** Key encapsulation with ML-KEM KMS keys (FIPS 203). */
@ApplicationScoped
@Audited("kms.amazonaws.com")
public class EncapsulationOperations {

  public record EncapsulateRequest(
      String keyId,
      EncapsulationAlgorithm encapsulationAlgorithm,
      @Nullable List<String> grantTokens,
      @Nullable Boolean dryRun) {}

  public record EncapsulateResponse(
      String keyId,
      SecretBytes sharedSecret,
      byte[] sharedSecretCiphertextBlob,
      EncapsulationAlgorithm encapsulationAlgorithm) {}

  public record DecapsulateRequest(
      String keyId,
      byte[] sharedSecretCiphertextBlob,
      EncapsulationAlgorithm encapsulationAlgorithm,
      @Nullable List<String> grantTokens,
      @Nullable Boolean dryRun) {}

  public record DecapsulateResponse(
      String keyId, SecretBytes sharedSecret, EncapsulationAlgorithm encapsulationAlgorithm) {}

  @Inject private KeyAccess access;
  @Inject private KeyRing ring;

  /**
   * A fresh shared secret of 32 bytes, and what the key recovers it from.
   *
   * @throws ServiceException {@code NotFoundException}, {@code AccessDeniedException}, {@code
   *     DisabledException}, {@code KMSInvalidStateException}, {@code InvalidKeyUsageException},
   *     {@code InvalidGrantTokenException}, {@code DryRunOperationException}
   */
  public EncapsulateResponse encapsulate(Caller caller, EncapsulateRequest request) {
    EncapsulationAlgorithm algorithm = request.encapsulationAlgorithm();
    KeySnapshot key =
        access.key(caller, request.keyId(), use("Encapsulate", algorithm), request.grantTokens());
    KeyAccess.endDryRun(request.dryRun());
    KeyEncapsulation.Encapsulated made =
        KeyEncapsulation.encapsulate(key.spec(), ring.publicKey(key));
    return new EncapsulateResponse(
        key.arn().toString(), made.sharedSecret(), made.ciphertext(), algorithm);
  }

  /**
   * The shared secret of 32 bytes that was encapsulated. An altered ciphertext, or one for another
   * key, yields a pseudo-random secret: whether both sides hold the same one is theirs to confirm.
   *
   * @throws ServiceException {@code InvalidCiphertextException} where the ciphertext does not have
   *     the length of the key's spec; else as {@link #encapsulate}
   */
  public DecapsulateResponse decapsulate(Caller caller, DecapsulateRequest request) {
    EncapsulationAlgorithm algorithm = request.encapsulationAlgorithm();
    KeySnapshot key =
        access.key(caller, request.keyId(), use("Decapsulate", algorithm), request.grantTokens());
    SecretBytes secret = recover(key, request.sharedSecretCiphertextBlob());
    KeyAccess.endDryRun(request.dryRun(), secret);
    return new DecapsulateResponse(key.arn().toString(), secret, algorithm);
  }

  private SecretBytes recover(KeySnapshot key, byte[] ciphertext) {
    try (KeyMaterial material = ring.material(key, key.currentMaterial())) {
      return KeyEncapsulation.decapsulate(material, ciphertext);
    } catch (InvalidCiphertext invalid) {
      throw new ServiceException(
          KeyFault.INVALID_CIPHERTEXT, "The ciphertext is not valid.", invalid);
    }
  }

  private static KeyUse use(String operation, EncapsulationAlgorithm algorithm) {
    return new KeyUse(
        operation,
        KeyUsage.ENCAPSULATE_DECAPSULATE,
        algorithm,
        KeySpec::encapsulationAlgorithms,
        context -> context.put("kms:EncapsulationAlgorithm", algorithm.name()));
  }
}
