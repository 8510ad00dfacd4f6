package org.latchkey.x509;

import java.io.IOException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jspecify.annotations.Nullable;

/**
 * The provider that reads keys and certificates and verifies signatures here. It is not registered
 * with the JVM, so that nothing else in the server changes its provider.
 */
final class BouncyCastle {

  // BouncyCastleProvider reads keys with converters that making an instance fills in.
  static final Provider PROVIDER = new BouncyCastleProvider();

  private BouncyCastle() {}

  /** Null where the algorithm is not known. */
  static @Nullable PublicKey publicKey(SubjectPublicKeyInfo info) throws IOException {
    return BouncyCastleProvider.getPublicKey(info);
  }

  /** Null where the algorithm is not known. */
  static @Nullable PrivateKey privateKey(PrivateKeyInfo info) throws IOException {
    return BouncyCastleProvider.getPrivateKey(info);
  }
}
