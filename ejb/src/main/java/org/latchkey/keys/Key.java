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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
 * <p>Its life: created {@code Enabled} with its first material; disabled and enabled at will;
 * scheduled for deletion, and disabled where that is cancelled; gone with all of its material when
 * the waiting period has passed. Rotation adds a material and makes it the current one; none is
 * taken away.
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

  private String policy;

  @Column(name = "current_material")
  private int currentMaterial;

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
    this.origin = Origin.AWS_KMS;
    this.manager = manager;
    this.state = KeyState.ENABLED;
    this.description = description;
    this.multiRegion = multiRegion;
    this.policy = policy;
    this.tags = new HashMap<>(tags);
    this.createdAt = createdAt;
  }

  /** The number that the next material gets. */
  int nextMaterial() {
    return materials.size() + 1;
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
    return state == KeyState.ENABLED && nextRotationAt != null && !nextRotationAt.isAfter(now);
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

  String region() {
    return region;
  }

  Arn arn() {
    return Arn.of("kms", region, account, "key/" + keyId);
  }

  KeySnapshot snapshot(PolicyDocument parsedPolicy, List<String> aliases) {
    Map<Integer, String> materialIds = new TreeMap<>();
    materials.forEach(material -> materialIds.put(material.number(), material.materialId()));
    return new KeySnapshot(
        rowId,
        keyId,
        account,
        region,
        spec,
        usage,
        origin,
        manager,
        state,
        description,
        multiRegion,
        parsedPolicy,
        policy,
        tags,
        aliases,
        currentMaterial,
        materialIds,
        createdAt,
        deletionAt);
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
