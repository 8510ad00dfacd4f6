package org.latchkey.certificates;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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
 * certificate's ARN.
 *
 * @see <a href="https://docs.aws.amazon.com/acm/latest/userguide/data-protection.html">AWS
 *     Certificate Manager User Guide, Security for certificate private keys</a>
 */
@ApplicationScoped
class PrivateKeyProtection {

  /** The name under which a certificate's ARN stands in the encryption context. */
  static final String ARN_CONTEXT_KEY = "aws:acm:arn";

  private static final String SERVICE = "acm";

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
    KeySnapshot key = key(certificate.account(), certificate.region());
    return encryption
        .decrypt(
            throughAcm(caller, certificate.region()),
            new DecryptRequest(
                ciphertext,
                context(certificate),
                null,
                key.arn().toString(),
                null,
                null,
                null,
                null))
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
                key.arn().toString(),
                key.arn().toString(),
                target,
                null,
                null,
                null,
                null,
                null));
    return new Protected(moved.ciphertextBlob(), moved.keyId(), materialId(moved, key));
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
