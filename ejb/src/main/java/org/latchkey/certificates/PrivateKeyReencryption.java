package org.latchkey.certificates;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.latchkey.shared.Caller;

/**
 * Moves stored private keys to the current material of the key that they are encrypted under.
 *
 * <p>Asking twice does no harm: what is under the current material already is left alone.
 */
@ApplicationScoped
@Transactional
public class PrivateKeyReencryption {

  @Inject private Certificates certificates;
  @Inject private PrivateKeyProtection protection;
  @Inject private Event<CertificateChanged> changes;

  /** An account in a Region that has certificates with private keys. */
  public record Home(String account, String region) {}

  /** Every account and Region that has certificates with private keys. */
  public List<Home> homes() {
    return certificates.homes().stream()
        .map(home -> new Home(home.account(), home.region()))
        .toList();
  }

  /**
   * At most {@code limit} ids, after {@code after}, of certificates whose private key is under an
   * older material.
   */
  public List<String> pending(Home home, String after, int limit) {
    String current = protection.key(home.account(), home.region()).currentMaterialId();
    return certificates.underOtherMaterial(home.account(), home.region(), current, after, limit);
  }

  /**
   * Re-encrypts one private key, in a transaction of its own; false where it was under the current
   * material already.
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public boolean reencrypt(String id) {
    Certificate certificate = certificates.lock(id).orElse(null);
    byte[] privateKey = certificate == null ? null : certificate.privateKey();
    if (certificate == null || privateKey == null) {
      return false;
    }
    String current =
        protection.key(certificate.account(), certificate.region()).currentMaterialId();
    if (current.equals(certificate.keyMaterial())) {
      return false;
    }
    Caller acm =
        Caller.service(
            "acm.amazonaws.com",
            certificate.account(),
            certificate.region(),
            UUID.randomUUID().toString());
    PrivateKeyProtection.Protected moved =
        protection.reprotect(acm, certificate.arn(), privateKey, Map.of());
    certificate.reencrypt(moved.ciphertext(), moved.keyMaterialId());
    changes.fire(
        new CertificateChanged(
            certificate.arn(), certificate.revision(), CertificateChanged.Cause.REENCRYPTED));
    return true;
  }
}
