package org.latchkey.x509;

import static org.latchkey.x509.X509Exception.Problem.KEY_MISMATCH;
import static org.latchkey.x509.X509Exception.Problem.UNSUPPORTED_ALGORITHM;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import org.latchkey.crypto.SecretBytes;

/**
 * A subscriber's key pair: the private key as PKCS #8, the public key, and the certainty that they
 * belong together.
 *
 * <p>Closing it zeroes the PKCS #8 octets. What a JCA provider holds while it works cannot be
 * zeroed and is left to the garbage collector, so a key is opened late and closed early.
 */
public final class SubscriberKey implements AutoCloseable {

  private static final int CHALLENGE_LENGTH = 32;

  private final KeyAlgorithm algorithm;
  private final SecretBytes privateKey;
  private final PublicKey publicKey;

  private SubscriberKey(KeyAlgorithm algorithm, SecretBytes privateKey, PublicKey publicKey) {
    this.algorithm = algorithm;
    this.privateKey = privateKey;
    this.publicKey = publicKey;
  }

  /**
   * Makes a new key pair.
   *
   * @throws X509Exception for RSA_1024, which is too short to be made anew
   */
  public static SubscriberKey generate(KeyAlgorithm algorithm) {
    if (algorithm == KeyAlgorithm.RSA_1024) {
      throw new X509Exception(
          UNSUPPORTED_ALGORITHM, "A key of 1024 bits can be imported, but is not generated.");
    }
    try {
      KeyPair pair = generator(algorithm).generateKeyPair();
      return new SubscriberKey(
          algorithm,
          SecretBytes.owning(pair.getPrivate().getEncoded()),
          PublicKeys.canonical(pair.getPublic()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no provider generates " + algorithm, e);
    }
  }

  private static KeyPairGenerator generator(KeyAlgorithm algorithm)
      throws GeneralSecurityException {
    KeyPairGenerator generator;
    switch (algorithm.family()) {
      case RSA -> {
        // The JVM's first provider: it may be a native one, and RSA primes are where that counts.
        generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(
            new RSAKeyGenParameterSpec(
                Integer.parseInt(algorithm.parameter()), RSAKeyGenParameterSpec.F4));
      }
      case EC, SM2 -> {
        generator = KeyPairGenerator.getInstance("EC", BouncyCastle.PROVIDER);
        generator.initialize(new ECGenParameterSpec(algorithm.parameter()));
      }
      case ML_DSA ->
          generator = KeyPairGenerator.getInstance(algorithm.parameter(), BouncyCastle.PROVIDER);
      default -> throw new IllegalStateException();
    }
    return generator;
  }

  /**
   * A private key that is said to belong to a public key, typically a certificate's.
   *
   * <p>A fresh challenge is signed and verified, so that a pair which passes is known to work.
   *
   * @param pkcs8 the private key as PKCS #8 DER, owned from here on, and closed if it is refused
   * @throws X509Exception if the key cannot be read, is not supported, or is another one's
   */
  public static SubscriberKey matching(SecretBytes pkcs8, PublicKey publicKey) {
    try {
      KeyAlgorithm algorithm = KeyAlgorithm.of(publicKey);
      SubscriberKey key = new SubscriberKey(algorithm, pkcs8, PublicKeys.canonical(publicKey));
      if (!key.works()) {
        throw new X509Exception(KEY_MISMATCH, "The private key doesn't match the certificate.");
      }
      return key;
    } catch (X509Exception refused) {
      pkcs8.close();
      throw refused;
    }
  }

  private boolean works() {
    SignatureAlgorithm signature = SignatureAlgorithm.defaultFor(algorithm);
    byte[] challenge = new byte[CHALLENGE_LENGTH];
    new SecureRandom().nextBytes(challenge);
    PrivateKey key = PrivateKeys.decode(privateKey);
    try {
      return PublicKeys.verify(signature, publicKey, challenge, sign(signature, key, challenge));
    } catch (GeneralSecurityException | RuntimeException keyOfAnotherKind) {
      return false;
    }
  }

  private static byte[] sign(SignatureAlgorithm algorithm, PrivateKey key, byte[] message)
      throws GeneralSecurityException {
    Signature signature = Signature.getInstance(algorithm.standardName(), BouncyCastle.PROVIDER);
    signature.initSign(key);
    signature.update(message);
    return signature.sign();
  }

  public KeyAlgorithm algorithm() {
    return algorithm;
  }

  /** The private key as PKCS #8 DER; it lives as long as this pair. */
  public SecretBytes privateKey() {
    return privateKey;
  }

  public PublicKey publicKey() {
    return publicKey;
  }

  /**
   * Both halves for a library that wants them so. What it is given cannot be zeroed: let it go when
   * it is not needed any more.
   */
  public KeyPair keyPair() {
    return new KeyPair(publicKey, PrivateKeys.decode(privateKey));
  }

  /** Signs with this key while it is open, for example the request for its own certificate. */
  public TbsSigner signer() {
    return (signature, tbs) -> {
      if (!algorithm.supports(signature)) {
        throw new IllegalArgumentException(algorithm + " keys don't sign " + signature);
      }
      try {
        return sign(signature, PrivateKeys.decode(privateKey), tbs);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("the subscriber's key cannot sign " + signature, e);
      }
    };
  }

  @Override
  public void close() {
    privateKey.close();
  }

  @Override
  public String toString() {
    return "SubscriberKey[" + algorithm + "]";
  }
}
