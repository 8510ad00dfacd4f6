package org.latchkey.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.digests.SHAKEDigest;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.math.ec.ECFieldElement;

/** What a signer makes of a message before it signs, computed outside of the server. */
final class SignatureInputs {
  private static final byte[] SM2_DEFAULT_ID =
      "1234567812345678".getBytes(StandardCharsets.US_ASCII);

  private SignatureInputs() {}

  /**
   * A message's digest.
   *
   * @param algorithm a signing algorithm, whose name ends with the digest's length in bits
   */
  static byte[] digest(String algorithm, byte[] message) {
    try {
      return MessageDigest.getInstance("SHA-" + algorithm.substring(algorithm.length() - 3))
          .digest(message);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** ML-DSA's μ with an empty context: FIPS 204, algorithm 2, line 10, and algorithm 7, line 6. */
  static byte[] mu(byte[] subjectPublicKeyInfo, byte[] message) {
    byte[] publicKey =
        SubjectPublicKeyInfo.getInstance(subjectPublicKeyInfo).getPublicKeyData().getBytes();
    return shake(shake(publicKey), new byte[2], message);
  }

  private static byte[] shake(byte[]... parts) {
    SHAKEDigest shake = new SHAKEDigest(256);
    for (byte[] part : parts) {
      shake.update(part, 0, part.length);
    }
    byte[] output = new byte[64];
    shake.doFinal(output, 0, output.length);
    return output;
  }

  /** SM2's digest: SM3 over Z and the message, GB/T 32918.2, section 5.5 and 6.1. */
  static byte[] sm2Digest(byte[] subjectPublicKeyInfo, byte[] message) {
    ECPublicKeyParameters key;
    try {
      key = (ECPublicKeyParameters) PublicKeyFactory.createKey(subjectPublicKeyInfo);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] z =
        sm3(
            new byte[] {0, (byte) (SM2_DEFAULT_ID.length * 8)},
            SM2_DEFAULT_ID,
            bytes(key.getParameters().getCurve().getA()),
            bytes(key.getParameters().getCurve().getB()),
            bytes(key.getParameters().getG().normalize().getAffineXCoord()),
            bytes(key.getParameters().getG().normalize().getAffineYCoord()),
            bytes(key.getQ().normalize().getAffineXCoord()),
            bytes(key.getQ().normalize().getAffineYCoord()));
    return sm3(z, message);
  }

  private static byte[] bytes(ECFieldElement element) {
    return element.getEncoded();
  }

  private static byte[] sm3(byte[]... parts) {
    SM3Digest sm3 = new SM3Digest();
    for (byte[] part : parts) {
      sm3.update(part, 0, part.length);
    }
    byte[] output = new byte[sm3.getDigestSize()];
    sm3.doFinal(output, 0);
    return output;
  }
}
