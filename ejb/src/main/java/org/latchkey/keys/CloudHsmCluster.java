package org.latchkey.keys;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.latchkey.crypto.PemCertificates;
import org.latchkey.crypto.Pkcs11Token;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.shared.Settings;

/**
 * What a CloudHSM cluster id stands for: a PKCS#11 token that the operator has named in the file of
 * the setting {@code cloudhsm-clusters}. Callers choose among these and can name nothing else.
 *
 * @param slot the library and slot of the token
 * @param user what the PIN begins with, in front of a colon and the password; null where the PIN is
 *     the password
 * @param trustAnchor the file of the certificate that the cluster is known by
 */
record CloudHsmCluster(Pkcs11Token.Slot slot, @Nullable String user, Path trustAnchor) {

  /** The cluster of this id; empty where the operator has configured none. */
  static Optional<CloudHsmCluster> find(String clusterId) {
    return Settings.text("cloudhsm-clusters").flatMap(file -> find(Path.of(file), clusterId));
  }

  static Optional<CloudHsmCluster> find(Path file, String clusterId) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
      @Nullable String library = properties.getProperty(clusterId + ".library");
      @Nullable String slot = properties.getProperty(clusterId + ".slot");
      @Nullable String trustAnchor = properties.getProperty(clusterId + ".trust-anchor");
      if (library == null || slot == null || trustAnchor == null) {
        return Optional.empty();
      }
      return Optional.of(
          new CloudHsmCluster(
              new Pkcs11Token.Slot(Path.of(library), Integer.parseInt(slot.strip())),
              properties.getProperty(clusterId + ".user"),
              Path.of(trustAnchor)));
    } catch (IOException | IllegalArgumentException unreadable) {
      return Optional.empty();
    }
  }

  /** Whether the cluster is known by the certificate in {@code pem}. */
  boolean isKnownBy(String pem) {
    try {
      return PemCertificates.same(Files.readString(trustAnchor), pem);
    } catch (IOException unreadable) {
      return false;
    }
  }

  /** The PIN of the token's user, the caller's to close. */
  SecretBytes pin(SecretBytes password) {
    if (user == null) {
      return password.copy();
    }
    try (SecretBytes prefix = SecretBytes.utf8((user + ':').toCharArray())) {
      byte[] pin = new byte[prefix.length() + password.length()];
      System.arraycopy(prefix.expose(), 0, pin, 0, prefix.length());
      System.arraycopy(password.expose(), 0, pin, prefix.length(), password.length());
      return SecretBytes.owning(pin);
    }
  }
}
