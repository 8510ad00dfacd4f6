package org.latchkey.crypto;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.spec.MGF1ParameterSpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.SM2Engine;
import org.bouncycastle.crypto.params.ECKeyParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.ECPoint;

/**
 * Encryption under asymmetric KMS keys: RSAES-OAEP with MGF1 over the same hash and an empty label
 * (RFC 8017, section 7.1), and SM2 with SM3 (GB/T 32918.4), its ciphertext in the DER of GB/T
 * 35276: the point's coordinates, the hash, the encrypted message.
 */
public final class PublicKeyEncryption {

  private static final int SM2_MAX_PLAINTEXT = 1024;
  private static final int SM3_LENGTH = 32;

  private PublicKeyEncryption() {}

  /**
   * The longest plaintext in bytes.
   *
   * @see <a href="https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html">AWS KMS:
   *     Encrypt</a>
   */
  public static int maxPlaintext(KeySpec spec, EncryptionAlgorithm algorithm) {
    check(spec, algorithm);
    return switch (algorithm) {
      case RSAES_OAEP_SHA_1 -> spec.modulusBits() / 8 - 2 * 20 - 2;
      case RSAES_OAEP_SHA_256 -> spec.modulusBits() / 8 - 2 * 32 - 2;
      case SM2PKE -> SM2_MAX_PLAINTEXT;
      case SYMMETRIC_DEFAULT -> throw new IllegalArgumentException("not a key pair");
    };
  }

  /**
   * Encrypts for the holder of a private key.
   *
   * @param publicKey SubjectPublicKeyInfo in DER
   * @throws IllegalArgumentException where the spec does not have this algorithm, the key is not of
   *     the spec, or the plaintext is empty or longer than {@link #maxPlaintext}
   */
  public static byte[] encrypt(
      KeySpec spec, byte[] publicKey, EncryptionAlgorithm algorithm, byte[] plaintext) {
    if (plaintext.length == 0 || plaintext.length > maxPlaintext(spec, algorithm)) {
      throw new IllegalArgumentException(
          "%s under %s takes 1 to %d bytes"
              .formatted(algorithm, spec, maxPlaintext(spec, algorithm)));
    }
    try {
      if (algorithm == EncryptionAlgorithm.SM2PKE) {
        return encryptSm2((ECKeyParameters) PublicKeys.parse(spec, publicKey), plaintext);
      }
      Key key = PublicKeys.decode(spec, publicKey);
      return oaep(Cipher.ENCRYPT_MODE, spec, key, algorithm).doFinal(plaintext);
    } catch (GeneralSecurityException | InvalidCipherTextException | IOException e) {
      throw new IllegalStateException(algorithm + " could not be done", e);
    }
  }

  /**
   * Decrypts; the caller closes the plaintext.
   *
   * @throws InvalidCiphertext for whatever reason it does not open
   * @throws IllegalArgumentException where the spec does not have this algorithm
   */
  public static SecretBytes decrypt(
      KeyMaterial key, EncryptionAlgorithm algorithm, byte[] ciphertext) throws InvalidCiphertext {
    check(key.spec(), algorithm);
    try {
      if (algorithm == EncryptionAlgorithm.SM2PKE) {
        return decryptSm2((ECPrivateKeyParameters) key.parameters(), ciphertext);
      }
      return SecretBytes.owning(
          oaep(Cipher.DECRYPT_MODE, key.spec(), key.privateKey(), algorithm).doFinal(ciphertext));
    } catch (GeneralSecurityException | InvalidCipherTextException | IllegalArgumentException e) {
      throw new InvalidCiphertext();
    }
  }

  private static void check(KeySpec spec, EncryptionAlgorithm algorithm) {
    if (!spec.isAsymmetric() || !spec.encryptionAlgorithms().contains(algorithm)) {
      throw new IllegalArgumentException(spec + " does not have " + algorithm);
    }
  }

  private static Cipher oaep(int mode, KeySpec spec, Key key, EncryptionAlgorithm algorithm)
      throws GeneralSecurityException {
    String hash = algorithm == EncryptionAlgorithm.RSAES_OAEP_SHA_1 ? "SHA-1" : "SHA-256";
    Cipher cipher = Providers.rsaOaep(spec);
    cipher.init(
        mode,
        key,
        new OAEPParameterSpec(
            hash, "MGF1", new MGF1ParameterSpec(hash), PSource.PSpecified.DEFAULT),
        Providers.random());
    return cipher;
  }

  private static byte[] encryptSm2(ECKeyParameters key, byte[] plaintext)
      throws InvalidCipherTextException, IOException {
    SM2Engine engine = new SM2Engine(SM2Engine.Mode.C1C3C2);
    engine.init(true, new ParametersWithRandom(key, Providers.random()));
    byte[] sealed = engine.processBlock(plaintext, 0, plaintext.length);
    int pointLength = sealed.length - SM3_LENGTH - plaintext.length;
    ECCurve curve = key.getParameters().getCurve();
    ECPoint point = curve.decodePoint(Arrays.copyOf(sealed, pointLength));
    int hashEnd = pointLength + SM3_LENGTH;
    return new DERSequence(
            new ASN1Encodable[] {
              new ASN1Integer(point.getAffineXCoord().toBigInteger()),
              new ASN1Integer(point.getAffineYCoord().toBigInteger()),
              new DEROctetString(Arrays.copyOfRange(sealed, pointLength, hashEnd)),
              new DEROctetString(Arrays.copyOfRange(sealed, hashEnd, sealed.length))
            })
        .getEncoded();
  }

  private static SecretBytes decryptSm2(ECPrivateKeyParameters key, byte[] ciphertext)
      throws InvalidCipherTextException {
    ASN1Sequence parts = ASN1Sequence.getInstance(ciphertext);
    if (parts.size() != 4) {
      throw new IllegalArgumentException("four parts are expected");
    }
    ECCurve curve = key.getParameters().getCurve();
    byte[] point =
        curve.validatePoint(coordinate(parts, 0), coordinate(parts, 1)).getEncoded(false);
    byte[] hash = ASN1OctetString.getInstance(parts.getObjectAt(2)).getOctets();
    byte[] message = ASN1OctetString.getInstance(parts.getObjectAt(3)).getOctets();
    if (hash.length != SM3_LENGTH || message.length == 0) {
      throw new IllegalArgumentException("a part has another length");
    }
    byte[] sealed = org.bouncycastle.util.Arrays.concatenate(point, hash, message);
    SM2Engine engine = new SM2Engine(SM2Engine.Mode.C1C3C2);
    engine.init(false, key);
    return SecretBytes.owning(engine.processBlock(sealed, 0, sealed.length));
  }

  private static BigInteger coordinate(ASN1Sequence parts, int index) {
    return ASN1Integer.getInstance(parts.getObjectAt(index)).getPositiveValue();
  }
}
