package org.latchkey.certificates;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.latchkey.keys.KeyRing;
import org.latchkey.keys.KeySnapshot;
import org.latchkey.shared.Arn;
import org.latchkey.shared.Caller;
import org.latchkey.shared.ServiceException;

/**
 * What associations need of a certificate: that it stays as it is while they work, that its use is
 * counted, and its private key encrypted for one service and resource.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
public class CertificateUse {

  @Inject private Certificates certificates;
  @Inject private PrivateKeyProtection protection;
  @Inject private KeyRing ring;
  @Inject private Clock clock;

  /**
   * A certificate that is in use or about to be.
   *
   * @param usable whether it is issued and has its private key
   * @param inUse how many resources it is associated with
   */
  public record InUse(String id, Arn arn, int revision, boolean usable, int inUse) {}

  /**
   * A certificate as a service is sent it.
   *
   * @param encryptedPrivateKey a KMS ciphertext of PKCS #8 in DER
   * @param encryptionContext what it is bound to
   */
  public record Deliverable(
      int revision,
      String certificate,
      @Nullable String chain,
      byte[] encryptedPrivateKey,
      String keyArn,
      Map<String, String> encryptionContext) {}

  /** The certificate, kept from changing until the transaction ends; empty where there is none. */
  public Optional<InUse> lock(Arn arn) {
    return certificates
        .lock(arn.resource().substring("certificate/".length()))
        .filter(found -> found.arn().equals(arn))
        .map(
            found ->
                new InUse(
                    found.id(),
                    found.arn(),
                    found.revision(),
                    found.status(clock.instant()) == CertificateStatus.ISSUED
                        && found.privateKey() != null,
                    found.associations()));
  }

  /** Counts one more resource. */
  public void associated(String id) {
    locked(id).associated();
  }

  /** Counts one resource less. */
  public void disassociated(String id) {
    locked(id).disassociated();
  }

  /** The ARN of the key that the certificate's private key is encrypted under. */
  public Arn key(Arn certificate) {
    return protection.key(certificate.account(), certificate.region()).arn();
  }

  /** What can be done with a key now. */
  public enum KeyCondition {
    USABLE,
    DISABLED,
    PENDING_DELETION,
    /** It has no material, or is gone. */
    UNAVAILABLE
  }

  /** Whether a key can be used now. */
  public KeyCondition condition(Arn key) {
    return ring.find(key.region(), key.resource().substring("key/".length()))
        .map(CertificateUse::condition)
        .orElse(KeyCondition.UNAVAILABLE);
  }

  private static KeyCondition condition(KeySnapshot key) {
    return switch (key.state()) {
      case ENABLED, UPDATING -> KeyCondition.USABLE;
      case DISABLED -> KeyCondition.DISABLED;
      case PENDING_DELETION, PENDING_REPLICA_DELETION -> KeyCondition.PENDING_DELETION;
      case CREATING, PENDING_IMPORT, UNAVAILABLE -> KeyCondition.UNAVAILABLE;
    };
  }

  /**
   * The certificate with its private key encrypted for one resource of a service.
   *
   * @param contextKey the name under which the resource's ARN stands in the encryption context
   * @throws ServiceException where KMS cannot use the key
   */
  public Deliverable deliverable(Caller caller, String id, String contextKey, Arn resource) {
    Certificate certificate = locked(id);
    String pem = certificate.certificate();
    byte[] privateKey = certificate.privateKey();
    if (pem == null || privateKey == null) {
      throw new IllegalStateException(certificate.arn() + " has not been issued");
    }
    Map<String, String> forResource = Map.of(contextKey, resource.toString());
    PrivateKeyProtection.Protected sealed =
        protection.reprotect(caller, certificate.arn(), privateKey, forResource);
    return new Deliverable(
        certificate.revision(),
        pem,
        certificate.chain(),
        sealed.ciphertext(),
        sealed.keyArn(),
        Map.of(
            PrivateKeyProtection.ARN_CONTEXT_KEY,
            certificate.arn().toString(),
            contextKey,
            resource.toString()));
  }

  private Certificate locked(String id) {
    return certificates
        .lock(id)
        .orElseThrow(() -> new IllegalStateException("no certificate has the id " + id));
  }
}
