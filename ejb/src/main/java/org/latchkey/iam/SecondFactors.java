package org.latchkey.iam;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.latchkey.identity.IdentityFault;
import org.latchkey.identity.PasskeyDirectory;
import org.latchkey.identity.User;
import org.latchkey.identity.VirtualMfaDevices;
import org.latchkey.shared.ServiceException;

/** The MFA devices of a user, of whatever kind: eight at most. */
@ApplicationScoped
class SecondFactors {

  private static final int MOST = 8;

  @Inject private VirtualMfaDevices devices;
  @Inject private PasskeyDirectory passkeys;

  /** A device that somebody has. */
  record Factor(String serialNumber, Instant enabledAt) {}

  /** A user's devices, by their serial numbers. */
  List<Factor> of(User user) {
    return Stream.concat(
            devices.of(user.userId()).stream()
                .map(
                    device ->
                        new Factor(
                            device.serialNumber(),
                            device.enabledAt() == null ? Instant.EPOCH : device.enabledAt())),
            passkeys.of(user.userId()).stream()
                .map(passkey -> new Factor(passkey.serialNumber(), passkey.enabledAt())))
        .sorted(Comparator.comparing(Factor::serialNumber))
        .toList();
  }

  /**
   * Makes sure that a user may have one more.
   *
   * @throws ServiceException {@code LimitExceeded}
   */
  void requireRoom(User user) {
    if (of(user).size() >= MOST) {
      throw new ServiceException(
          IdentityFault.LIMIT_EXCEEDED, "Cannot exceed quota for MfaDevicesPerUser: " + MOST);
    }
  }
}
