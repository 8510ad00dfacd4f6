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

/** One generation of a key's material, wrapped under the root key. The bytes never change. */
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

  private byte[] wrapped;

  @Column(name = "public_key")
  private byte @Nullable [] publicKey;

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
      byte[] wrapped,
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

  int number() {
    return number;
  }

  String materialId() {
    return materialId;
  }

  byte[] wrapped() {
    return wrapped;
  }

  byte @Nullable [] publicKey() {
    return publicKey;
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
