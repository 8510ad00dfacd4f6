package org.latchkey.crypto;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AuthProvider;
import java.security.GeneralSecurityException;
import java.security.InvalidParameterException;
import java.security.Key;
import java.security.KeyStore;
import java.security.Provider;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.Security;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.PasswordCallback;
import org.jspecify.annotations.Nullable;
import org.latchkey.crypto.TokenUnavailable.Reason;

/**
 * A PKCS#11 token (OASIS PKCS #11 v2.40) that its user is logged in to: a hardware security module,
 * through the JDK's SunPKCS11 provider.
 *
 * <p>Its keys are 256-bit generic secrets for HMAC-SHA-256, made inside the token, persistent,
 * sensitive and not extractable: no call gives their value away. They are found by their label.
 * Safe for use by many threads. A token that fails with {@link TokenUnavailable} for another reason
 * than {@link Reason#KEY_NOT_FOUND} should be closed and opened again.
 */
public final class Pkcs11Token implements AutoCloseable {

  private static final int KEY_BITS = 256;
  private static final String HMAC = "HmacSHA256";

  /** In the syntax of the JDK's PKCS#11 Reference Guide, "SunPKCS11 Configuration". */
  private static final String CONFIGURATION =
      """
      --name = latchkey-%d
      library = %s
      slot = %d
      attributes(generate, CKO_SECRET_KEY, CKK_GENERIC_SECRET) = {
        CKA_PRIVATE = true
        CKA_SENSITIVE = true
        CKA_EXTRACTABLE = false
        CKA_SIGN = true
        CKA_VERIFY = false
        CKA_ENCRYPT = false
        CKA_DECRYPT = false
        CKA_WRAP = false
        CKA_UNWRAP = false
        CKA_DERIVE = false
        %s
      }
      """;

  private static final String PERSISTENT = "CKA_TOKEN = true\nCKA_LABEL = 0h";

  private final Slot slot;
  private final AuthProvider provider;
  private final Map<String, SecretKey> keys = new ConcurrentHashMap<>();

  private Pkcs11Token(Slot slot, AuthProvider provider) {
    this.slot = slot;
    this.provider = provider;
  }

  /**
   * Where a token is.
   *
   * @param library the PKCS#11 library's file
   * @param number the slot's number in it
   */
  public record Slot(Path library, int number) {

    /**
     * Refuses a slot that cannot be used at this moment, without logging in.
     *
     * @throws TokenUnavailable where the library or the slot is missing, where there is no token in
     *     it, or where the token does not know the algorithms that are needed
     */
    public void requireToken() {
      provider(this, "");
    }
  }

  /**
   * Logs in to the token in a slot.
   *
   * @param pin the user's PIN in UTF-8; it stays the caller's to close
   * @throws TokenUnavailable where that is not possible
   */
  public static Pkcs11Token open(Slot slot, SecretBytes pin) {
    AuthProvider provider = provider(slot, "");
    CharBuffer characters = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(pin.expose()));
    char[] password = new char[characters.remaining()];
    characters.get(password);
    try {
      provider.login(null, callbacks -> answer(callbacks, password));
      return new Pkcs11Token(slot, provider);
    } catch (GeneralSecurityException | ProviderException e) {
      throw TokenUnavailable.of(e);
    } finally {
      Arrays.fill(characters.array(), '\0');
      Arrays.fill(password, '\0');
    }
  }

  private static void answer(Callback[] callbacks, char[] password) {
    for (Callback callback : callbacks) {
      if (callback instanceof PasswordCallback asked) {
        asked.setPassword(password);
      }
    }
  }

  private static AuthProvider provider(Slot slot, String attributes) {
    Provider template = Security.getProvider("SunPKCS11");
    if (template == null || !Files.isReadable(slot.library())) {
      throw new TokenUnavailable(Reason.NOT_FOUND);
    }
    AuthProvider provider;
    try {
      provider =
          (AuthProvider)
              template.configure(
                  CONFIGURATION.formatted(
                      slot.number(), slot.library(), slot.number(), attributes));
    } catch (ProviderException | InvalidParameterException | UnsupportedOperationException e) {
      throw TokenUnavailable.of(e);
    }
    if (provider.getService("KeyStore", "PKCS11") == null) {
      throw new TokenUnavailable(Reason.NOT_PRESENT);
    }
    if (provider.getService("Mac", HMAC) == null
        || provider.getService("KeyGenerator", HMAC) == null
        || provider.getService("SecureRandom", "PKCS11") == null) {
      throw new TokenUnavailable(Reason.UNSUITABLE);
    }
    return provider;
  }

  /**
   * Makes a key in the token, which from then on keeps it.
   *
   * <p>A provider has one template for all keys that it generates. So each key has a provider of
   * its own, whose template has the label: the key is persistent and has its label from the first,
   * and does not have to be copied, which not every token can.
   *
   * @param label one that no key in the token has
   */
  public void generateKey(String label) {
    String hex = HexFormat.of().formatHex(label.getBytes(StandardCharsets.UTF_8));
    try {
      KeyGenerator generator = KeyGenerator.getInstance(HMAC, provider(slot, PERSISTENT + hex));
      generator.init(KEY_BITS);
      generator.generateKey();
    } catch (GeneralSecurityException | ProviderException e) {
      throw TokenUnavailable.of(e);
    }
  }

  /**
   * The HMAC-SHA-256 of {@code parts} under a key, computed by the token.
   *
   * @throws TokenUnavailable also where there is no key of that label
   */
  public byte[] hmacSha256(String label, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance(HMAC, provider);
      mac.init(key(label));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException | IOException | ProviderException e) {
      throw TokenUnavailable.of(e);
    }
  }

  private SecretKey key(String label) throws GeneralSecurityException, IOException {
    @Nullable SecretKey known = keys.get(label);
    if (known != null) {
      return known;
    }
    @Nullable Key found = keyStore().getKey(label, null);
    if (!(found instanceof SecretKey key)) {
      throw new TokenUnavailable(Reason.KEY_NOT_FOUND);
    }
    keys.put(label, key);
    return key;
  }

  /** Destroys the key of that label; whether there was one. */
  public boolean destroyKey(String label) {
    try {
      KeyStore keyStore = keyStore();
      if (!keyStore.containsAlias(label)) {
        return false;
      }
      keyStore.deleteEntry(label);
      keys.remove(label);
      return true;
    } catch (GeneralSecurityException | IOException | ProviderException e) {
      throw TokenUnavailable.of(e);
    }
  }

  /** The token's objects as they are now: a key store reads its list of them once. */
  private KeyStore keyStore() throws GeneralSecurityException, IOException {
    KeyStore keyStore = KeyStore.getInstance("PKCS11", provider);
    keyStore.load(null, null);
    return keyStore;
  }

  /** As many random bytes as {@code length} says, from the token's generator. */
  public SecretBytes random(int length) {
    byte[] bytes = new byte[length];
    try {
      SecureRandom.getInstance("PKCS11", provider).nextBytes(bytes);
      return SecretBytes.owning(bytes);
    } catch (GeneralSecurityException | ProviderException e) {
      throw TokenUnavailable.of(e);
    }
  }

  /** Logs out. A token that is gone is left as it is. */
  @Override
  public void close() {
    keys.clear();
    try {
      provider.logout();
    } catch (GeneralSecurityException | ProviderException gone) {
      // there is nothing left to log out of
    }
  }
}
