package org.latchkey.crypto;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.latchkey.shared.Settings;

/**
 * The server's root key, from the keystore in the data folder; made at the first start.
 *
 * <p>{@link #open} is called once, before anything else starts.
 */
@ApplicationScoped
public class RootOfTrust {

  private static final Logger LOG = Logger.getLogger(RootOfTrust.class.getName());

  private @Nullable RootKey rootKey;

  /** The keystore that holds the root key. */
  public static Path keystore() {
    return Settings.dataFolder().resolve("root-key.bcfks");
  }

  /**
   * Opens the keystore with the configured passphrase, or with the one generated beside it.
   *
   * @throws RootKeyUnavailable with a sentence that says why, where it cannot be opened
   */
  public synchronized void open() {
    if (rootKey != null) {
      return;
    }
    try (SecretBytes given = given();
        RootKeyPassphrase passphrase = RootKeyPassphrase.load(given, file(), keystore())) {
      if (passphrase.isBesideKeystore()) {
        LOG.warning(
            () ->
                "The root key's passphrase lies in a file beside its keystore, "
                    + passphrase.generatedFile()
                    + ": whoever copies the data folder has both. Set"
                    + " LATCHKEY_ROOT_KEY_PASSPHRASE or LATCHKEY_ROOT_KEY_PASSPHRASE_FILE.");
      }
      rootKey = RootKey.open(keystore(), passphrase.secret(), passphrase.origin());
    }
  }

  private static @Nullable SecretBytes given() {
    char[] characters = Settings.takeSecret("root-key-passphrase").orElse(null);
    if (characters == null) {
      return null;
    }
    try {
      return SecretBytes.utf8(characters);
    } finally {
      Arrays.fill(characters, (char) 0);
    }
  }

  private static @Nullable Path file() {
    return Settings.text("root-key-passphrase-file").map(Path::of).orElse(null);
  }

  /** The root key. */
  public synchronized RootKey rootKey() {
    if (rootKey == null) {
      throw new IllegalStateException("the root key has not been opened");
    }
    return rootKey;
  }

  @PreDestroy
  synchronized void close() {
    if (rootKey != null) {
      rootKey.close();
      rootKey = null;
    }
  }
}
