package org.latchkey.identity;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.latchkey.crypto.OneTimePasswords;
import org.latchkey.crypto.SecretBytes;

/**
 * A virtual MFA device: a seed that a user's authenticator app has as well. It is made for nobody;
 * two codes in a row give it to a user, from whom it can be taken again. Each code counts once.
 */
@Entity
@Table(name = "mfa_device")
class MfaDevice {

  /** How many steps a device's clock may be off, besides what is known of it. */
  static final int WINDOW = 1;

  /**
   * How many steps off a device may be when it is given to a user, or synchronized: ten minutes.
   */
  static final int SEARCH = 20;

  /** After so many wrong codes in a row the next one has to wait. */
  static final int PATIENCE = 5;

  /** How long it has to wait. */
  static final Duration PAUSE = Duration.ofSeconds(60);

  @Id
  @Column(name = "serial_number")
  private String serialNumber;

  private String account;
  private String name;

  @Column(name = "user_id")
  private @Nullable String userId;

  @Column(name = "wrapped_seed")
  private byte[] wrappedSeed;

  @Column(name = "last_step")
  private long lastStep;

  private int drift;
  private int failures;

  @Column(name = "last_failure")
  private @Nullable Instant lastFailure;

  @Convert(converter = TextMap.class)
  private Map<String, String> tags;

  @Column(name = "enabled_at")
  private @Nullable Instant enabledAt;

  protected MfaDevice() {}

  MfaDevice(
      String serialNumber,
      String account,
      String name,
      byte[] wrappedSeed,
      Map<String, String> tags) {
    this.serialNumber = serialNumber;
    this.account = account;
    this.name = name;
    this.wrappedSeed = wrappedSeed;
    this.tags = Map.copyOf(tags);
  }

  /** Gives it to a user. */
  void enable(String user, Instant now) {
    userId = user;
    enabledAt = now;
  }

  /** Takes it from its user. */
  void deactivate() {
    userId = null;
    enabledAt = null;
    failures = 0;
    lastFailure = null;
  }

  /** Whether too many wrong codes have been given just now to look at another one. */
  boolean pauses(Instant now) {
    return failures >= PATIENCE && lastFailure != null && now.isBefore(lastFailure.plus(PAUSE));
  }

  /** Takes a code that has not been taken before; counts a wrong one. */
  boolean accept(SecretBytes seed, String code, Instant now) {
    long expected = OneTimePasswords.step(now) + drift;
    OptionalLong step =
        OneTimePasswords.find(
            seed, code, Math.max(expected - WINDOW, lastStep + 1), expected + WINDOW);
    if (step.isEmpty()) {
      return refused(now);
    }
    accepted(step.getAsLong(), now);
    return true;
  }

  /** Takes two codes in a row and learns from them how far off the device's clock is. */
  boolean synchronize(SecretBytes seed, String first, String second, Instant now) {
    long expected = OneTimePasswords.step(now);
    OptionalLong step =
        OneTimePasswords.find(
            seed, first, Math.max(expected - SEARCH, lastStep + 1), expected + SEARCH);
    if (step.isEmpty()) {
      return refused(now);
    }
    long next = step.getAsLong() + 1;
    if (OneTimePasswords.find(seed, second, next, next).isEmpty()) {
      return refused(now);
    }
    accepted(next, now);
    return true;
  }

  private void accepted(long step, Instant now) {
    lastStep = step;
    long off = step - OneTimePasswords.step(now);
    drift = (int) (Math.abs(off) <= WINDOW ? 0 : off);
    failures = 0;
    lastFailure = null;
  }

  private boolean refused(Instant now) {
    failures++;
    lastFailure = now;
    return false;
  }

  String serialNumber() {
    return serialNumber;
  }

  String account() {
    return account;
  }

  @Nullable String userId() {
    return userId;
  }

  byte[] wrappedSeed() {
    return wrappedSeed;
  }

  void setTags(Map<String, String> all) {
    tags = Map.copyOf(all);
  }

  VirtualMfaDevices.Device snapshot() {
    return new VirtualMfaDevices.Device(serialNumber, name, account, userId, tags, enabledAt);
  }
}
