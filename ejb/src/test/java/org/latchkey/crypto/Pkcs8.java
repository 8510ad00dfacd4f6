package org.latchkey.crypto;

import java.io.IOException;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** Private keys of vectors that are published as a bare seed. */
final class Pkcs8 {

  private Pkcs8() {}

  /** The seed of an ML-DSA or ML-KEM key in PKCS#8 (RFC 9881 and RFC 9935, section 6). */
  static SecretBytes ofSeed(KeySpec spec, byte[] seed) throws IOException {
    DERTaggedObject content = new DERTaggedObject(false, 0, new DEROctetString(seed));
    return SecretBytes.owning(new PrivateKeyInfo(algorithm(spec), content).getEncoded());
  }

  static AlgorithmIdentifier algorithm(KeySpec spec) {
    try (KeyMaterial any = KeyMaterial.generate(spec)) {
      return SubjectPublicKeyInfo.getInstance(any.publicKey()).getAlgorithm();
    }
  }
}
