package org.latchkey.keys;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.latchkey.access.PolicyDocument;
import org.latchkey.access.RequestContext;
import org.latchkey.audit.Audited;
import org.latchkey.shared.Caller;
import org.latchkey.shared.ServiceException;

/**
 * Multi-Region keys: the same key in several Regions of one account.
 *
 * <p>Relatives have the same id, spec, usage, origin, materials and rotation, so what one encrypts
 * the others decrypt; each has its own policy, description, tags, aliases, grants and state. One is
 * the primary key: it alone is replicated and rotated.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html">AWS
 *     KMS Developer Guide, Multi-Region keys</a>
 */
@ApplicationScoped
@Transactional
@Audited("kms.amazonaws.com")
public class ReplicationOperations {

  public record ReplicateKeyRequest(
      String keyId,
      String replicaRegion,
      @Nullable String policy,
      @Nullable Boolean bypassPolicyLockoutSafetyCheck,
      @Nullable String description,
      @Nullable List<Tag> tags) {}

  public record ReplicateKeyResponse(
      KeyMetadata replicaKeyMetadata, String replicaPolicy, List<Tag> replicaTags) {}

  public record UpdatePrimaryRegionRequest(String keyId, String primaryRegion) {}

  @Inject private KeyRing ring;
  @Inject private KeyCreation creation;
  @Inject private Keys keys;
  @Inject private MultiRegionKeys multiRegionKeys;
  @Inject private Clock clock;

  /**
   * Makes a replica of a multi-Region primary key, usable at once; of a key with imported material
   * it has none until the same material is imported there.
   *
   * @throws ServiceException {@code AlreadyExistsException} where the Region has the key, {@code
   *     UnsupportedOperationException} for any but a multi-Region primary key, {@code
   *     DisabledException}, {@code KMSInvalidStateException}, {@code LimitExceededException},
   *     {@code MalformedPolicyDocumentException}, {@code TagException}
   */
  public ReplicateKeyResponse replicateKey(Caller caller, ReplicateKeyRequest request) {
    String region = request.replicaRegion();
    KeySnapshot primary = ring.resolveOwnKey(caller, request.keyId());
    ring.authorize(
        caller, primary, "kms:ReplicateKey", Map.of("kms:ReplicaRegion", List.of(region)));
    Caller there = caller.in(region);
    Map<String, String> tags = KeyTags.of(request.tags());
    boolean bypass = Boolean.TRUE.equals(request.bypassPolicyLockoutSafetyCheck());
    authorizeCreation(there, primary, tags, bypass);
    String policy =
        request.policy() == null ? KeyPolicies.forOwner(primary.account()) : request.policy();
    PolicyDocument parsed = KeyCreation.parsePolicy(policy);
    if (!bypass) {
      ring.requireNotLockedOut(there, parsed);
    }
    Relatives relatives = multiRegionKeys.lock(primary);
    Key original = relatives.key();
    ring.authorize(
        caller,
        ring.snapshot(original),
        "kms:ReplicateKey",
        Map.of("kms:ReplicaRegion", List.of(region)));
    requirePrimary(original);
    ring.snapshot(original).requireReplicable();
    creation.requireRoom(there);
    if (relatives.in(region).isPresent()) {
      throw new ServiceException(
          KeyFault.ALREADY_EXISTS, primary.keyId() + " exists in " + region + " already.");
    }
    Key replica =
        Key.replica(
            original,
            region,
            request.description() == null ? "" : request.description(),
            policy,
            tags,
            clock.instant());
    keys.add(replica);
    keys.flush();
    return new ReplicateKeyResponse(
        multiRegionKeys.describe(ring.snapshot(replica)),
        policy,
        request.tags() == null ? List.of() : request.tags());
  }

  /**
   * Makes the replica in a Region the primary key, and the primary key a replica.
   *
   * @throws ServiceException {@code NotFoundException} where the Region has no replica, {@code
   *     UnsupportedOperationException} for any but a multi-Region primary key, {@code
   *     DisabledException}, {@code KMSInvalidStateException}
   */
  public void updatePrimaryRegion(Caller caller, UpdatePrimaryRegionRequest request) {
    String region = request.primaryRegion();
    Map<String, List<String>> conditions = Map.of("kms:PrimaryRegion", List.of(region));
    KeySnapshot primary = ring.resolveOwnKey(caller, request.keyId());
    ring.authorize(caller, primary, "kms:UpdatePrimaryRegion", conditions);
    Relatives relatives = multiRegionKeys.lock(primary);
    Key former = relatives.key();
    requirePrimary(former);
    if (region.equals(former.region())) {
      throw ImportRules.unsupported(former.arn() + " is the primary key already.");
    }
    KeySnapshot locked = ring.snapshot(former);
    ring.authorize(caller, locked, "kms:UpdatePrimaryRegion", conditions);
    locked.requireEnabled();
    KeySnapshot replica = ring.resolveOwnKey(caller.in(region), primary.keyId());
    ring.authorize(caller.in(region), replica, "kms:UpdatePrimaryRegion", conditions);
    ring.snapshot(relatives.in(region).orElseThrow(() -> gone(replica))).requireEnabled();
    relatives.all().forEach(each -> each.changePrimaryRegion(region));
  }

  /** A replica is made by whoever may make keys in its Region. */
  private void authorizeCreation(
      Caller there, KeySnapshot primary, Map<String, String> tags, boolean bypass) {
    RequestContext context =
        KeyRing.accountContext(there)
            .put("kms:KeySpec", primary.spec().name())
            .put("kms:CustomerMasterKeySpec", primary.spec().name())
            .put("kms:KeyUsage", primary.usage().name())
            .put("kms:CustomerMasterKeyUsage", primary.usage().name())
            .put("kms:KeyOrigin", primary.origin().name())
            .put("kms:MultiRegion", true)
            .put("kms:MultiRegionKeyType", KeyDescription.REPLICA)
            .put("kms:BypassPolicyLockoutSafetyCheck", bypass)
            .requestTags(tags)
            .build();
    ring.authorizeAccount(there, "kms:CreateKey", context);
    if (!tags.isEmpty()) {
      ring.authorizeNewKey(there, "kms:TagResource", context);
    }
  }

  private static void requirePrimary(Key key) {
    if (!key.isMultiRegion() || !key.isPrimary()) {
      throw ImportRules.unsupported(key.arn() + " is not a multi-Region primary key.");
    }
  }

  private static ServiceException gone(KeySnapshot key) {
    return new ServiceException(KeyFault.NOT_FOUND, "Key '" + key.arn() + "' does not exist");
  }
}
