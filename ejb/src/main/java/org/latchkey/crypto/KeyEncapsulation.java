package org.latchkey.crypto;

import org.bouncycastle.crypto.SecretWithEncapsulation;
import org.bouncycastle.crypto.kems.MLKEMExtractor;
import org.bouncycastle.crypto.kems.MLKEMGenerator;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLKEMPublicKeyParameters;

/** Shared secrets by ML-KEM (FIPS 203), 32 bytes each. */
public final class KeyEncapsulation {

  private KeyEncapsulation() {}

  /**
   * A fresh shared secret and what the holder of the private key needs to recover it.
   *
   * @param sharedSecret 32 bytes; the caller closes it
   * @param ciphertext 768, 1088 or 1568 bytes for ML_KEM_512, ML_KEM_768 or ML_KEM_1024
   */
  @SuppressWarnings("ArrayRecordComponent") // Handed from here to the reply once, never compared.
  public record Encapsulated(SecretBytes sharedSecret, byte[] ciphertext) {}

  /**
   * Makes a shared secret.
   *
   * @param publicKey SubjectPublicKeyInfo in DER
   * @throws IllegalArgumentException where it is not a public key of {@code spec}, an ML-KEM spec
   */
  public static Encapsulated encapsulate(KeySpec spec, byte[] publicKey) {
    return encapsulate(spec, publicKey, RandomBytes.of(32));
  }

  /** As {@link #encapsulate(KeySpec, byte[])} with the 32 random bytes m of FIPS 203 given. */
  static Encapsulated encapsulate(KeySpec spec, byte[] publicKey, byte[] m) {
    check(spec);
    MLKEMPublicKeyParameters key = (MLKEMPublicKeyParameters) PublicKeys.parse(spec, publicKey);
    SecretWithEncapsulation secret = MLKEMGenerator.internalGenerateEncapsulated(key, m);
    return new Encapsulated(SecretBytes.owning(secret.getSecret()), secret.getEncapsulation());
  }

  /**
   * Recovers the shared secret; the caller closes it. A ciphertext of the right size always yields
   * a secret: one that was altered or made for another key yields a pseudo-random one (implicit
   * rejection, FIPS 203, section 6.3).
   *
   * @throws InvalidCiphertext where the ciphertext has another size than the spec's
   * @throws IllegalArgumentException where the key is no ML-KEM key
   */
  public static SecretBytes decapsulate(KeyMaterial key, byte[] ciphertext)
      throws InvalidCiphertext {
    check(key.spec());
    MLKEMExtractor extractor = new MLKEMExtractor((MLKEMPrivateKeyParameters) key.parameters());
    if (ciphertext.length != extractor.getEncapsulationLength()) {
      throw new InvalidCiphertext();
    }
    return SecretBytes.owning(extractor.extractSecret(ciphertext));
  }

  private static void check(KeySpec spec) {
    if (!spec.isMlKem()) {
      throw new IllegalArgumentException(spec + " has no key encapsulation");
    }
  }
}
