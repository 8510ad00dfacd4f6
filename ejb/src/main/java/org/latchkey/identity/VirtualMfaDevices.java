package org.latchkey.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.latchkey.crypto.OneTimePasswords;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.shared.Arn;
import org.latchkey.shared.ServiceException;

/**
 * Second factors by one-time passwords (RFC 6238). Each code counts once, and after five wrong ones
 * in a row the next has to wait a minute. What a code came to is kept whatever becomes of the
 * request that showed it.
 */
@ApplicationScoped
@Transactional
public class VirtualMfaDevices {

  private static final Pattern CODE = Pattern.compile("[0-9]{" + OneTimePasswords.DIGITS + "}");

  @Inject private MfaDevices devices;
  @Inject private SecretWrapping wrapping;
  @Inject private Clock clock;

  /** A device, without its seed. */
  public record Device(
      String serialNumber,
      String name,
      String account,
      @Nullable String userId,
      Map<String, String> tags,
      @Nullable Instant enabledAt) {}

  /**
   * A new device.
   *
   * @param seed in base32, shown once, the receiver's to close
   */
  public record NewDevice(String serialNumber, SecretBytes seed) {}

  /** The ARN that a device of that path and name has. */
  public static Arn serialNumber(String account, String path, String name) {
    return Arn.of("iam", "", account, "mfa" + path + name);
  }

  /**
   * Makes a device that nobody has yet.
   *
   * @throws ServiceException {@code EntityAlreadyExists}
   */
  public NewDevice create(String account, String path, String name, Map<String, String> tags) {
    String serialNumber = serialNumber(account, path, name).toString();
    if (devices.find(serialNumber).isPresent()) {
      throw new ServiceException(
          IdentityFault.ENTITY_ALREADY_EXISTS,
          "MFADevice entity at the same path and name already exists.");
    }
    try (SecretBytes seed = OneTimePasswords.newSeed()) {
      devices.add(
          new MfaDevice(serialNumber, account, name, wrapping.wrapSeed(serialNumber, seed), tags));
      return new NewDevice(serialNumber, OneTimePasswords.text(seed));
    }
  }

  public Optional<Device> find(String serialNumber) {
    return devices.find(serialNumber).map(MfaDevice::snapshot);
  }

  /** The devices of a user. */
  public List<Device> of(String userId) {
    return devices.of(userId).stream().map(MfaDevice::snapshot).toList();
  }

  /**
   * At most {@code limit} devices of an account, by their serial numbers.
   *
   * @param assigned whether somebody has it; null for both
   */
  public List<Device> list(
      String account, @Nullable Boolean assigned, @Nullable String after, int limit) {
    return devices.list(account, assigned, after, limit).stream().map(MfaDevice::snapshot).toList();
  }

  /**
   * Whether a code is the current one of that user's device, and has not been shown before. Nobody
   * learns from the answer whether there is such a device.
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public boolean verify(String userId, String serialNumber, String code) {
    Instant now = clock.instant();
    MfaDevice device =
        devices.lock(serialNumber).filter(found -> userId.equals(found.userId())).orElse(null);
    if (device == null || device.pauses(now) || !CODE.matcher(code).matches()) {
      return false;
    }
    try (SecretBytes seed = seed(device)) {
      return device.accept(seed, code, now);
    }
  }

  /**
   * Gives a device that nobody has to a user who shows two of its codes in a row.
   *
   * @return whether the codes are right
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public boolean enable(String userId, String serialNumber, String first, String second) {
    MfaDevice device =
        devices.lock(serialNumber).filter(found -> found.userId() == null).orElse(null);
    if (device == null || !synchronize(device, first, second)) {
      return false;
    }
    device.enable(userId, clock.instant());
    return true;
  }

  /**
   * Learns from two codes in a row how far off the clock of a user's device is.
   *
   * @return whether the codes are right
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public boolean resync(String userId, String serialNumber, String first, String second) {
    return devices
        .lock(serialNumber)
        .filter(found -> userId.equals(found.userId()))
        .map(device -> synchronize(device, first, second))
        .orElse(false);
  }

  private boolean synchronize(MfaDevice device, String first, String second) {
    Instant now = clock.instant();
    if (device.pauses(now) || !CODE.matcher(first).matches() || !CODE.matcher(second).matches()) {
      return false;
    }
    try (SecretBytes seed = seed(device)) {
      return device.synchronize(seed, first, second, now);
    }
  }

  /** Gives a device other tags, in the place of those that it has by then. */
  public void tag(String serialNumber, UnaryOperator<Map<String, String>> change) {
    devices
        .lock(serialNumber)
        .ifPresent(device -> device.setTags(change.apply(device.snapshot().tags())));
  }

  /** Takes a device from its user. */
  public void deactivate(String serialNumber) {
    devices.find(serialNumber).ifPresent(MfaDevice::deactivate);
  }

  /** Deletes a device with its seed. */
  public void delete(String serialNumber) {
    devices.find(serialNumber).ifPresent(devices::remove);
  }

  private SecretBytes seed(MfaDevice device) {
    return wrapping.unwrapSeed(device.serialNumber(), device.wrappedSeed());
  }
}
