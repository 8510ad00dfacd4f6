package org.latchkey.crypto;

import java.security.InvalidKeyException;
import javax.crypto.Mac;

/** MACs under HMAC KMS keys (FIPS 198-1), never truncated. */
public final class Macs {

  private Macs() {}

  /**
   * The MAC of a message, of {@link MacAlgorithm#length} bytes.
   *
   * @throws IllegalArgumentException where the key's spec does not have this algorithm
   */
  public static byte[] generate(KeyMaterial key, MacAlgorithm algorithm, byte[] message) {
    if (!key.spec().macAlgorithms().contains(algorithm)) {
      throw new IllegalArgumentException(key.spec() + " does not have " + algorithm);
    }
    Mac mac = Providers.mac(algorithm.jcaName());
    try {
      mac.init(new RawKey(key.secret(), algorithm.jcaName()));
    } catch (InvalidKeyException e) {
      throw new IllegalStateException("the material is no key for " + algorithm, e);
    }
    return mac.doFinal(message);
  }

  /**
   * Whether {@code mac} is the whole MAC of the message; compared in constant time.
   *
   * @throws IllegalArgumentException where the key's spec does not have this algorithm
   */
  public static boolean verify(
      KeyMaterial key, MacAlgorithm algorithm, byte[] message, byte[] mac) {
    return ConstantTime.equals(generate(key, algorithm, message), mac);
  }
}
