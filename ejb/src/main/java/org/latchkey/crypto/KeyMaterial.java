package org.latchkey.crypto;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.jcajce.interfaces.MLDSAPrivateKey;
import org.bouncycastle.jcajce.interfaces.MLKEMPrivateKey;
import org.jspecify.annotations.Nullable;

/**
 * The secret half of a key, whatever its spec, in memory.
 *
 * <p>Made by {@link #generate} or {@link #decode}, stored as {@link #encoded} under the root key,
 * used through this package's operations, and closed after use. Safe for use by many threads as
 * long as none closes it.
 */
public final class KeyMaterial implements AutoCloseable {

  private final KeySpec spec;
  private final SecretBytes encoded;
  private final @Nullable KeyedHash token;
  private @Nullable PrivateKey privateKey;
  private @Nullable AsymmetricKeyParameter parameters;
  private byte @Nullable [] publicKey;

  /** How many have yet to close it. */
  private final AtomicInteger holders = new AtomicInteger(1);

  private KeyMaterial(KeySpec spec, SecretBytes encoded) {
    this.spec = spec;
    this.encoded = encoded;
    this.token = null;
  }

  private KeyMaterial(KeyedHash token) {
    this.spec = KeySpec.SYMMETRIC_DEFAULT;
    this.encoded = SecretBytes.owning(new byte[0]);
    this.token = token;
  }

  /**
   * Material of a symmetric key for encryption that is in a token and stays there: it has no stored
   * form, and is used through {@link Envelope} alone.
   *
   * @param key what the token does with it
   */
  public static KeyMaterial inToken(KeyedHash key) {
    return new KeyMaterial(key);
  }

  /** Fresh material. RSA key pairs are taken from a small pool made ahead. */
  public static KeyMaterial generate(KeySpec spec) {
    if (!spec.isAsymmetric()) {
      return new KeyMaterial(spec, RandomBytes.secret(spec.secretLength()));
    }
    KeyPair pair = spec.isRsa() ? RsaKeyPairs.shared().take(spec) : generatePair(spec);
    PrivateKey privateKey = seedForm(pair.getPrivate());
    KeyMaterial material = new KeyMaterial(spec, stored(spec, privateKey));
    material.privateKey = privateKey;
    return material;
  }

  private static SecretBytes stored(KeySpec spec, PrivateKey privateKey) {
    SecretBytes encoded = SecretBytes.owning(privateKey.getEncoded());
    if (!spec.isEdwards()) {
      return encoded;
    }
    try (encoded) {
      return PrivateKeys.encode(PrivateKeys.parse(spec, encoded));
    }
  }

  private static KeyPair generatePair(KeySpec spec) {
    try {
      KeyPairGenerator generator = Providers.keyPairGenerator(spec);
      if (spec.isEc()) {
        generator.initialize(new ECGenParameterSpec(spec.parameterSet()), Providers.random());
      }
      return generator.generateKeyPair();
    } catch (InvalidAlgorithmParameterException e) {
      throw Providers.missing(spec.name(), e);
    }
  }

  private static PrivateKey seedForm(PrivateKey key) {
    if (key instanceof MLDSAPrivateKey mlDsa) {
      return mlDsa.getPrivateKey(true);
    }
    return key instanceof MLKEMPrivateKey mlKem ? mlKem.getPrivateKey(true) : key;
  }

  /**
   * Material from its stored form.
   *
   * @param encoded as {@link #encoded} gave it; it stays the caller's to close
   * @throws IllegalArgumentException where it is not material of this spec
   */
  public static KeyMaterial decode(KeySpec spec, SecretBytes encoded) {
    if (spec.isAsymmetric()) {
      AsymmetricKeyParameter key = PrivateKeys.parse(spec, encoded);
      KeyMaterial material = new KeyMaterial(spec, encoded.copy());
      material.parameters = key;
      return material;
    }
    if (encoded.length() < spec.secretLength() || encoded.length() > spec.maxSecretLength()) {
      throw new IllegalArgumentException(
          "material of %s has %d to %d bytes, not %d"
              .formatted(spec, spec.secretLength(), spec.maxSecretLength(), encoded.length()));
    }
    return new KeyMaterial(spec, encoded.copy());
  }

  /**
   * Material that a caller brings: checked as far as it can be, and brought into the stored form.
   *
   * @param material the bytes of a symmetric or HMAC key, or a private key in PKCS#8; it stays the
   *     caller's to close
   * @throws InvalidKeyMaterial where it is no sound key of this spec
   */
  public static KeyMaterial imported(KeySpec spec, SecretBytes material) throws InvalidKeyMaterial {
    try {
      if (!spec.isAsymmetric()) {
        return decode(spec, material);
      }
      AsymmetricKeyParameter key = PrivateKeys.parse(spec, material);
      KeyMaterial imported = new KeyMaterial(spec, PrivateKeys.encode(key));
      imported.parameters = key;
      if (!imported.isConsistent()) {
        imported.close();
        throw new InvalidKeyMaterial(spec);
      }
      return imported;
    } catch (IllegalArgumentException e) {
      throw new InvalidKeyMaterial(spec);
    }
  }

  /** Pairwise consistency: what the private key does, the public key derived from it confirms. */
  private boolean isConsistent() {
    byte[] message = RandomBytes.of(32);
    try {
      if (spec.isMlKem()) {
        KeyEncapsulation.Encapsulated made = KeyEncapsulation.encapsulate(spec, publicKey());
        try (SecretBytes expected = made.sharedSecret();
            SecretBytes actual = KeyEncapsulation.decapsulate(this, made.ciphertext())) {
          return expected.equals(actual);
        }
      }
      SigningAlgorithm algorithm = spec.signingAlgorithms().get(0);
      byte[] signature = Signatures.sign(this, algorithm, MessageType.RAW, message);
      return Signatures.verify(spec, publicKey(), algorithm, MessageType.RAW, message, signature);
    } catch (InvalidCiphertext | IllegalStateException e) {
      return false;
    }
  }

  public KeySpec spec() {
    return spec;
  }

  /**
   * The material to store: the bytes themselves for symmetric and HMAC keys, PKCS#8 in DER for key
   * pairs (of Ed25519 without the public key; of ML-DSA and ML-KEM with the seed alone, RFC 9881
   * and RFC 9935). The caller closes it.
   *
   * @throws IllegalStateException for material in a token
   */
  public SecretBytes encoded() {
    requireHere();
    return encoded.copy();
  }

  /**
   * The public key as SubjectPublicKeyInfo in DER (RFC 5280, section 4.1).
   *
   * @throws IllegalStateException for a symmetric or HMAC key
   */
  public synchronized byte[] publicKey() {
    requirePair();
    if (publicKey == null) {
      publicKey = PrivateKeys.publicKey(parameters());
    }
    return publicKey.clone();
  }

  /**
   * The private key for JCA engines, valid until this is closed.
   *
   * @throws IllegalStateException for a symmetric or HMAC key
   */
  public synchronized PrivateKey privateKey() {
    requirePair();
    if (privateKey == null) {
      try {
        privateKey =
            Providers.keyFactory(spec).generatePrivate(new PKCS8EncodedKeySpec(encoded.expose()));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("the material is no private key of " + spec, e);
      }
    }
    return privateKey;
  }

  /**
   * The public key for JCA engines.
   *
   * @throws IllegalStateException for a symmetric or HMAC key
   */
  public PublicKey jcaPublicKey() {
    return PublicKeys.decode(spec, publicKey());
  }

  /** The private key for BouncyCastle's engines. */
  synchronized AsymmetricKeyParameter parameters() {
    requirePair();
    if (parameters == null) {
      parameters = PrivateKeys.parse(spec, encoded);
    }
    return parameters;
  }

  /** The material itself, for this package's operations on symmetric and HMAC keys. */
  SecretBytes secret() {
    if (spec.isAsymmetric()) {
      throw new IllegalStateException(spec + " is a key pair");
    }
    requireHere();
    return encoded;
  }

  /** What message keys are derived with, for symmetric keys for encryption. */
  KeyedHash keyedHash() {
    if (token != null) {
      return token;
    }
    if (!spec.isSymmetric()) {
      throw new IllegalStateException(spec + " is not for symmetric encryption");
    }
    SecretBytes key = secret();
    return parts -> Hmac.sha256(key, parts);
  }

  private void requireHere() {
    if (token != null) {
      throw new IllegalStateException("the material is in a token");
    }
  }

  private void requirePair() {
    if (!spec.isAsymmetric()) {
      throw new IllegalStateException(spec + " has no key pair");
    }
  }

  /**
   * Gives it one more holder, who has to close it, too.
   *
   * @return false where the last holder has closed it already, and it is of no use any more
   */
  public boolean hold() {
    return holders.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
  }

  /** Zeroes the material once each holder has closed it. */
  @Override
  public void close() {
    if (holders.getAndUpdate(count -> Math.max(count - 1, 0)) == 1) {
      zero();
    }
  }

  private synchronized void zero() {
    encoded.close();
    privateKey = null;
    parameters = null;
  }

  @Override
  public String toString() {
    return "KeyMaterial[" + spec + "]";
  }
}
