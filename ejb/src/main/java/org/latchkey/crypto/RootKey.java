package org.latchkey.crypto;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.bc.ObjectStore;
import org.bouncycastle.crypto.util.PBKDF2Config;
import org.bouncycastle.jcajce.BCFKSLoadStoreParameter;
import org.jspecify.annotations.Nullable;

/**
 * The 256-bit key that the material of every KMS key is wrapped under.
 *
 * <p>It lives in a BCFKS keystore of its own, encrypted and authenticated under a passphrase
 * (PBKDF2 with HMAC-SHA-512), and is created there once. Losing the keystore or its passphrase
 * loses everything wrapped under it. Safe for use by many threads as long as none closes it.
 */
public final class RootKey implements AutoCloseable {

  private static final String ALIAS = "root";
  private static final int KEY_LENGTH = 32;

  private static final byte[] HEADER = {1};
  private static final MessageCipher CIPHER = new MessageCipher("latchkey/root-key/wrap/1");
  private static final String FINGERPRINT_LABEL = "latchkey/root-key/fingerprint/1";
  private static final String IDENTIFIER_LABEL = "latchkey/root-key/identifier/1";

  /** Who thought of a passphrase, and so how many rounds of PBKDF2 make guessing it expensive. */
  public enum PassphraseOrigin {
    /** By a person. */
    CHOSEN(210_000),

    /** 256 random bits, which nobody guesses at any speed. */
    GENERATED(1_000);

    private final int iterations;

    PassphraseOrigin(int iterations) {
      this.iterations = iterations;
    }
  }

  private final SecretBytes key;
  private final String fingerprint;

  private RootKey(SecretBytes key) {
    this.key = key;
    try (SecretBytes derived =
        KeyDerivation.derive(key, FINGERPRINT_LABEL, new byte[0], KEY_LENGTH)) {
      this.fingerprint = HexFormat.of().formatHex(derived.expose());
    }
  }

  /**
   * The root key in a keystore; where there is no such file, a new root key in a new keystore with
   * mode 0600. A process killed while creating it leaves a complete keystore or none; of several
   * processes that create it at once, one does and the others open it.
   *
   * @param keystoreFile in a folder that exists
   * @param passphrase in UTF-8; it stays the caller's to close
   * @param origin of the passphrase; it counts where a keystore is created
   * @throws RootKeyUnavailable for a wrong passphrase, a damaged file, or one that cannot be read
   *     or written
   */
  public static RootKey open(Path keystoreFile, SecretBytes passphrase, PassphraseOrigin origin) {
    char[] password = characters(passphrase);
    try {
      if (!Files.exists(keystoreFile)) {
        return new RootKey(
            DurableFiles.exclusively(
                keystoreFile, () -> createOrRead(keystoreFile, password, origin)));
      }
      return new RootKey(read(keystoreFile, password));
    } catch (IOException e) {
      throw new RootKeyUnavailable(
          "The root keystore " + keystoreFile + " cannot be read or written: " + e.getMessage(), e);
    } finally {
      Arrays.fill(password, '\0');
    }
  }

  private static SecretBytes createOrRead(Path file, char[] password, PassphraseOrigin origin)
      throws IOException {
    if (Files.exists(file)) {
      return read(file, password);
    }
    byte[] fresh = RandomBytes.of(KEY_LENGTH);
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    try {
      KeyStore keyStore = keyStore();
      keyStore.load(null, null);
      keyStore.setKeyEntry(ALIAS, new SecretKeySpec(fresh, "AES"), password, null);
      keyStore.store(
          new BCFKSLoadStoreParameter.Builder(content, password)
              .withStorePBKDFConfig(
                  new PBKDF2Config.Builder()
                      .withIterationCount(origin.iterations)
                      .withPRF(PBKDF2Config.PRF_SHA512)
                      .build())
              .build());
    } catch (GeneralSecurityException e) {
      Arrays.fill(fresh, (byte) 0);
      throw new IllegalStateException("BCFKS keystores are not to be had", e);
    }
    SecretBytes created = SecretBytes.owning(fresh);
    try {
      DurableFiles.write(file, content.toByteArray());
      return created;
    } catch (IOException e) {
      created.close();
      throw e;
    }
  }

  private static SecretBytes read(Path file, char[] password) throws IOException {
    byte[] content = Files.readAllBytes(file);
    requireWhole(file, content);
    @Nullable Key key;
    try {
      KeyStore keyStore = keyStore();
      keyStore.load(new ByteArrayInputStream(content), password);
      key = keyStore.getKey(ALIAS, password);
    } catch (IOException | GeneralSecurityException e) {
      throw new RootKeyUnavailable(
          "The passphrase does not open the root keystore "
              + file
              + ": it is the wrong one, or the file has been altered.",
          e);
    }
    byte @Nullable [] encoded = key == null ? null : key.getEncoded();
    if (encoded == null || encoded.length != KEY_LENGTH) {
      throw new RootKeyUnavailable("The keystore " + file + " holds no root key of Latchkey.");
    }
    return SecretBytes.owning(encoded);
  }

  private static void requireWhole(Path file, byte[] content) {
    String damaged = "The root keystore " + file + " is damaged: it is no complete BCFKS keystore.";
    try {
      if (ObjectStore.getInstance(ASN1Primitive.fromByteArray(content)) == null) {
        throw new RootKeyUnavailable(damaged);
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new RootKeyUnavailable(damaged, e);
    }
  }

  private static KeyStore keyStore() throws GeneralSecurityException {
    return KeyStore.getInstance("BCFKS", Providers.BOUNCY_CASTLE);
  }

  private static char[] characters(SecretBytes passphrase) {
    CharBuffer characters;
    try {
      characters = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(passphrase.expose()));
    } catch (CharacterCodingException e) {
      throw new RootKeyUnavailable("The passphrase of the root keystore is not valid UTF-8.");
    }
    char[] password = new char[characters.remaining()];
    characters.get(password);
    Arrays.fill(characters.array(), '\0');
    return password;
  }

  /**
   * Encrypts a secret under a key derived for this one call.
   *
   * @param plain the secret; it stays the caller's to close
   * @param associatedData what the secret belongs to; authenticated, not contained
   * @return the wrapped secret, 45 bytes longer than it
   */
  public byte[] wrap(SecretBytes plain, byte[] associatedData) {
    return CIPHER.seal(key, HEADER, plain.expose(), associatedData);
  }

  /**
   * The secret in a wrapped one; the caller closes it.
   *
   * @param associatedData exactly what it was wrapped with
   * @throws InvalidCiphertext for whatever reason it does not open
   */
  public SecretBytes unwrap(byte[] wrapped, byte[] associatedData) throws InvalidCiphertext {
    if (wrapped.length == 0 || wrapped[0] != HEADER[0]) {
      throw new InvalidCiphertext();
    }
    return CIPHER.open(key, HEADER.length, wrapped, associatedData);
  }

  /**
   * Names a secret without keeping it: the same secret in the same context has the same name, two
   * others do not, and without the root key nobody can try guesses against a name.
   *
   * @param plain the secret; it stays the caller's to close
   * @param context what the secret belongs to
   * @return 64 characters of lower-case hexadecimal: HMAC-SHA-256 under a key derived from this one
   *     and the context
   */
  public String identify(SecretBytes plain, byte[] context) {
    try (SecretBytes derived = KeyDerivation.derive(key, IDENTIFIER_LABEL, context, KEY_LENGTH)) {
      return HexFormat.of().formatHex(Hmac.sha256(derived, plain.expose()));
    }
  }

  /**
   * Tells root keys apart: 64 hexadecimal characters derived from the key by a one-way function,
   * for storing beside what was wrapped.
   */
  public String fingerprint() {
    return fingerprint;
  }

  @Override
  public void close() {
    key.close();
  }
}
