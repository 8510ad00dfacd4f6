package org.latchkey.tests;

import java.io.StringReader;
import java.security.PrivateKey;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.acm.model.ExportCertificateResponse;

/** Private keys as ACM exports them: PEM, PKCS #8, encrypted under a passphrase. */
final class ExportedKey {
  private static final String PASSPHRASE = "correct horse battery staple";

  private ExportedKey() {}

  /** Exports a certificate. */
  static ExportCertificateResponse export(AcmClient acm, String certificateArn) {
    return acm.exportCertificate(
        request ->
            request.certificateArn(certificateArn).passphrase(SdkBytes.fromUtf8String(PASSPHRASE)));
  }

  /** Decrypts the private key. */
  static PrivateKey decrypt(ExportCertificateResponse exported) throws Exception {
    try (PEMParser parser = new PEMParser(new StringReader(exported.privateKey()))) {
      PKCS8EncryptedPrivateKeyInfo encrypted = (PKCS8EncryptedPrivateKeyInfo) parser.readObject();
      return new JcaPEMKeyConverter()
          .getPrivateKey(
              encrypted.decryptPrivateKeyInfo(
                  new JceOpenSSLPKCS8DecryptorProviderBuilder()
                      .setProvider(new BouncyCastleProvider())
                      .build(PASSPHRASE.toCharArray())));
    }
  }
}
