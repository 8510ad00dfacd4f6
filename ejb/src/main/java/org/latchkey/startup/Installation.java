package org.latchkey.startup;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.latchkey.crypto.ConstantTime;
import org.latchkey.crypto.RootOfTrust;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.crypto.Tokens;
import org.latchkey.iam.ServiceRoles;
import org.latchkey.identity.Identities;
import org.latchkey.shared.Settings;

/** Makes an installation at its first start, and recognises it at every other. */
@ApplicationScoped
@Transactional
class Installation {

  private static final String ROOT_KEY = "root-key-fingerprint";
  private static final String DEFAULT_ACCOUNT = "123456789012";
  private static final int ACCESS_KEY_ID_LENGTH = 16;
  private static final int SECRET_LENGTH = 40;
  private static final int PASSWORD_LENGTH = 24;

  @Inject private InstallationSettings settings;
  @Inject private RootOfTrust rootOfTrust;
  @Inject private Identities identities;
  @Inject private ServiceRoles serviceRoles;

  /**
   * Holds the root key against the database; a new database learns it.
   *
   * @throws IllegalStateException with a sentence for the operator, where the database's material
   *     is wrapped under another root key
   */
  void requireSameRootKey() {
    String fingerprint = rootOfTrust.rootKey().fingerprint();
    Optional<String> known = settings.find(ROOT_KEY);
    if (known.isEmpty()) {
      settings.add(ROOT_KEY, fingerprint);
    } else if (!ConstantTime.equals(known.get(), fingerprint)) {
      throw new IllegalStateException(
          "The database's key material is wrapped under another root key than the one in "
              + RootOfTrust.keystore()
              + ": start with the keystore that belongs to this database.");
    }
  }

  /** Makes the first account with its root user; what is not configured is generated and told. */
  void requireAccount() {
    char[] givenSecret = Settings.takeSecret("root-secret-access-key").orElse(null);
    char[] givenPassword = Settings.takeSecret("root-password").orElse(null);
    if (identities.anyAccount()) {
      return;
    }
    String account = Settings.text("account-id").orElse(DEFAULT_ACCOUNT);
    String accessKeyId =
        Settings.text("root-access-key-id")
            .orElseGet(() -> "AKIA" + Tokens.base32(ACCESS_KEY_ID_LENGTH));
    try (SecretBytes secret = secret(givenSecret, SECRET_LENGTH);
        SecretBytes password = secret(givenPassword, PASSWORD_LENGTH)) {
      identities.createAccount(account, accessKeyId, secret, password);
      serviceRoles.addTo(account);
      Settings.notice("This is the first start. Account " + account + " has been made.");
      if (givenSecret == null) {
        Settings.notice("Shown this once: the root user's access key");
        Settings.notice("  AWS_ACCESS_KEY_ID=" + accessKeyId);
        Settings.notice("  AWS_SECRET_ACCESS_KEY=" + text(secret));
      }
      if (givenPassword == null) {
        Settings.notice("Shown this once: the password of the console's user root");
        Settings.notice("  " + text(password));
      }
    }
  }

  private static SecretBytes secret(char @Nullable [] given, int length) {
    if (given == null) {
      return Tokens.base62Secret(length);
    }
    try {
      return SecretBytes.utf8(given);
    } finally {
      Arrays.fill(given, (char) 0);
    }
  }

  private static String text(SecretBytes generated) {
    return new String(generated.expose(), StandardCharsets.US_ASCII);
  }
}
