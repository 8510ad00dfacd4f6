package org.latchkey.keys;

import jakarta.persistence.CascadeType;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityListeners;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.MapKeyColumn;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.latchkey.access.PolicyDocument;
import org.latchkey.coherence.Cached;
import org.latchkey.coherence.CachedEntityListener;
import org.latchkey.crypto.KeySpec;
import org.latchkey.crypto.KeyUsage;
import org.latchkey.shared.Arn;

/**
 * A KMS key.
 *
 * <p>Its life: created {@code Enabled} with its first material, or without any for material that is
 * brought to it, {@code PendingImport} for as long as one of its materials is missing; disabled and
 * enabled at will; scheduled for deletion, and disabled where that is cancelled; gone with all of
 * its material when the waiting period has passed. Rotation adds a material and makes it the
 * current one; none is taken away.
 */
@Entity
@Table(name = "kms_key")
@EntityListeners(CachedEntityListener.class)
class Key implements Cached {

  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "kms_key_seq")
  @SequenceGenerator(name = "kms_key_seq", sequenceName = "kms_key_seq", allocationSize = 50)
  @Column(name = "row_id")
  private Long rowId;

  @Column(name = "key_id")
  private String keyId;

  private String account;
  private String region;

  @Enumerated(EnumType.STRING)
  private KeySpec spec;

  @Enumerated(EnumType.STRING)
  @Column(name = "key_usage")
  private KeyUsage usage;

  @Enumerated(EnumType.STRING)
  private Origin origin;

  @Enumerated(EnumType.STRING)
  private KeyManagerType manager;

  @Enumerated(EnumType.STRING)
  private KeyState state;

  private String description;

  @Column(name = "multi_region")
  private boolean multiRegion;

  @Column(name = "primary_region")
  private @Nullable String primaryRegion;

  private String policy;

  @Column(name = "current_material")
  private int currentMaterial;

  /** The custom key store that the material is in; null for any other origin. */
  @Column(name = "custom_key_store")
  private @Nullable String customKeyStoreId;

  @Column(name = "created_at")
  private Instant createdAt;

  @Column(name = "deletion_at")
  private @Nullable Instant deletionAt;

  @Column(name = "pending_window")
  private @Nullable Integer pendingWindow;

  @Column(name = "rotation_period")
  private @Nullable Integer rotationPeriod;

  @Column(name = "next_rotation_at")
  private @Nullable Instant nextRotationAt;

  @OneToMany(mappedBy = "key", cascade = CascadeType.ALL, orphanRemoval = true)
  @OrderBy("number")
  private List<Material> materials = new ArrayList<>();

  @ElementCollection
  @CollectionTable(name = "key_tag", joinColumns = @JoinColumn(name = "key_row"))
  @MapKeyColumn(name = "tag_key")
  @Column(name = "tag_value")
  private Map<String, String> tags = new HashMap<>();

  @Version private long version;

  protected Key() {}

  Key(
      String keyId,
      String account,
      String region,
      KeySpec spec,
      KeyUsage usage,
      Origin origin,
      KeyManagerType manager,
      String description,
      boolean multiRegion,
      String policy,
      Map<String, String> tags,
      Instant createdAt) {
    this.keyId = keyId;
    this.account = account;
    this.region = region;
    this.spec = spec;
    this.usage = usage;
    this.origin = origin;
    this.manager = manager;
    this.state = KeyState.ENABLED;
    this.description = description;
    this.multiRegion = multiRegion;
    this.primaryRegion = multiRegion ? region : null;
    this.policy = policy;
    this.tags = new HashMap<>(tags);
    this.createdAt = createdAt;
  }

  /**
   * A replica of a multi-Region primary key in another Region: with the same id, spec, usage,
   * origin and materials, and a description, policy and tags of its own. Material that was imported
   * is not copied, but has to be imported there as well.
   */
  static Key replica(
      Key primary,
      String region,
      String description,
      String policy,
      Map<String, String> tags,
      Instant createdAt) {
    Key replica =
        new Key(
            primary.keyId,
            primary.account,
            region,
            primary.spec,
            primary.usage,
            primary.origin,
            primary.manager,
            description,
            true,
            policy,
            tags,
            createdAt);
    replica.primaryRegion = primary.region;
    primary.materials.forEach(replica::addCopy);
    replica.currentMaterial = primary.currentMaterial;
    replica.rotationPeriod = primary.rotationPeriod;
    replica.nextRotationAt = primary.nextRotationAt;
    return replica;
  }

  /** Adds a relative's material: its bytes as well, unless it was imported. */
  Material addCopy(Material original) {
    Material copy = original.copyFor(this, origin != Origin.EXTERNAL);
    materials.add(copy);
    return copy;
  }

  /** The number that the next material gets. */
  int nextMaterial() {
    return materials.size() + 1;
  }

  /** Has the material of a key of origin AWS_CLOUDHSM in a custom key store. */
  void keepMaterialIn(CustomKeyStore store) {
    customKeyStoreId = store.id();
  }

  /** The custom key store that the material is in; null for any other origin. */
  @Nullable String customKeyStoreId() {
    return customKeyStoreId;
  }

  /** Adds a material under {@link #nextMaterial} and makes it the one that encrypts. */
  Material add(String materialId, byte[] wrapped, byte @Nullable [] publicKey, Instant createdAt) {
    Material material =
        new Material(this, nextMaterial(), materialId, wrapped, publicKey, createdAt);
    materials.add(material);
    currentMaterial = material.number();
    return material;
  }

  /**
   * Has the material rotated every {@code days} days: from {@code now} on, or where rotation is on
   * already, from when the current period began.
   */
  void enableRotation(int days, Instant now) {
    Instant begin = now;
    if (nextRotationAt != null && rotationPeriod != null) {
      begin = nextRotationAt.minus(Duration.ofDays(rotationPeriod));
    }
    rotationPeriod = days;
    nextRotationAt = begin.plus(Duration.ofDays(days));
  }

  void disableRotation() {
    rotationPeriod = null;
    nextRotationAt = null;
  }

  /** Whether the rotation period has passed and the key is in a state in which it is rotated. */
  boolean rotationDue(Instant now) {
    return isPrimary()
        && state == KeyState.ENABLED
        && nextRotationAt != null
        && !nextRotationAt.isAfter(now);
  }

  /** Moves the next automatic rotation to the first date of its schedule after {@code now}. */
  void skipToNextRotation(Instant now) {
    if (nextRotationAt == null || rotationPeriod == null) {
      return;
    }
    Duration period = Duration.ofDays(rotationPeriod);
    while (!nextRotationAt.isAfter(now)) {
      nextRotationAt = nextRotationAt.plus(period);
    }
  }

  /** How often the material has been rotated because somebody asked for it. */
  long onDemandRotations() {
    return materials.stream()
        .filter(material -> material.rotationType() == RotationType.ON_DEMAND)
        .count();
  }

  /** Whether the waiting period before its deletion has passed. */
  boolean deletionDue(Instant now) {
    return state == KeyState.PENDING_DELETION && deletionAt != null && !deletionAt.isAfter(now);
  }

  void describe(String newDescription) {
    description = newDescription;
  }

  void replacePolicy(String newPolicy) {
    policy = newPolicy;
  }

  /** Adds tags, and gives those that are there their new values. */
  void tag(Map<String, String> added) {
    tags.putAll(added);
  }

  void untag(Collection<String> tagKeys) {
    tags.keySet().removeAll(tagKeys);
  }

  /**
   * Makes room for a material that is brought: the key's first is current at once, a later one when
   * the key is rotated.
   */
  Material associate(String materialId, Instant createdAt) {
    Material material = new Material(this, nextMaterial(), materialId, null, null, createdAt);
    materials.add(material);
    if (currentMaterial == 0) {
      currentMaterial = material.number();
    }
    return material;
  }

  /** Forgets the bytes of materials that have expired; whether there were any. */
  boolean eraseExpired(Instant now) {
    List<Material> expired = materials.stream().filter(each -> each.isExpired(now)).toList();
    expired.forEach(Material::erase);
    return !expired.isEmpty();
  }

  /** Forgets a material that has never been current. */
  void dissociate(Material pending) {
    materials.remove(pending);
  }

  /** The material with this id. */
  Optional<Material> material(String materialId) {
    return materials.stream().filter(each -> each.materialId().equals(materialId)).findFirst();
  }

  /** The material that encrypts; none before the first is imported. */
  Optional<Material> currentMaterialRow() {
    return materials.stream().filter(each -> each.number() == currentMaterial).findFirst();
  }

  /** The material that becomes current when the key is rotated. */
  Optional<Material> pendingMaterial() {
    return materials.stream().filter(this::isPending).findFirst();
  }

  /** Whether material waits for the key's rotation and is there. */
  boolean hasPendingMaterial(Instant now) {
    return pendingMaterial().filter(material -> material.isPresent(now)).isPresent();
  }

  boolean isPending(Material material) {
    return material.number() > currentMaterial;
  }

  /** Makes one of its materials, which its relatives have as well, the one that encrypts. */
  void makeCurrent(Material material) {
    currentMaterial = material.number();
  }

  boolean hasMaterials() {
    return !materials.isEmpty();
  }

  /** Whether material that was, or is still, to be imported is not there. */
  boolean lacksMaterial(Instant now) {
    return origin == Origin.EXTERNAL
        && (currentMaterial == 0
            || permanentMaterials().anyMatch(material -> !material.isPresent(now)));
  }

  private Stream<Material> permanentMaterials() {
    return materials.stream().filter(material -> !isPending(material));
  }

  /** The state, as the materials' expiry leaves it. */
  KeyState stateAt(Instant now) {
    boolean usable = state == KeyState.ENABLED || state == KeyState.DISABLED;
    return usable && lacksMaterial(now) ? KeyState.PENDING_IMPORT : state;
  }

  /** The first moment at which a material that is there now is there no more; null for never. */
  @Nullable Instant firstExpiry(Instant now) {
    return permanentMaterials()
        .filter(material -> material.isPresent(now))
        .map(Material::expiresAt)
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  /** Whether the materials that are there expire; null where none is, or none is imported. */
  @Nullable ExpirationModel expirationModel(Instant now) {
    if (origin != Origin.EXTERNAL || permanentMaterials().noneMatch(each -> each.isPresent(now))) {
      return null;
    }
    return ExpirationModel.of(firstExpiry(now));
  }

  boolean isMultiRegion() {
    return multiRegion;
  }

  /** Whether this is a single-Region key, or the primary key among its relatives. */
  boolean isPrimary() {
    return primaryRegion == null || primaryRegion.equals(region);
  }

  void changePrimaryRegion(String newPrimaryRegion) {
    primaryRegion = newPrimaryRegion;
  }

  void enable() {
    state = KeyState.ENABLED;
  }

  void disable() {
    state = KeyState.DISABLED;
  }

  void scheduleDeletion(Instant when, int days) {
    state = KeyState.PENDING_DELETION;
    deletionAt = when;
    pendingWindow = days;
  }

  /** As {@link #scheduleDeletion}, but the waiting period begins when the last replica is gone. */
  void scheduleDeletionAfterReplicas(int days) {
    state = KeyState.PENDING_REPLICA_DELETION;
    deletionAt = null;
    pendingWindow = days;
  }

  /** Begins the waiting period of a key whose last replica is gone. */
  void beginWaitingPeriod(Instant now) {
    if (state == KeyState.PENDING_REPLICA_DELETION && pendingWindow != null) {
      scheduleDeletion(now.plus(Duration.ofDays(pendingWindow)), pendingWindow);
    }
  }

  void cancelDeletion() {
    state = KeyState.DISABLED;
    deletionAt = null;
    pendingWindow = null;
  }

  @Override
  public List<String> subjects() {
    return KeyCaches.subjectsOf(rowId, region, keyId);
  }

  Long rowId() {
    return rowId;
  }

  String keyId() {
    return keyId;
  }

  String account() {
    return account;
  }

  String region() {
    return region;
  }

  Origin origin() {
    return origin;
  }

  KeySpec spec() {
    return spec;
  }

  Arn arn() {
    return Arn.of("kms", region, account, "key/" + keyId);
  }

  /**
   * The key as it stands.
   *
   * @param customKeyStore where its material is; null for any other origin
   */
  KeySnapshot snapshot(
      PolicyDocument parsedPolicy,
      List<String> aliases,
      @Nullable CustomKeyStoreLink customKeyStore,
      Instant now) {
    Map<Integer, String> materialIds = new TreeMap<>();
    permanentMaterials()
        .forEach(material -> materialIds.put(material.number(), material.materialId()));
    return new KeySnapshot(
        rowId,
        keyId,
        account,
        region,
        spec,
        usage,
        origin,
        manager,
        customKeyStore == null || customKeyStore.connected() || state == KeyState.PENDING_DELETION
            ? stateAt(now)
            : KeyState.UNAVAILABLE,
        description,
        multiRegion,
        primaryRegion,
        parsedPolicy,
        policy,
        tags,
        aliases,
        currentMaterial,
        materialIds,
        createdAt,
        deletionAt,
        pendingWindow,
        expirationModel(now),
        firstExpiry(now),
        customKeyStore);
  }

  String policy() {
    return policy;
  }

  KeyState state() {
    return state;
  }

  /** All materials, the first one first. */
  List<Material> materials() {
    return List.copyOf(materials);
  }

  int currentMaterial() {
    return currentMaterial;
  }

  /** Days between automatic rotations; null where automatic rotation is off. */
  @Nullable Integer rotationPeriod() {
    return rotationPeriod;
  }

  /** When the next automatic rotation is due; null where automatic rotation is off. */
  @Nullable Instant nextRotationAt() {
    return nextRotationAt;
  }

  /** When it is to be deleted; null where it is not. */
  @Nullable Instant deletionAt() {
    return deletionAt;
  }

  Instant createdAt() {
    return createdAt;
  }
}
