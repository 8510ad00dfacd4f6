package org.latchkey.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import org.latchkey.crypto.InvalidCiphertext;
import org.latchkey.crypto.RootOfTrust;
import org.latchkey.crypto.SecretBytes;

/**
 * Wraps secrets that are needed back under the root key, each bound to what it is the secret of.
 */
@ApplicationScoped
class SecretWrapping {

  @Inject private RootOfTrust rootOfTrust;

  byte[] wrap(String accessKeyId, SecretBytes secret) {
    return rootOfTrust.rootKey().wrap(secret, purpose("access-key", accessKeyId));
  }

  /** The secret, which whoever asks closes. */
  SecretBytes unwrap(String accessKeyId, byte[] wrapped) {
    return unwrap("access-key", accessKeyId, wrapped);
  }

  byte[] wrapSeed(String serialNumber, SecretBytes seed) {
    return rootOfTrust.rootKey().wrap(seed, purpose("mfa-device", serialNumber));
  }

  /** The seed, which whoever asks closes. */
  SecretBytes unwrapSeed(String serialNumber, byte[] wrapped) {
    return unwrap("mfa-device", serialNumber, wrapped);
  }

  private SecretBytes unwrap(String kind, String id, byte[] wrapped) {
    try {
      return rootOfTrust.rootKey().unwrap(wrapped, purpose(kind, id));
    } catch (InvalidCiphertext corrupt) {
      throw new IllegalStateException("the secret of " + id + " is corrupt", corrupt);
    }
  }

  private static byte[] purpose(String kind, String id) {
    return ("latchkey:" + kind + ":" + id).getBytes(StandardCharsets.UTF_8);
  }
}
