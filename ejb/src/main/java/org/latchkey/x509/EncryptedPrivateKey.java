package org.latchkey.x509;

import static org.latchkey.x509.X509Exception.Problem.INVALID_PASSPHRASE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.util.PBKDF2Config;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfoBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEOutputEncryptorBuilder;
import org.latchkey.crypto.SecretBytes;

/**
 * A private key under a passphrase, as ExportCertificate returns it: EncryptedPrivateKeyInfo (RFC
 * 5958 section 3) with PBES2 (RFC 8018 section 6.2), PBKDF2 with HMAC-SHA-256 and AES-256-CBC.
 * {@code openssl pkcs8} and {@code openssl pkey} read it.
 */
public final class EncryptedPrivateKey {

  /** The fewest octets of a passphrase, by the published model. */
  public static final int MIN_PASSPHRASE_LENGTH = 4;

  /** The most octets of a passphrase, by the published model. */
  public static final int MAX_PASSPHRASE_LENGTH = 128;

  /** OWASP Password Storage Cheat Sheet, for PBKDF2 with HMAC-SHA-256. */
  static final int ITERATIONS = 600_000;

  private static final int SALT_LENGTH = 16;

  private final PKCS8EncryptedPrivateKeyInfo info;

  private EncryptedPrivateKey(PKCS8EncryptedPrivateKeyInfo info) {
    this.info = info;
  }

  /**
   * Encrypts a private key; both arguments stay the caller's to close.
   *
   * @param pkcs8 DER
   * @param passphrase UTF-8, 4 to 128 octets
   * @throws X509Exception if the passphrase is anything else
   */
  public static EncryptedPrivateKey encrypt(SecretBytes pkcs8, SecretBytes passphrase) {
    if (passphrase.length() < MIN_PASSPHRASE_LENGTH
        || passphrase.length() > MAX_PASSPHRASE_LENGTH) {
      throw new X509Exception(
          INVALID_PASSPHRASE,
          "The passphrase must have "
              + MIN_PASSPHRASE_LENGTH
              + " to "
              + MAX_PASSPHRASE_LENGTH
              + " octets.");
    }
    CharBuffer characters = decode(passphrase);
    char[] password = Arrays.copyOf(characters.array(), characters.limit());
    try {
      return new EncryptedPrivateKey(
          new PKCS8EncryptedPrivateKeyInfoBuilder(PrivateKeyInfo.getInstance(pkcs8.expose()))
              .build(encryptor(password)));
    } catch (OperatorCreationException e) {
      throw new IllegalStateException("no provider encrypts private keys", e);
    } finally {
      Arrays.fill(characters.array(), '\0');
      Arrays.fill(password, '\0');
    }
  }

  /** PBKDF2 here takes characters and makes UTF-8 of them, so that the octets are kept exactly. */
  private static CharBuffer decode(SecretBytes passphrase) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(passphrase.expose()));
    } catch (CharacterCodingException e) {
      throw new X509Exception(INVALID_PASSPHRASE, "The passphrase is not text in UTF-8.");
    }
  }

  private static OutputEncryptor encryptor(char[] password) throws OperatorCreationException {
    PBKDF2Config derivation =
        new PBKDF2Config.Builder()
            .withPRF(
                new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256, DERNull.INSTANCE))
            .withIterationCount(ITERATIONS)
            .withSaltLength(SALT_LENGTH)
            .build();
    return new JcePKCSPBEOutputEncryptorBuilder(derivation, NISTObjectIdentifiers.id_aes256_CBC)
        .setProvider(BouncyCastle.PROVIDER)
        .build(password);
  }

  /** The key in DER. */
  public byte[] encoded() {
    try {
      return info.getEncoded();
    } catch (IOException e) {
      throw new IllegalStateException("an encrypted key without an encoding", e);
    }
  }

  /** The key as one PEM block ENCRYPTED PRIVATE KEY. */
  public String toPem() {
    return Pem.write("ENCRYPTED PRIVATE KEY", encoded());
  }
}
