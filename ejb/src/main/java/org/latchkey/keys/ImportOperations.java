package org.latchkey.keys;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.latchkey.audit.Audited;
import org.latchkey.crypto.KeyMaterial;
import org.latchkey.crypto.KeySpec;
import org.latchkey.crypto.RootOfTrust;
import org.latchkey.crypto.WrappingAlgorithm;
import org.latchkey.shared.Caller;
import org.latchkey.shared.ServiceException;

/**
 * Key material that callers bring: how to wrap it, importing it, deleting it.
 *
 * @see <a href="https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys.html">AWS KMS
 *     Developer Guide, Importing key material</a>
 */
@ApplicationScoped
@Transactional
@Audited("kms.amazonaws.com")
public class ImportOperations {

  public record GetParametersForImportRequest(
      String keyId, String wrappingAlgorithm, KeySpec wrappingKeySpec) {}

  public record GetParametersForImportResponse(
      String keyId, byte[] importToken, byte[] publicKey, Instant parametersValidTo) {}

  public record ImportKeyMaterialRequest(
      String keyId,
      byte[] importToken,
      byte[] encryptedKeyMaterial,
      @Nullable Instant validTo,
      @Nullable ExpirationModel expirationModel,
      @Nullable ImportType importType,
      @Nullable String keyMaterialDescription,
      @Nullable String keyMaterialId) {}

  public record ImportKeyMaterialResponse(String keyId, @Nullable String keyMaterialId) {}

  public record DeleteImportedKeyMaterialRequest(String keyId, @Nullable String keyMaterialId) {}

  public record DeleteImportedKeyMaterialResponse(String keyId, @Nullable String keyMaterialId) {}

  @Inject private KeyRing ring;
  @Inject private ImportedMaterial imported;
  @Inject private RootOfTrust rootOfTrust;
  @Inject private Clock clock;

  /**
   * A fresh wrapping key for material of a key of origin EXTERNAL, with the token that lets the
   * material in; both are good for 24 hours.
   *
   * @throws ServiceException {@code UnsupportedOperationException} for a key of another origin, and
   *     for an algorithm that does not go with the wrapping key or the material; {@code
   *     KMSInvalidStateException} where the key's deletion is pending
   */
  public GetParametersForImportResponse getParametersForImport(
      Caller caller, GetParametersForImportRequest request) {
    KeySnapshot key = ring.resolveOwnKey(caller, request.keyId());
    ring.authorize(
        caller,
        key,
        "kms:GetParametersForImport",
        Map.of(
            "kms:WrappingAlgorithm", List.of(request.wrappingAlgorithm()),
            "kms:WrappingKeySpec", List.of(request.wrappingKeySpec().name())));
    requireExternal(key);
    key.requireNotPendingDeletion();
    WrappingAlgorithm algorithm =
        ImportRules.algorithm(request.wrappingAlgorithm(), request.wrappingKeySpec(), key.spec());
    Instant validTo = clock.instant().plus(ImportRules.TOKEN_LIFE);
    try (ImportToken token =
        new ImportToken(algorithm, KeyMaterial.generate(request.wrappingKeySpec()), validTo)) {
      return new GetParametersForImportResponse(
          key.arn().toString(),
          token.seal(rootOfTrust.rootKey(), key.arn()),
          token.wrappingKey().publicKey(),
          validTo);
    }
  }

  /**
   * Lets material in: a key's first, the same again, or for a symmetric key another one, which
   * waits for the key's rotation.
   *
   * @throws ServiceException {@code InvalidImportTokenException}, {@code
   *     ExpiredImportTokenException}, {@code InvalidCiphertextException} where the material does
   *     not unwrap, {@code IncorrectKeyMaterialException} where it is no material of the key's spec
   *     or not the one expected, {@code KMSInvalidStateException}, {@code
   *     UnsupportedOperationException}, {@code ValidationException}
   */
  public ImportKeyMaterialResponse importKeyMaterial(
      Caller caller, ImportKeyMaterialRequest request) {
    Instant expires =
        ImportRules.expiry(request.expirationModel(), request.validTo(), clock.instant());
    KeySnapshot key = ring.resolveOwnKey(caller, request.keyId());
    ring.authorize(caller, key, "kms:ImportKeyMaterial", conditions(request));
    requireExternal(key);
    String materialId = imported.take(key, request, expires);
    authorizeLocked(caller, key, "kms:ImportKeyMaterial", conditions(request));
    return new ImportKeyMaterialResponse(
        key.arn().toString(), key.spec().isSymmetric() ? materialId : null);
  }

  /**
   * Forgets imported material, the current one where none is named; the key cannot be used until it
   * is imported again. Material that is still to be rotated in is not the key's any more.
   *
   * @throws ServiceException {@code NotFoundException} for material that is not the key's, {@code
   *     UnsupportedOperationException} for a key of another origin
   */
  public DeleteImportedKeyMaterialResponse deleteImportedKeyMaterial(
      Caller caller, DeleteImportedKeyMaterialRequest request) {
    KeySnapshot key = ring.resolveOwnKey(caller, request.keyId());
    ring.authorize(caller, key, "kms:DeleteImportedKeyMaterial", Map.of());
    requireExternal(key);
    String materialId = imported.delete(key, request.keyMaterialId());
    // as above
    ring.authorize(caller, ring.snapshot(key.rowId()), "kms:DeleteImportedKeyMaterial", Map.of());
    return new DeleteImportedKeyMaterialResponse(
        key.arn().toString(), key.spec().isSymmetric() ? materialId : null);
  }

  /**
   * Asks again once the key is locked: who waited while a policy was replaced acts under the new
   * one, or what was done is undone with the transaction.
   */
  private void authorizeLocked(
      Caller caller, KeySnapshot key, String action, Map<String, List<String>> conditions) {
    ring.authorize(caller, ring.snapshot(key.rowId()), action, conditions);
  }

  /** What policies may ask of what the request says; a time is told in seconds since 1970. */
  private static Map<String, List<String>> conditions(ImportKeyMaterialRequest request) {
    Map<String, List<String>> conditions = new HashMap<>();
    ExpirationModel model = request.expirationModel();
    if (model != null) {
      conditions.put("kms:ExpirationModel", List.of(model.name()));
    }
    Instant validTo = request.validTo();
    if (validTo != null) {
      conditions.put("kms:ValidTo", List.of(Long.toString(validTo.getEpochSecond())));
    }
    return conditions;
  }

  private static void requireExternal(KeySnapshot key) {
    if (key.origin() != Origin.EXTERNAL) {
      throw ImportRules.unsupported(
          key.arn() + " origin is " + key.origin() + " which is not valid for this operation.");
    }
  }
}
