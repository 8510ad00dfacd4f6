package org.latchkey.certificates;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An order of a certificate with the public CA.
 *
 * <p>Its life: made with its key and signing request before the CA hears of it; known by its URL
 * from the moment on that the CA has said it; advanced step by step; gone when the certificate is
 * there or has failed. Where an order ends without a certificate, another one follows with the same
 * key.
 */
@Entity
@Table(name = "public_order")
class PublicOrder {

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
  private static final Duration FIRST_PAUSE_AFTER_END = Duration.ofMinutes(1);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
  private static final int MOST_DOUBLINGS = 10;

  @Id
  @Column(name = "certificate_id")
  private String certificateId;

  private String directory;
  private @Nullable String url;
  private byte[] csr;

  @Column(name = "private_key")
  private byte[] privateKey;

  @Column(name = "key_material")
  private String keyMaterial;

  private boolean published;
  private int attempts;

  @Column(name = "due_at")
  private Instant dueAt;

  @Version private long version;

  protected PublicOrder() {}

  /**
   * An order to be made.
   *
   * @param csr PKCS #10, DER
   * @param privateKey the key, encrypted
   */
  PublicOrder(
      String certificateId,
      String directory,
      byte[] csr,
      PrivateKeyProtection.Protected privateKey,
      Instant dueAt) {
    this.certificateId = certificateId;
    this.directory = directory;
    this.csr = csr;
    this.privateKey = privateKey.ciphertext();
    this.keyMaterial = privateKey.keyMaterialId();
    this.dueAt = dueAt;
  }

  /** Keeps where the CA has the order, and when to go on. */
  void ordered(String directoryUrl, String orderUrl, Instant when) {
    directory = directoryUrl;
    url = orderUrl;
    published = false;
    dueAt = when;
  }

  /** Keeps that a step was done. */
  void advanced(boolean everyChallengeAnswered, Instant nextLook) {
    published = everyChallengeAnswered;
    dueAt = nextLook;
  }

  /**
   * Keeps that a step failed.
   *
   * @param ended whether another order is needed
   * @param earliest when the CA wants to be asked again; null where it does not say
   */
  void failed(boolean ended, @Nullable Instant earliest, Instant now) {
    Instant next = now.plus(pause(ended ? FIRST_PAUSE_AFTER_END : FIRST_PAUSE, attempts));
    attempts++;
    dueAt = earliest == null || earliest.isBefore(next) ? next : earliest;
    if (ended) {
      url = null;
      published = false;
    }
  }

  /** Puts another ciphertext of the same private key in place. */
  void reencrypt(PrivateKeyProtection.Protected moved) {
    privateKey = moved.ciphertext();
    keyMaterial = moved.keyMaterialId();
  }

  /** Puts another private key and request in place, of which the CA has not heard yet. */
  void beginAnew(byte[] otherCsr, PrivateKeyProtection.Protected otherKey) {
    csr = otherCsr;
    reencrypt(otherKey);
    url = null;
    published = false;
  }

  /** Twice as long each time, and an hour at most. */
  static Duration pause(Duration first, int attempts) {
    Duration pause = first.multipliedBy(1L << Math.min(attempts, MOST_DOUBLINGS));
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }

  /** The order's URL at this CA; null where it has yet to be made there. */
  @Nullable String urlAt(String directoryUrl) {
    return directory.equals(directoryUrl) ? url : null;
  }

  String certificateId() {
    return certificateId;
  }

  byte[] csr() {
    return csr;
  }

  byte[] privateKey() {
    return privateKey;
  }

  String keyMaterial() {
    return keyMaterial;
  }

  boolean isPublished() {
    return published;
  }

  boolean isDue(Instant now) {
    return !dueAt.isAfter(now);
  }
}
