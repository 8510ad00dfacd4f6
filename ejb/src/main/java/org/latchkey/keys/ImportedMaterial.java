package org.latchkey.keys;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.latchkey.crypto.InvalidCiphertext;
import org.latchkey.crypto.InvalidKeyMaterial;
import org.latchkey.crypto.KeyMaterial;
import org.latchkey.crypto.KeyWrapping;
import org.latchkey.crypto.RootKey;
import org.latchkey.crypto.RootOfTrust;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.keys.ImportOperations.ImportKeyMaterialRequest;
import org.latchkey.shared.ServiceException;

/**
 * Puts imported material into keys and takes it out.
 *
 * <p>A material is known by its id, which is made of its bytes and of the key's id; so the same
 * bytes are recognised when they come back, though the server has kept none of them. Relatives of a
 * multi-Region key have the same materials under the same numbers, the bytes each for itself.
 */
@ApplicationScoped
class ImportedMaterial {

  @Inject private MultiRegionKeys multiRegionKeys;
  @Inject private KeyRing ring;
  @Inject private RootOfTrust rootOfTrust;
  @Inject private Clock clock;

  /**
   * Lets material in; says which it is.
   *
   * @throws ServiceException as {@link ImportOperations#importKeyMaterial} lists them
   */
  String take(KeySnapshot snapshot, ImportKeyMaterialRequest request, @Nullable Instant expires) {
    requireSymmetricWhere(
        snapshot,
        request.importType() != null
            || request.keyMaterialDescription() != null
            || request.keyMaterialId() != null);
    Relatives relatives = multiRegionKeys.lock(snapshot);
    Key key = relatives.key();
    ring.snapshot(key).requireNotPendingDeletion();
    try (SecretBytes brought = unwrap(snapshot, request);
        KeyMaterial material = check(snapshot, brought);
        SecretBytes encoded = material.encoded()) {
      RootKey rootKey = rootOfTrust.rootKey();
      String materialId = rootKey.identify(encoded, identity(key.keyId()));
      Material target = target(relatives, request, materialId);
      boolean lacked = key.lacksMaterial(clock.instant());
      target.provide(
          rootKey.wrap(encoded, KeyCreation.materialContext(key.keyId(), target.number())),
          key.spec().isAsymmetric() ? material.publicKey() : null,
          expires);
      if (request.keyMaterialDescription() != null) {
        target.describe(request.keyMaterialDescription());
      }
      if (lacked && !key.lacksMaterial(clock.instant())) {
        key.enable();
      }
      return materialId;
    }
  }

  private SecretBytes unwrap(KeySnapshot key, ImportKeyMaterialRequest request) {
    try (ImportToken token = open(key, request.importToken())) {
      token.requireValid(clock.instant());
      return KeyWrapping.unwrap(
          token.wrappingKey(), token.algorithm(), request.encryptedKeyMaterial());
    } catch (InvalidCiphertext notWrappedSo) {
      throw new ServiceException(
          KeyFault.INVALID_CIPHERTEXT, "The encrypted key material could not be decrypted.");
    }
  }

  private ImportToken open(KeySnapshot key, byte[] token) {
    try {
      return ImportToken.open(rootOfTrust.rootKey(), key.arn(), token);
    } catch (InvalidCiphertext notOurs) {
      throw new ServiceException(
          KeyFault.INVALID_IMPORT_TOKEN,
          "The import token is not valid, or belongs to another KMS key.");
    }
  }

  private static KeyMaterial check(KeySnapshot key, SecretBytes brought) {
    try {
      return KeyMaterial.imported(key.spec(), brought);
    } catch (InvalidKeyMaterial unsound) {
      throw incorrect("The key material is not a valid key of " + key.spec() + ".");
    }
  }

  /** The material of the key that the bytes are for. */
  private Material target(
      Relatives relatives, ImportKeyMaterialRequest request, String materialId) {
    Key key = relatives.key();
    ImportType type = request.importType();
    if (type == null) {
      type = key.hasMaterials() ? ImportType.EXISTING_KEY_MATERIAL : ImportType.NEW_KEY_MATERIAL;
    }
    if (type == ImportType.NEW_KEY_MATERIAL) {
      if (request.keyMaterialId() != null) {
        throw ImportRules.invalid("KeyMaterialId must not be specified for new key material.");
      }
      return associate(relatives, materialId);
    }
    if (request.keyMaterialId() != null && !request.keyMaterialId().equals(materialId)) {
      throw incorrect("The key material is not the one with the id that was specified.");
    }
    return key.material(materialId)
        .orElseThrow(
            () -> incorrect("The key material has not been imported into this KMS key before."));
  }

  private Material associate(Relatives relatives, String materialId) {
    Key key = relatives.key();
    if (!key.isPrimary()) {
      throw ImportRules.unsupported(
          key.arn()
              + " is a replica key: new key material is imported into its primary key first.");
    }
    if (key.material(materialId).isPresent()) {
      throw incorrect("The key material has been imported into this KMS key before.");
    }
    if (key.pendingMaterial().isPresent()) {
      throw new ServiceException(
          KeyFault.INVALID_STATE, key.arn() + " has key material that is pending rotation.");
    }
    Instant now = clock.instant();
    relatives.all().forEach(each -> each.associate(materialId, now));
    return key.material(materialId).orElseThrow();
  }

  /**
   * Forgets the bytes of the material with this id, or of the current one; says which it was.
   *
   * @throws ServiceException {@code NotFoundException} where the key has no such material
   */
  @Nullable String delete(KeySnapshot snapshot, @Nullable String materialId) {
    requireSymmetricWhere(snapshot, materialId != null);
    Relatives relatives = multiRegionKeys.lock(snapshot);
    Key key = relatives.key();
    Optional<Material> named =
        materialId == null ? key.currentMaterialRow() : key.material(materialId);
    if (named.isEmpty()) {
      if (materialId == null) {
        return null;
      }
      throw new ServiceException(
          KeyFault.NOT_FOUND, key.arn() + " has no key material " + materialId + ".");
    }
    Material material = named.get();
    if (key.isPending(material) && key.isPrimary()) {
      // it has never been current: with the primary's it is no relative's any more
      relatives
          .all()
          .forEach(each -> each.material(material.materialId()).ifPresent(each::dissociate));
    } else {
      material.erase();
    }
    return material.materialId();
  }

  private static void requireSymmetricWhere(KeySnapshot key, boolean asked) {
    if (asked && !key.spec().isSymmetric()) {
      throw ImportRules.unsupported(
          "ImportType, KeyMaterialDescription and KeyMaterialId are for symmetric encryption keys"
              + " only.");
    }
  }

  private static byte[] identity(String keyId) {
    return ("latchkey:imported-material:" + keyId).getBytes(StandardCharsets.UTF_8);
  }

  private static ServiceException incorrect(String sentence) {
    return new ServiceException(KeyFault.INCORRECT_KEY_MATERIAL, sentence);
  }
}
