package org.latchkey.keys;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.latchkey.access.PolicyDocument;
import org.latchkey.crypto.KeySpec;
import org.latchkey.crypto.KeyUsage;
import org.latchkey.shared.Arn;
import org.latchkey.shared.ServiceException;

/**
 * A key as it stood when it was read: everything that authorising and performing an operation asks
 * about, and nothing that is secret.
 *
 * @param rowId identifies the key among all accounts and Regions
 * @param keyId a UUID, or {@code mrk-} and 32 hexadecimal digits for a multi-Region key
 * @param aliases the names, with {@code alias/}, that point at the key
 * @param primaryRegion the Region of a multi-Region key's primary key; null for a single-Region key
 * @param currentMaterial the number of the material that encrypts; 1 is the first, 0 is none yet
 * @param materialIds the id of each material by its number, 64 hexadecimal digits each
 * @param pendingWindow the days between the order to delete the key and its deletion
 * @param expirationModel whether imported material expires; null where none is there
 * @param validTo when the first of the imported materials expires; null where none does
 * @param customKeyStore where the material is; null unless the origin is AWS_CLOUDHSM
 */
public record KeySnapshot(
    long rowId,
    String keyId,
    String account,
    String region,
    KeySpec spec,
    KeyUsage usage,
    Origin origin,
    KeyManagerType manager,
    KeyState state,
    String description,
    boolean multiRegion,
    @Nullable String primaryRegion,
    PolicyDocument policy,
    String policyText,
    Map<String, String> tags,
    List<String> aliases,
    int currentMaterial,
    Map<Integer, String> materialIds,
    Instant createdAt,
    @Nullable Instant deletionAt,
    @Nullable Integer pendingWindow,
    @Nullable ExpirationModel expirationModel,
    @Nullable Instant validTo,
    @Nullable CustomKeyStoreLink customKeyStore) {

  public KeySnapshot {
    tags = Map.copyOf(tags);
    aliases = List.copyOf(aliases);
    materialIds = Map.copyOf(materialIds);
  }

  /** {@code arn:aws:kms:region:account:key/key-id}. */
  public Arn arn() {
    return Arn.of("kms", region, account, "key/" + keyId);
  }

  /** Whether this is a multi-Region key's primary key. */
  public boolean isMultiRegionPrimary() {
    return region.equals(primaryRegion);
  }

  /**
   * Whether the key, where nobody changes it, is still as it is here: not where imported material
   * has expired since.
   */
  public boolean holdsAt(Instant now) {
    return validTo == null || now.isBefore(validTo);
  }

  /** The id of the material that encrypts now. */
  public String currentMaterialId() {
    String id = materialIds.get(currentMaterial);
    if (id == null) {
      throw new IllegalStateException("key " + keyId + " has no material " + currentMaterial);
    }
    return id;
  }

  /**
   * Refuses use in a cryptographic operation unless the key is enabled; it is while its primary
   * Region is being updated.
   *
   * @throws ServiceException {@code DisabledException} or {@code KMSInvalidStateException}
   */
  public void requireEnabled() {
    requireOneOf(KeyState.ENABLED, KeyState.UPDATING);
  }

  /**
   * Refuses a grant on a key that could not be used at present; an unavailable one can be granted.
   *
   * @throws ServiceException {@code DisabledException} or {@code KMSInvalidStateException}
   */
  public void requireGrantable() {
    requireOneOf(KeyState.ENABLED, KeyState.UPDATING, KeyState.UNAVAILABLE);
  }

  /**
   * Refuses a change that asks for an enabled key.
   *
   * @throws ServiceException {@code DisabledException} or {@code KMSInvalidStateException}
   */
  void requireEnabledToChange() {
    requireOneOf(KeyState.ENABLED);
  }

  /**
   * Refuses to replicate a key, or to make it the primary key, unless it is enabled or only waits
   * for its imported material.
   *
   * @throws ServiceException {@code DisabledException} or {@code KMSInvalidStateException}
   */
  void requireReplicable() {
    requireOneOf(KeyState.ENABLED, KeyState.PENDING_IMPORT);
  }

  /**
   * Refuses to switch a key on or off that is not ready for it.
   *
   * @throws ServiceException {@code KMSInvalidStateException}
   */
  void requireSwitchable() {
    requireOneOf(KeyState.ENABLED, KeyState.DISABLED, KeyState.UNAVAILABLE);
  }

  private void requireOneOf(KeyState... allowed) {
    if (Arrays.asList(allowed).contains(state)) {
      return;
    }
    throw new ServiceException(
        state == KeyState.DISABLED ? KeyFault.DISABLED : KeyFault.INVALID_STATE,
        arn() + " " + state.sentence() + ".");
  }

  /**
   * Refuses a change of the key or its aliases while it waits for its deletion.
   *
   * @throws ServiceException {@code KMSInvalidStateException}
   */
  public void requireNotPendingDeletion() {
    if (isPendingDeletion()) {
      throw new ServiceException(KeyFault.INVALID_STATE, arn() + " " + state.sentence() + ".");
    }
  }

  /** Whether its deletion has been scheduled, for itself or once its replicas are gone. */
  boolean isPendingDeletion() {
    return state == KeyState.PENDING_DELETION || state == KeyState.PENDING_REPLICA_DELETION;
  }

  /**
   * Refuses an operation that the key is not for.
   *
   * @throws ServiceException {@code InvalidKeyUsageException}
   */
  public void requireUsage(KeyUsage wanted, String operation) {
    if (usage != wanted) {
      throw new ServiceException(
          KeyFault.INVALID_KEY_USAGE,
          arn() + " key usage is " + usage + " which is not valid for " + operation + ".");
    }
  }
}
