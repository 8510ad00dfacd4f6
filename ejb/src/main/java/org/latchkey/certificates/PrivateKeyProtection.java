package org.latchkey.certificates;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.latchkey.crypto.Envelope;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.keys.KeySnapshot;
import org.latchkey.keys.ManagedKeys;
import org.latchkey.keyuse.EncryptionOperations;
import org.latchkey.keyuse.EncryptionOperations.DecryptRequest;
import org.latchkey.keyuse.EncryptionOperations.EncryptRequest;
import org.latchkey.keyuse.EncryptionOperations.ReEncryptRequest;
import org.latchkey.keyuse.EncryptionOperations.ReEncryptResponse;
import org.latchkey.shared.Arn;
import org.latchkey.shared.Caller;

/**
 * Keeps private keys encrypted under the account's {@code alias/aws/acm}, bound to the
 * certificate's ARN. A ciphertext names the key that it is under: once the alias has been moved to
 * another key, that is the former one until the private key has been re-encrypted.
 *
 * @see <a href="https://docs.aws.amazon.com/acm/latest/userguide/data-protection.html">AWS
 *     Certificate Manager User Guide, Security for certificate private keys</a>
 */
@ApplicationScoped
class PrivateKeyProtection {

  /** The name under which a certificate's ARN stands in the encryption context. */
  static final String ARN_CONTEXT_KEY = "aws:acm:arn";

  /** The service whose managed key it is. */
  static final String SERVICE = "acm";

  private static final String ACM = "acm.amazonaws.com";

  @Inject private ManagedKeys managedKeys;
  @Inject private EncryptionOperations encryption;

  /** A private key's ciphertext, and the material it is under. */
  record Protected(byte[] ciphertext, String keyArn, String keyMaterialId) {}

  /** The account's key; made now where this is the first need of it. */
  KeySnapshot key(String account, String region) {
    return managedKeys.ofService(account, region, SERVICE);
  }

  /** Encrypts a private key, PKCS #8 in DER, which stays the caller's to close. */
  Protected protect(Caller caller, Arn certificate, SecretBytes pkcs8) {
    KeySnapshot key = key(certificate.account(), certificate.region());
    byte[] ciphertext =
        encryption
            .encrypt(
                throughAcm(caller, certificate.region()),
                new EncryptRequest(
                    key.arn().toString(), pkcs8.copy(), context(certificate), null, null, null))
            .ciphertextBlob();
    return new Protected(ciphertext, key.arn().toString(), key.currentMaterialId());
  }

  /** Decrypts a private key, PKCS #8 in DER, the caller's to close. */
  SecretBytes open(Caller caller, Arn certificate, byte[] ciphertext) {
    return encryption
        .decrypt(
            throughAcm(caller, certificate.region()),
            new DecryptRequest(
                ciphertext, context(certificate), null, null, null, null, null, null))
        .plaintext();
  }

  /**
   * The same private key under the key's current material, for the certificate itself or, with a
   * resource, for the service that serves it there.
   */
  Protected reprotect(
      Caller caller, Arn certificate, byte[] ciphertext, Map<String, String> moreContext) {
    KeySnapshot key = key(certificate.account(), certificate.region());
    Map<String, String> target = new HashMap<>(context(certificate));
    target.putAll(moreContext);
    ReEncryptResponse moved =
        encryption.reEncrypt(
            throughAcm(caller, certificate.region()),
            new ReEncryptRequest(
                ciphertext,
                context(certificate),
                null,
                key.arn().toString(),
                target,
                null,
                null,
                null,
                null,
                null));
    return new Protected(moved.ciphertextBlob(), moved.keyId(), materialId(moved, key));
  }

  /**
   * Makes sure that ACM may use a key for private keys, by using it.
   *
   * @throws ServiceException as KMS refuses
   */
  void probe(KeySnapshot key) {
    Caller acm = Caller.service(ACM, key.account(), key.region(), UUID.randomUUID().toString());
    Map<String, String> context =
        Map.of(
            ARN_CONTEXT_KEY, Arn.of("acm", key.region(), key.account(), "certificate/").toString());
    byte[] ciphertext =
        encryption
            .encrypt(
                acm,
                new EncryptRequest(
                    key.arn().toString(),
                    SecretBytes.owning(new byte[1]),
                    context,
                    null,
                    null,
                    null))
            .ciphertextBlob();
    encryption.reEncrypt(
        acm,
        new ReEncryptRequest(
            ciphertext,
            context,
            null,
            key.arn().toString(),
            context,
            null,
            null,
            null,
            null,
            null));
  }

  /** Whether a ciphertext says that it is under the current material of a key. */
  static boolean isCurrent(KeySnapshot key, byte[] ciphertext) {
    return Envelope.parseHeader(ciphertext)
        .filter(header -> header.keyId().toString().equals(key.keyId()))
        .filter(header -> header.materialVersion() == key.currentMaterial())
        .isPresent();
  }

  private static String materialId(ReEncryptResponse moved, KeySnapshot key) {
    @Nullable String id = moved.destinationKeyMaterialId();
    return id == null ? key.currentMaterialId() : id;
  }

  private static Map<String, String> context(Arn certificate) {
    return Map.of(ARN_CONTEXT_KEY, certificate.toString());
  }

  /** ACM asks KMS on the caller's behalf; where ACM itself is the caller, it asks for itself. */
  static Caller throughAcm(Caller caller, String region) {
    return caller.isService()
        ? caller.in(region)
        : caller.in(region).via(SERVICE + "." + region + ".amazonaws.com");
  }
}
