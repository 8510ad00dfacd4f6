package org.latchkey.iam;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.latchkey.identity.VirtualMfaDevices;
import org.latchkey.shared.Caller;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.ServiceException;

/** A second factor that a request to STS shows: a device's serial number and its current code. */
final class MfaProof {

  private MfaProof() {}

  /**
   * When the second factor was shown: now; null where the request shows none.
   *
   * @throws ServiceException {@code ValidationError} for half a proof, {@code AccessDenied} for one
   *     that does not hold
   */
  static @Nullable Instant require(
      VirtualMfaDevices devices,
      Caller caller,
      @Nullable String serialNumber,
      @Nullable String tokenCode,
      Instant now) {
    if (serialNumber == null && tokenCode == null) {
      return null;
    }
    if (serialNumber == null || tokenCode == null) {
      throw new ServiceException(
          CommonFault.VALIDATION, "SerialNumber and TokenCode must be specified together.");
    }
    if (!devices.verify(caller.userId(), serialNumber, tokenCode)) {
      throw new ServiceException(
          CommonFault.ACCESS_DENIED,
          "MultiFactorAuthentication failed with invalid MFA one time pass code.");
    }
    return now;
  }
}
