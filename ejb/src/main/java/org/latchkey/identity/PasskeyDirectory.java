package org.latchkey.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.latchkey.shared.ServiceException;

/** Users' passkeys. What they sign is looked at elsewhere. */
@ApplicationScoped
@Transactional
public class PasskeyDirectory {

  @Inject private PasskeyRecords passkeys;
  @Inject private Clock clock;

  /**
   * Gives a user a passkey.
   *
   * @throws ServiceException {@code EntityAlreadyExists}
   */
  public void add(Passkey passkey) {
    if (passkeys.find(passkey.credentialId()).isPresent()) {
      throw new ServiceException(
          IdentityFault.ENTITY_ALREADY_EXISTS, "The passkey is registered already.");
    }
    passkeys.add(new PasskeyRecord(passkey));
  }

  public Optional<Passkey> find(String credentialId) {
    return passkeys.find(credentialId).map(PasskeyRecord::snapshot);
  }

  public Optional<Passkey> bySerialNumber(String serialNumber) {
    return passkeys.bySerialNumber(serialNumber).map(PasskeyRecord::snapshot);
  }

  /** The passkeys of a user. */
  public List<Passkey> of(String userId) {
    return passkeys.of(userId).stream().map(PasskeyRecord::snapshot).toList();
  }

  /** Notes that a passkey was used, and what its authenticator counts now. */
  public void noteUse(String credentialId, long signCount) {
    passkeys.find(credentialId).ifPresent(passkey -> passkey.used(signCount, clock.instant()));
  }

  public void remove(String serialNumber) {
    passkeys.bySerialNumber(serialNumber).ifPresent(passkeys::remove);
  }
}
