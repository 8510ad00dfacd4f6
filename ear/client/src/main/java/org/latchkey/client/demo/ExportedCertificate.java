package org.latchkey.client.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.latchkey.client.Pem;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.acm.model.ExportCertificateResponse;

/**
 * A certificate with its private key, as ExportCertificate gives it out. The only operation that
 * does so; the key is here so that the demo can search for it.
 *
 * @param certificate the certificate, PEM
 * @param chain the certificates above it, PEM
 * @param privateKey the private key
 */
record ExportedCertificate(String certificate, String chain, PrivateKey privateKey) {
  private static final int PASSPHRASE_BYTES = 24;
  private static final int PEM_LINE = 64;

  static ExportedCertificate of(AcmClient acm, String certificateArn) {
    byte[] random = new byte[PASSPHRASE_BYTES];
    new SecureRandom().nextBytes(random);
    String passphrase = HexFormat.of().formatHex(random);
    ExportCertificateResponse exported =
        acm.exportCertificate(
            request ->
                request
                    .certificateArn(certificateArn)
                    .passphrase(SdkBytes.fromUtf8String(passphrase)));
    return new ExportedCertificate(
        exported.certificate(),
        exported.certificateChain(),
        decrypt(
            exported.privateKey(),
            passphrase,
            Pem.certificate(exported.certificate()).getPublicKey().getAlgorithm()));
  }

  /** Imports the certificate once more. */
  void importInto(AcmClient acm) {
    byte[] key = pem("PRIVATE KEY", privateKey.getEncoded());
    try {
      acm.importCertificate(
          request ->
              request
                  .certificate(SdkBytes.fromUtf8String(certificate))
                  .certificateChain(SdkBytes.fromUtf8String(chain))
                  .privateKey(SdkBytes.fromByteArrayUnsafe(key)));
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /** Shows no key. */
  @Override
  public String toString() {
    return "ExportedCertificate";
  }

  /** Decrypts PKCS #8's EncryptedPrivateKeyInfo (RFC 5958, section 3). */
  private static PrivateKey decrypt(String pem, String passphrase, String algorithm) {
    String body = pem.replaceAll("-----[^-]+-----", "");
    try {
      EncryptedPrivateKeyInfo info =
          new EncryptedPrivateKeyInfo(Base64.getMimeDecoder().decode(body));
      // The algorithm's parameters know the whole name, such as PBEWithHmacSHA256AndAES_256.
      String scheme = info.getAlgParameters().toString();
      Cipher cipher = Cipher.getInstance(scheme);
      cipher.init(
          Cipher.DECRYPT_MODE,
          SecretKeyFactory.getInstance(scheme)
              .generateSecret(new PBEKeySpec(passphrase.toCharArray())),
          info.getAlgParameters());
      PKCS8EncodedKeySpec key = info.getKeySpec(cipher);
      return KeyFactory.getInstance(algorithm).generatePrivate(key);
    } catch (GeneralSecurityException | IOException e) {
      throw new DemoFailure("The exported private key cannot be decrypted: " + e.getMessage());
    }
  }

  private static byte[] pem(String label, byte[] der) {
    byte[] body = Base64.getMimeEncoder(PEM_LINE, new byte[] {'\n'}).encode(der);
    Arrays.fill(der, (byte) 0);
    byte[] begin = ("-----BEGIN " + label + "-----\n").getBytes(StandardCharsets.US_ASCII);
    byte[] end = ("\n-----END " + label + "-----\n").getBytes(StandardCharsets.US_ASCII);
    byte[] pem = Arrays.copyOf(begin, begin.length + body.length + end.length);
    System.arraycopy(body, 0, pem, begin.length, body.length);
    System.arraycopy(end, 0, pem, begin.length + body.length, end.length);
    Arrays.fill(body, (byte) 0);
    return pem;
  }
}
