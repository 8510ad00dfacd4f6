package org.latchkey.benchmarks;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.util.stream.IntStream;

/** What the cryptographic provider does on this machine when nothing else is to be done. */
final class RawSignatures {

  private static final int RSA_BITS = 2048;
  private static final int MESSAGE_LENGTH = 256;

  private RawSignatures() {}

  /** RSASSA_PKCS1_V1_5_SHA_256 signatures a second, by as many threads as there are cores. */
  static double rsa2048(Duration time) throws GeneralSecurityException {
    KeyPairGenerator generator =
        KeyPairGenerator.getInstance("RSA", AmazonCorrettoCryptoProvider.INSTANCE);
    generator.initialize(RSA_BITS);
    KeyPair pair = generator.generateKeyPair();
    long end = System.nanoTime() + time.toNanos();
    long count =
        IntStream.range(0, Runtime.getRuntime().availableProcessors())
            .parallel()
            .mapToLong(thread -> signUntil(end, pair))
            .sum();
    return count / (double) time.toSeconds();
  }

  private static long signUntil(long end, KeyPair pair) {
    byte[] message = new byte[MESSAGE_LENGTH];
    long count = 0;
    try {
      while (System.nanoTime() - end < 0) {
        Signature signature =
            Signature.getInstance("SHA256withRSA", AmazonCorrettoCryptoProvider.INSTANCE);
        signature.initSign(pair.getPrivate());
        signature.update(message);
        signature.sign();
        count++;
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    return count;
  }
}
