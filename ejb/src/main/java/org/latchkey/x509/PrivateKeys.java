package org.latchkey.x509;

import static org.latchkey.x509.X509Exception.Problem.MALFORMED;
import static org.latchkey.x509.X509Exception.Problem.UNSUPPORTED_ALGORITHM;

import java.io.IOException;
import java.security.PrivateKey;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.latchkey.crypto.SecretBytes;

/**
 * Reads private keys in their three encodings: PKCS #8 (RFC 5958), PKCS #1 (RFC 8017 appendix A)
 * and SEC 1 (RFC 5915). No message here says anything of what was read.
 */
final class PrivateKeys {

  private static final String NOT_VALID = "The private key is not valid.";

  private PrivateKeys() {}

  static PrivateKey decode(SecretBytes pkcs8) {
    byte[] octets = pkcs8.expose();
    return Asn1.read(
        NOT_VALID,
        () -> {
          PrivateKey key = BouncyCastle.privateKey(PrivateKeyInfo.getInstance(octets));
          if (key == null) {
            throw new X509Exception(
                UNSUPPORTED_ALGORITHM, "The private key's algorithm is not supported.");
          }
          return key;
        });
  }

  /** Checks PKCS #8 octets and returns them as DER without attributes. */
  static SecretBytes fromPkcs8(byte[] der) {
    return Asn1.read(
        NOT_VALID,
        () -> {
          PrivateKeyInfo info = PrivateKeyInfo.getInstance(ASN1Primitive.fromByteArray(der));
          return pkcs8(info.getPrivateKeyAlgorithm(), info.parsePrivateKey());
        });
  }

  static SecretBytes fromPkcs1(byte[] der) {
    return Asn1.read(
        NOT_VALID,
        () ->
            pkcs8(
                new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                RSAPrivateKey.getInstance(ASN1Primitive.fromByteArray(der))));
  }

  static SecretBytes fromSec1(byte[] der) {
    return Asn1.read(
        NOT_VALID,
        () -> {
          ECPrivateKey key = ECPrivateKey.getInstance(ASN1Primitive.fromByteArray(der));
          ASN1Encodable curve = key.getParametersObject();
          if (curve == null) {
            throw new X509Exception(MALFORMED, "The private key doesn't name its curve.");
          }
          return pkcs8(new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve), key);
        });
  }

  private static SecretBytes pkcs8(AlgorithmIdentifier algorithm, ASN1Encodable key)
      throws IOException {
    SecretBytes pkcs8 =
        SecretBytes.owning(new PrivateKeyInfo(algorithm, key).getEncoded(ASN1Encoding.DER));
    try {
      decode(pkcs8);
    } catch (X509Exception refused) {
      pkcs8.close();
      throw refused;
    }
    return pkcs8;
  }
}
