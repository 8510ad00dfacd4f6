package org.latchkey.crypto;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The passphrase of the root keystore, and where it came from.
 *
 * <p>It is looked for in this order: a given value; a given file; the file {@code
 * <keystore>.passphrase} beside the keystore. Where there is neither that file nor a keystore, a
 * passphrase of 256 random bits is generated into it, with mode 0600. A passphrase that lies beside
 * its keystore protects against nobody who can read the folder: whoever starts the server should be
 * warned when {@link #isBesideKeystore}.
 */
public final class RootKeyPassphrase implements AutoCloseable {

  // 43 characters of base62 hold 256 bits.
  private static final int GENERATED_LENGTH = 43;
  private static final int MAX_LENGTH = 1024;

  private final SecretBytes secret;
  private final Path generatedFile;
  private final boolean besideKeystore;

  private RootKeyPassphrase(SecretBytes secret, Path generatedFile, boolean besideKeystore) {
    this.secret = secret;
    this.generatedFile = generatedFile;
    this.besideKeystore = besideKeystore;
  }

  /**
   * Finds the passphrase, or generates one for a keystore that does not exist yet.
   *
   * @param given the passphrase in UTF-8, or null; it stays the caller's to close
   * @param file a file that holds nothing but the passphrase and perhaps a line feed, or null
   * @param keystoreFile where the keystore is or will be; its folder exists
   * @throws RootKeyUnavailable where there is no usable passphrase, saying why
   */
  public static RootKeyPassphrase load(
      @Nullable SecretBytes given, @Nullable Path file, Path keystoreFile) {
    Path beside = keystoreFile.resolveSibling(keystoreFile.getFileName() + ".passphrase");
    if (given != null) {
      requireLength(given.length(), "The passphrase of the root keystore");
      return new RootKeyPassphrase(given.copy(), beside, false);
    }
    if (file != null) {
      return new RootKeyPassphrase(read(file), beside, false);
    }
    try {
      return DurableFiles.exclusively(
          keystoreFile,
          () -> new RootKeyPassphrase(readOrGenerate(beside, keystoreFile), beside, true));
    } catch (IOException e) {
      throw new RootKeyUnavailable(
          "The passphrase file " + beside + " cannot be written: " + e.getMessage(), e);
    }
  }

  private static SecretBytes readOrGenerate(Path beside, Path keystoreFile) throws IOException {
    if (Files.exists(beside)) {
      return read(beside);
    }
    if (Files.exists(keystoreFile)) {
      throw new RootKeyUnavailable(
          "The root keystore %s exists but its passphrase was not given, and there is no %s."
              .formatted(keystoreFile, beside));
    }
    SecretBytes generated = Tokens.base62Secret(GENERATED_LENGTH);
    DurableFiles.write(beside, generated.expose());
    return generated;
  }

  private static SecretBytes read(Path file) {
    byte[] content;
    try {
      content = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new RootKeyUnavailable(
          "The passphrase file " + file + " cannot be read: " + e.getMessage(), e);
    }
    int length = content.length;
    if (length > 0 && content[length - 1] == '\n') {
      length--;
    }
    if (length > 0 && content[length - 1] == '\r') {
      length--;
    }
    requireLength(length, "The passphrase in " + file);
    SecretBytes passphrase = SecretBytes.owning(Arrays.copyOf(content, length));
    Arrays.fill(content, (byte) 0);
    return passphrase;
  }

  private static void requireLength(int length, String what) {
    if (length == 0 || length > MAX_LENGTH) {
      throw new RootKeyUnavailable(
          what + " has " + length + " bytes; it must have 1 to " + MAX_LENGTH + ".");
    }
  }

  /** The passphrase in UTF-8, valid until this is closed. */
  public SecretBytes secret() {
    return secret;
  }

  /** Whether the passphrase lies in the clear in {@link #generatedFile}. */
  public boolean isBesideKeystore() {
    return besideKeystore;
  }

  /** Who thought of it. */
  public RootKey.PassphraseOrigin origin() {
    return besideKeystore ? RootKey.PassphraseOrigin.GENERATED : RootKey.PassphraseOrigin.CHOSEN;
  }

  /** The file beside the keystore in which a generated passphrase is kept. */
  public Path generatedFile() {
    return generatedFile;
  }

  @Override
  public void close() {
    secret.close();
  }
}
