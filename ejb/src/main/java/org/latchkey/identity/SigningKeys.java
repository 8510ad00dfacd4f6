package org.latchkey.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.latchkey.crypto.Hmac;
import org.latchkey.crypto.SecretBytes;

/**
 * Signing keys already derived: at most {@link #CAPACITY}, the least recently used leaving first
 * and zeroed as it leaves. A key is kept only once a signature made with it has been verified, so
 * that nobody fills the table with scopes of their own making.
 */
final class SigningKeys {

  static final int CAPACITY = 1_000;

  private record Name(String accessKeyId, CredentialScope scope) {}

  private final Map<Name, SecretBytes> keys = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * Derives the signing key: four HMACs, from the secret to the scope's terminator.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html#calculate-signature">IAM
   *     User Guide, Calculate the signature</a>
   */
  static SecretBytes derive(SecretBytes secretAccessKey, CredentialScope scope) {
    byte[] prefix = "AWS4".getBytes(UTF_8);
    byte[] first = Arrays.copyOf(prefix, prefix.length + secretAccessKey.length());
    System.arraycopy(secretAccessKey.expose(), 0, first, prefix.length, secretAccessKey.length());
    try (SecretBytes secret = SecretBytes.owning(first);
        SecretBytes date = next(secret, scope.date());
        SecretBytes region = next(date, scope.region());
        SecretBytes service = next(region, scope.service())) {
      return next(service, CredentialScope.TERMINATOR);
    }
  }

  private static SecretBytes next(SecretBytes key, String data) {
    return SecretBytes.owning(Hmac.sha256(key, data));
  }

  /** A copy of the kept key, for the caller to close; null where none is kept. */
  synchronized @Nullable SecretBytes find(String accessKeyId, CredentialScope scope) {
    SecretBytes key = keys.get(new Name(accessKeyId, scope));
    return key == null ? null : key.copy();
  }

  /** Keeps a copy of {@code key}. */
  synchronized void keep(String accessKeyId, CredentialScope scope, SecretBytes key) {
    close(keys.put(new Name(accessKeyId, scope), key.copy()));
    if (keys.size() > CAPACITY) {
      Name eldest = keys.keySet().iterator().next();
      close(keys.remove(eldest));
    }
  }

  synchronized void forget(String accessKeyId) {
    keys.entrySet()
        .removeIf(
            entry -> {
              boolean forgotten = entry.getKey().accessKeyId().equals(accessKeyId);
              if (forgotten) {
                entry.getValue().close();
              }
              return forgotten;
            });
  }

  private static void close(@Nullable SecretBytes key) {
    if (key != null) {
      key.close();
    }
  }
}
