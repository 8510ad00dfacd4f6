package org.latchkey.keys;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.latchkey.audit.Audited;
import org.latchkey.shared.Caller;
import org.latchkey.shared.Page;
import org.latchkey.shared.ServiceException;

/**
 * The rotation of keys' material: by itself after a period, and on demand.
 *
 * @see <a href="https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html">AWS KMS
 *     Developer Guide, Rotate AWS KMS keys</a>
 */
@ApplicationScoped
@Transactional
@Audited("kms.amazonaws.com")
public class RotationOperations {

  /**
   * What automatic rotation is asked for.
   *
   * @param rotationPeriodInDays 90–2,560; 365 where it is not given
   */
  public record EnableKeyRotationRequest(String keyId, @Nullable Integer rotationPeriodInDays) {}

  public record DisableKeyRotationRequest(String keyId) {}

  public record GetKeyRotationStatusRequest(String keyId) {}

  public record GetKeyRotationStatusResponse(
      boolean keyRotationEnabled,
      String keyId,
      @Nullable Integer rotationPeriodInDays,
      @Nullable Instant nextRotationDate,
      @Nullable Instant onDemandRotationStartDate) {}

  public record RotateKeyOnDemandRequest(String keyId) {}

  public record RotateKeyOnDemandResponse(String keyId) {}

  /** Whether the material is listed that a key was made with, which no rotation has made. */
  public enum IncludeKeyMaterial {
    ALL_KEY_MATERIAL,
    ROTATIONS_ONLY
  }

  /** Whether imported material is there. */
  public enum ImportState {
    IMPORTED,
    PENDING_IMPORT
  }

  /** What a material is for. */
  public enum KeyMaterialState {
    /** Decrypts what it has encrypted. */
    NON_CURRENT,
    /** Encrypts and decrypts. */
    CURRENT,
    /** Will be the current one after the next rotation on demand. */
    PENDING_ROTATION,
    /** As above, once it has been imported into every Region's key. */
    PENDING_MULTI_REGION_IMPORT_AND_ROTATION
  }

  public record ListKeyRotationsRequest(
      String keyId,
      @Nullable IncludeKeyMaterial includeKeyMaterial,
      @Nullable Integer limit,
      @Nullable String marker) {}

  public record ListKeyRotationsResponse(
      List<RotationsListEntry> rotations, @Nullable String nextMarker, boolean truncated) {}

  /**
   * A key material.
   *
   * @param importState whether it is there; null for a key whose material is not imported
   * @param expirationModel whether it expires; null where it is not imported, or not there
   * @param rotationDate when it became the current one; null for the first, and before it has
   */
  public record RotationsListEntry(
      String keyId,
      @Nullable String keyMaterialId,
      @Nullable String keyMaterialDescription,
      @Nullable ImportState importState,
      @Nullable KeyMaterialState keyMaterialState,
      @Nullable ExpirationModel expirationModel,
      @Nullable Instant validTo,
      @Nullable Instant rotationDate,
      @Nullable RotationType rotationType) {}

  /** What its markers are for. */
  private static final String LIST = "materials";

  private static final int DEFAULT_LIMIT = 100;

  @Inject private KeyRing ring;
  @Inject private KeyRotation rotation;
  @Inject private MultiRegionKeys multiRegionKeys;
  @Inject private Keys keys;
  @Inject private Clock clock;

  /**
   * Has a key's material rotated every period; where that is so already, changes the period.
   *
   * @throws ServiceException {@code UnsupportedOperationException} for keys that are not rotated by
   *     themselves, {@code DisabledException}, {@code KMSInvalidStateException}
   */
  public void enableKeyRotation(Caller caller, EnableKeyRotationRequest request) {
    int days =
        request.rotationPeriodInDays() == null
            ? KeyRotation.DEFAULT_PERIOD
            : request.rotationPeriodInDays();
    Relatives relatives =
        lockForSchedule(
            caller,
            request.keyId(),
            "kms:EnableKeyRotation",
            Map.of("kms:RotationPeriodInDays", List.of(String.valueOf(days))));
    Instant now = clock.instant();
    relatives.all().forEach(each -> each.enableRotation(days, now));
  }

  /**
   * Ends the automatic rotation; all material stays.
   *
   * @throws ServiceException as {@link #enableKeyRotation} does
   */
  public void disableKeyRotation(Caller caller, DisableKeyRotationRequest request) {
    lockForSchedule(caller, request.keyId(), "kms:DisableKeyRotation", Map.of())
        .all()
        .forEach(Key::disableRotation);
  }

  /**
   * Whether and when a key is rotated by itself. While its deletion is pending it is not, and
   * asymmetric keys and HMAC keys never are.
   *
   * @throws ServiceException {@code UnsupportedOperationException} for keys with material from
   *     elsewhere
   */
  public GetKeyRotationStatusResponse getKeyRotationStatus(
      Caller caller, GetKeyRotationStatusRequest request) {
    KeySnapshot snapshot = ring.resolveKey(caller, request.keyId());
    ring.authorize(caller, snapshot, "kms:GetKeyRotationStatus", Map.of());
    if (snapshot.origin() == Origin.AWS_KMS && !snapshot.spec().isSymmetric()) {
      return new GetKeyRotationStatusResponse(false, snapshot.keyId(), null, null, null);
    }
    KeyRotation.requireAutomatic(snapshot);
    Key key = keys.find(snapshot.rowId()).orElseThrow();
    boolean enabled = key.nextRotationAt() != null && !snapshot.isPendingDeletion();
    return new GetKeyRotationStatusResponse(
        enabled,
        snapshot.keyId(),
        enabled ? key.rotationPeriod() : null,
        enabled ? key.nextRotationAt() : null,
        null);
  }

  /**
   * Rotates a key's material now, at most 25 times a key. The schedule of its automatic rotation
   * stays as it is.
   *
   * @throws ServiceException {@code UnsupportedOperationException} for keys that are not rotated,
   *     {@code DisabledException}, {@code KMSInvalidStateException}, {@code LimitExceededException}
   */
  public RotateKeyOnDemandResponse rotateKeyOnDemand(
      Caller caller, RotateKeyOnDemandRequest request) {
    KeySnapshot snapshot = ring.resolveOwnKey(caller, request.keyId());
    ring.authorize(caller, snapshot, "kms:RotateKeyOnDemand", Map.of());
    KeyRotation.requireRotatable(snapshot);
    KeyRotation.requirePrimary(snapshot);
    Relatives relatives = multiRegionKeys.lock(snapshot);
    KeySnapshot locked = ring.snapshot(relatives.key());
    ring.authorize(caller, locked, "kms:RotateKeyOnDemand", Map.of());
    KeyRotation.requirePrimary(locked);
    locked.requireEnabledToChange();
    rotation.onDemand(relatives);
    return new RotateKeyOnDemandResponse(snapshot.keyId());
  }

  /**
   * The rotations of a key, the latest first; where asked for, all of its material.
   *
   * @throws ServiceException {@code UnsupportedOperationException} for keys that are not rotated,
   *     {@code InvalidMarkerException}
   */
  public ListKeyRotationsResponse listKeyRotations(Caller caller, ListKeyRotationsRequest request) {
    KeySnapshot snapshot = ring.resolveOwnKey(caller, request.keyId());
    ring.authorize(caller, snapshot, "kms:ListKeyRotations", Map.of());
    KeyRotation.requireRotatable(snapshot);
    int limit = request.limit() == null ? DEFAULT_LIMIT : request.limit();
    boolean all = request.includeKeyMaterial() == IncludeKeyMaterial.ALL_KEY_MATERIAL;
    List<Material> rows =
        keys.materials(
            snapshot.rowId(), !all, Markers.readNumber(LIST, request.marker()), limit + 1);
    Page<Material> page =
        Page.of(rows, limit, material -> Markers.write(LIST, String.valueOf(material.number())));
    return new ListKeyRotationsResponse(
        page.map(material -> entry(snapshot, material)).items(),
        page.nextMarker(),
        page.truncated());
  }

  private RotationsListEntry entry(KeySnapshot key, Material material) {
    boolean imported = key.origin() == Origin.EXTERNAL;
    boolean present = material.isPresent(clock.instant());
    return new RotationsListEntry(
        key.keyId(),
        material.materialId(),
        material.description(),
        imported ? (present ? ImportState.IMPORTED : ImportState.PENDING_IMPORT) : null,
        state(key, material),
        imported && present ? ExpirationModel.of(material.expiresAt()) : null,
        present ? material.expiresAt() : null,
        material.rotatedAt(),
        material.rotationType());
  }

  private KeyMaterialState state(KeySnapshot key, Material material) {
    if (material.number() <= key.currentMaterial()) {
      return material.number() == key.currentMaterial()
          ? KeyMaterialState.CURRENT
          : KeyMaterialState.NON_CURRENT;
    }
    boolean everywhere =
        keys.related(key.account(), key.keyId()).stream()
            .allMatch(each -> each.hasPendingMaterial(clock.instant()));
    return everywhere || !key.multiRegion()
        ? KeyMaterialState.PENDING_ROTATION
        : KeyMaterialState.PENDING_MULTI_REGION_IMPORT_AND_ROTATION;
  }

  private Relatives lockForSchedule(
      Caller caller, String identifier, String action, Map<String, List<String>> conditionKeys) {
    KeySnapshot snapshot = ring.resolveOwnKey(caller, identifier);
    ring.authorize(caller, snapshot, action, conditionKeys);
    KeyRotation.requireAutomatic(snapshot);
    KeyRotation.requirePrimary(snapshot);
    Relatives relatives = multiRegionKeys.lock(snapshot);
    KeySnapshot locked = ring.snapshot(relatives.key());
    ring.authorize(caller, locked, action, conditionKeys);
    KeyRotation.requirePrimary(locked);
    locked.requireEnabledToChange();
    return relatives;
  }
}
