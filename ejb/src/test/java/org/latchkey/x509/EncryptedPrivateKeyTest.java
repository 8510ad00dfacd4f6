package org.latchkey.x509;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEInputDecryptorProviderBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.x509.X509Exception.Problem;

class EncryptedPrivateKeyTest {

  private static final SubscriberKey KEY = SubscriberKey.generate(KeyAlgorithm.EC_prime256v1);

  @TempDir Path directory;

  private static SecretBytes passphrase(String text) {
    return SecretBytes.owning(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void encrypt_isUndoneWithThePassphrase() throws Exception {
    PKCS8EncryptedPrivateKeyInfo info =
        new PKCS8EncryptedPrivateKeyInfo(
            EncryptedPrivateKey.encrypt(KEY.privateKey(), passphrase("correct horse")).encoded());
    byte[] decrypted =
        info.decryptPrivateKeyInfo(
                new JcePKCSPBEInputDecryptorProviderBuilder()
                    .setProvider(BouncyCastle.PROVIDER)
                    .build("correct horse".toCharArray()))
            .getEncoded();
    assertThat(decrypted).isEqualTo(KEY.privateKey().expose());
  }

  @Test
  void encrypt_usesTheAlgorithmsThatItSays() throws Exception {
    PKCS8EncryptedPrivateKeyInfo info =
        new PKCS8EncryptedPrivateKeyInfo(
            EncryptedPrivateKey.encrypt(KEY.privateKey(), passphrase("correct horse")).encoded());
    assertThat(info.getEncryptionAlgorithm().getAlgorithm())
        .isEqualTo(PKCSObjectIdentifiers.id_PBES2);
    PBES2Parameters parameters =
        PBES2Parameters.getInstance(info.getEncryptionAlgorithm().getParameters());
    assertThat(parameters.getEncryptionScheme().getAlgorithm())
        .isEqualTo(NISTObjectIdentifiers.id_aes256_CBC);
    PBKDF2Params derivation =
        PBKDF2Params.getInstance(parameters.getKeyDerivationFunc().getParameters());
    assertThat(derivation.getPrf().getAlgorithm())
        .isEqualTo(PKCSObjectIdentifiers.id_hmacWithSHA256);
    assertThat(derivation.getIterationCount().intValueExact()).isEqualTo(600_000);
    assertThat(derivation.getSalt()).hasSize(16);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1234", "correct horse battery staple", "pässwörd-🔑"})
  void openSsl_readsTheKeyWithThePassphraseAlone(String text) throws Exception {
    OpenSsl openssl = OpenSsl.in(directory);
    openssl.file(
        "key.pem", EncryptedPrivateKey.encrypt(KEY.privateKey(), passphrase(text)).toPem());
    openssl.file("passphrase", text);
    openssl.file("wrong", text + "x");
    assertThat(
            openssl.run("pkcs8", "-in", "key.pem", "-passin", "file:passphrase", "-outform", "PEM"))
        .contains("-----BEGIN PRIVATE KEY-----");
    openssl.run("pkey", "-in", "key.pem", "-passin", "file:passphrase", "-noout", "-check");
    assertThat(openssl.attempt("pkcs8", "-in", "key.pem", "-passin", "file:wrong").status())
        .isNotZero();
  }

  @Test
  void encrypt_refusesPassphraseOutOfBounds() {
    for (byte[] octets :
        new byte[][] {{}, {1, 2, 3}, new byte[129], {'a', 'b', 'c', (byte) 0xff}}) {
      assertThatThrownBy(
              () -> EncryptedPrivateKey.encrypt(KEY.privateKey(), SecretBytes.owning(octets)))
          .isInstanceOfSatisfying(
              X509Exception.class,
              e -> assertThat(e.problem()).isEqualTo(Problem.INVALID_PASSPHRASE));
    }
  }

  @Test
  void encrypt_neverGivesTheSameTwice() {
    assertThat(EncryptedPrivateKey.encrypt(KEY.privateKey(), passphrase("1234")).encoded())
        .isNotEqualTo(EncryptedPrivateKey.encrypt(KEY.privateKey(), passphrase("1234")).encoded());
  }
}
