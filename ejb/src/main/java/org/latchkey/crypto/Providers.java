package org.latchkey.crypto;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jspecify.annotations.Nullable;

/**
 * Which provider does what.
 *
 * <p>The Amazon Corretto Crypto Provider where its native library loads (x86-64 Linux), for
 * AES-GCM, RSA and the NIST curves, several times faster than the rest; the JDK for hashes and
 * HMAC, and for AES-GCM and RSA elsewhere; BouncyCastle for all else. No provider is registered
 * with {@link java.security.Security}: other code of the same process keeps its own choice.
 */
final class Providers {

  static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();

  private static final @Nullable Provider CORRETTO = corretto();

  private static final SecureRandom RANDOM = secureRandom();

  private Providers() {}

  private static @Nullable Provider corretto() {
    try {
      Provider provider = AmazonCorrettoCryptoProvider.INSTANCE;
      return AmazonCorrettoCryptoProvider.INSTANCE.getLoadingError() == null ? provider : null;
    } catch (LinkageError e) {
      return null;
    }
  }

  private static SecureRandom secureRandom() {
    try {
      return CORRETTO == null
          ? new SecureRandom()
          : SecureRandom.getInstance("LibCryptoRng", CORRETTO);
    } catch (NoSuchAlgorithmException e) {
      return new SecureRandom();
    }
  }

  /** The one source of randomness; safe for use by many threads. */
  static SecureRandom random() {
    return RANDOM;
  }

  static Cipher aesGcm() {
    return cipher("AES/GCM/NoPadding", CORRETTO);
  }

  static Cipher rsaOaep(KeySpec spec) {
    return cipher("RSA/ECB/OAEPPadding", keyProvider(spec));
  }

  static Mac mac(String algorithm) {
    try {
      return Mac.getInstance(algorithm);
    } catch (GeneralSecurityException e) {
      throw missing(algorithm, e);
    }
  }

  static MessageDigest digest(String algorithm) {
    try {
      return algorithm.equals("SM3")
          ? MessageDigest.getInstance(algorithm, BOUNCY_CASTLE)
          : MessageDigest.getInstance(algorithm);
    } catch (GeneralSecurityException e) {
      throw missing(algorithm, e);
    }
  }

  /** A generator of key pairs; for RSA and the curves it still has to be initialised. */
  static KeyPairGenerator keyPairGenerator(KeySpec spec) {
    String algorithm = keyAlgorithm(spec);
    Provider provider = keyProvider(spec);
    try {
      return provider == null
          ? KeyPairGenerator.getInstance(algorithm)
          : KeyPairGenerator.getInstance(algorithm, provider);
    } catch (GeneralSecurityException e) {
      throw missing(algorithm, e);
    }
  }

  static KeyFactory keyFactory(KeySpec spec) {
    String algorithm = keyAlgorithm(spec);
    Provider provider = keyProvider(spec);
    try {
      return provider == null
          ? KeyFactory.getInstance(algorithm)
          : KeyFactory.getInstance(algorithm, provider);
    } catch (GeneralSecurityException e) {
      throw missing(algorithm, e);
    }
  }

  /** The provider of a spec's keys and of what is done with them; null for the JDK's. */
  static @Nullable Provider keyProvider(KeySpec spec) {
    return switch (spec) {
      case RSA_2048, RSA_3072, RSA_4096 -> CORRETTO;
      case ECC_NIST_P256, ECC_NIST_P384, ECC_NIST_P521 ->
          CORRETTO == null ? BOUNCY_CASTLE : CORRETTO;
      default -> BOUNCY_CASTLE;
    };
  }

  private static String keyAlgorithm(KeySpec spec) {
    if (spec.isRsa()) {
      return "RSA";
    }
    return spec.isEc() ? "EC" : spec.parameterSet();
  }

  private static Cipher cipher(String transformation, @Nullable Provider provider) {
    try {
      return provider == null
          ? Cipher.getInstance(transformation)
          : Cipher.getInstance(transformation, provider);
    } catch (GeneralSecurityException e) {
      throw missing(transformation, e);
    }
  }

  static IllegalStateException missing(String algorithm, GeneralSecurityException cause) {
    return new IllegalStateException("no provider for " + algorithm, cause);
  }
}
