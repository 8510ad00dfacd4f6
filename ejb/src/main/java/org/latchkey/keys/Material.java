package org.latchkey.keys;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityListeners;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latchkey.coherence.Cached;
import org.latchkey.coherence.CachedEntityListener;

/**
 * One generation of a key's material, wrapped under the root key or in a custom key store.
 *
 * <p>What the server generates never changes. What is imported can expire or be deleted, and comes
 * back only as the same bytes: its id, which is made of them and of the key's id, stays.
 */
@Entity
@Table(name = "key_material")
@EntityListeners(CachedEntityListener.class)
class Material implements Cached {

  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "key_material_seq")
  @SequenceGenerator(
      name = "key_material_seq",
      sequenceName = "key_material_seq",
      allocationSize = 50)
  @Column(name = "row_id")
  private Long rowId;

  @ManyToOne(optional = false)
  @JoinColumn(name = "key_row")
  private Key key;

  private int number;

  @Column(name = "material_id")
  private String materialId;

  private byte @Nullable [] wrapped;

  @Column(name = "public_key")
  private byte @Nullable [] publicKey;

  private @Nullable String description;

  @Column(name = "expires_at")
  private @Nullable Instant expiresAt;

  @Column(name = "created_at")
  private Instant createdAt;

  @Enumerated(EnumType.STRING)
  @Column(name = "rotation_type")
  private @Nullable RotationType rotationType;

  @Column(name = "rotated_at")
  private @Nullable Instant rotatedAt;

  protected Material() {}

  Material(
      Key key,
      int number,
      String materialId,
      byte @Nullable [] wrapped,
      byte @Nullable [] publicKey,
      Instant createdAt) {
    this.key = key;
    this.number = number;
    this.materialId = materialId;
    this.wrapped = wrapped;
    this.publicKey = publicKey;
    this.createdAt = createdAt;
  }

  @Override
  public List<String> subjects() {
    return key.subjects();
  }

  /** Notes that this material has replaced the one before it. */
  void rotatedIn(RotationType type, Instant when) {
    rotationType = type;
    rotatedAt = when;
  }

  /** The same material for another Region's key of the same id, which it is bound to. */
  Material copyFor(Key relative, boolean withBytes) {
    Material copy =
        new Material(
            relative,
            number,
            materialId,
            withBytes ? wrapped : null,
            withBytes ? publicKey : null,
            createdAt);
    copy.description = description;
    copy.rotationType = rotationType;
    copy.rotatedAt = rotatedAt;
    return copy;
  }

  /**
   * Brings the bytes, for the first time or again.
   *
   * @param expires when they are there no more; null for never
   */
  void provide(byte[] newWrapped, byte @Nullable [] newPublicKey, @Nullable Instant expires) {
    wrapped = newWrapped;
    publicKey = newPublicKey;
    expiresAt = expires;
  }

  void describe(@Nullable String newDescription) {
    description = newDescription;
  }

  /** Forgets the bytes; the id stays. */
  void erase() {
    wrapped = null;
    expiresAt = null;
  }

  /** Whether the bytes are there, and have not expired. */
  boolean isPresent(Instant now) {
    return wrapped != null && (expiresAt == null || now.isBefore(expiresAt));
  }

  boolean isExpired(Instant now) {
    return expiresAt != null && !now.isBefore(expiresAt);
  }

  Key key() {
    return key;
  }

  int number() {
    return number;
  }

  String materialId() {
    return materialId;
  }

  /** Null while the material has to be imported, and where it is in a custom key store. */
  byte @Nullable [] wrapped() {
    return wrapped;
  }

  byte @Nullable [] publicKey() {
    return publicKey;
  }

  /** What whoever imported it said of it. */
  @Nullable String description() {
    return description;
  }

  /** When it is there no more; null for never. */
  @Nullable Instant expiresAt() {
    return expiresAt;
  }

  Instant createdAt() {
    return createdAt;
  }

  /** What made this the current material; null for the first, which nothing did. */
  @Nullable RotationType rotationType() {
    return rotationType;
  }

  /** When it became the current material; null for the first. */
  @Nullable Instant rotatedAt() {
    return rotatedAt;
  }
}
