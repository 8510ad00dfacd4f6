package org.latchkey.x509;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.x509.X509Exception.Problem;

class PemTest {

  private static final TestAuthority ROOT = TestAuthority.root("root");
  private static final X509Certificate CERTIFICATE = ROOT.certificate();
  private static final String PEM = Pem.write(CERTIFICATE);

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void assertRefused(ThrowingCallable read, Problem problem) {
    assertThatThrownBy(read)
        .isInstanceOfSatisfying(
            X509Exception.class, e -> assertThat(e.problem()).isEqualTo(problem));
  }

  @Nested
  class OfCertificates {

    @Test
    void readCertificate_readsWhatWasWritten() {
      assertThat(Pem.readCertificate(bytes(PEM))).isEqualTo(CERTIFICATE);
    }

    @Test
    void write_keepsToThePatternOfTheModel() {
      assertThat(PEM)
          .matches(
              "-{5}BEGIN CERTIFICATE-{5}\\u000D?\\u000A([A-Za-z0-9/+]{64}\\u000D?\\u000A)*"
                  + "[A-Za-z0-9/+]{1,64}={0,2}\\u000D?\\u000A-{5}END CERTIFICATE-{5}"
                  + "(\\u000D?\\u000A)?");
    }

    @Test
    void readChain_keepsTheOrder() {
      X509Certificate other = TestAuthority.root("other").certificate();
      List<X509Certificate> chain = List.of(CERTIFICATE, other, CERTIFICATE);
      assertThat(Pem.readChain(bytes(Pem.write(chain)))).isEqualTo(chain);
    }

    @Test
    void readCertificate_takesCrLfEmptyLinesAndNoLastLineFeed() {
      assertThat(Pem.readCertificate(bytes(PEM.replace("\n", "\r\n")))).isEqualTo(CERTIFICATE);
      assertThat(Pem.readCertificate(bytes("\n\n" + PEM + "\n"))).isEqualTo(CERTIFICATE);
      assertThat(Pem.readCertificate(bytes(PEM.strip()))).isEqualTo(CERTIFICATE);
    }

    static Stream<String> malformed() {
      String body = PEM.lines().filter(line -> !line.startsWith("-")).reduce("", String::concat);
      return Stream.of(
          "",
          "\n",
          "no PEM at all",
          body,
          "subject=CN=root\n" + PEM,
          PEM + "trailing words\n",
          " " + PEM,
          PEM.replace("-----END CERTIFICATE-----", ""),
          PEM.replace("-----END CERTIFICATE-----", "-----END PRIVATE KEY-----"),
          PEM.replace("-----BEGIN CERTIFICATE-----", "-----BEGIN CERTIFICATE----"),
          PEM.replace("CERTIFICATE", "TRUSTED CERTIFICATE"),
          PEM.replace("CERTIFICATE", "certificate"),
          PEM.replaceFirst("\n", "\nComment: a header\n"),
          PEM.replaceFirst("\n", "\n\n"),
          PEM.replaceFirst("MII", "M!I"),
          PEM.replaceFirst("MII", "MI I"),
          PEM.replaceFirst("MII", "MIIé"),
          PEM.replaceFirst("MII", "MII="),
          "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n",
          "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n",
          "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
          "-----BEGIN CERTIFICATE-----\nMAA\n-----END CERTIFICATE-----\n",
          "-----BEGIN CERTIFICATE-----\nMAB=\n-----END CERTIFICATE-----\n",
          Pem.write("CERTIFICATE", new byte[] {0x30, 0x03, 0x02, 0x01, 0x01}));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void readCertificate_refusesWhatIsMalformed(String pem) {
      assertRefused(() -> Pem.readCertificate(bytes(pem)), Problem.MALFORMED);
      assertRefused(() -> Pem.readChain(bytes(pem)), Problem.MALFORMED);
    }

    @Test
    void readCertificate_refusesSeveral() {
      assertThatThrownBy(() -> Pem.readCertificate(bytes(PEM + PEM)))
          .isInstanceOf(X509Exception.class)
          .hasMessageContaining("2 PEM blocks");
    }

    @Test
    void readCertificate_refusesEveryTruncationAndTrailingOctets() throws Exception {
      byte[] der = CERTIFICATE.getEncoded();
      for (int length = 1; length < der.length; length += 7) {
        String truncated = Pem.write("CERTIFICATE", Arrays.copyOf(der, length));
        assertRefused(() -> Pem.readCertificate(bytes(truncated)), Problem.MALFORMED);
      }
      String longer = Pem.write("CERTIFICATE", Arrays.copyOf(der, der.length + 1));
      assertRefused(() -> Pem.readCertificate(bytes(longer)), Problem.MALFORMED);
    }

    @Test
    void readCertificate_refusesWhatIsBerButNotDer() throws Exception {
      byte[] der = CERTIFICATE.getEncoded();
      // The outer length with one octet more than it needs: 30 82 xx xx becomes 30 83 00 xx xx.
      assertThat(der[1]).isEqualTo((byte) 0x82);
      byte[] ber = new byte[der.length + 1];
      ber[0] = der[0];
      ber[1] = (byte) 0x83;
      System.arraycopy(der, 2, ber, 3, der.length - 2);
      assertRefused(
          () -> Pem.readCertificate(bytes(Pem.write("CERTIFICATE", ber))), Problem.MALFORMED);
    }

    @Test
    void read_refusesMoreThanTheModelAllows() {
      byte[] tooLong = new byte[Pem.MAX_CERTIFICATE_LENGTH + 1];
      assertRefused(() -> Pem.readCertificate(tooLong), Problem.TOO_LARGE);
      assertRefused(() -> Pem.readSigningRequest(tooLong), Problem.TOO_LARGE);
      assertRefused(() -> Pem.readChain(new byte[Pem.MAX_CHAIN_LENGTH + 1]), Problem.TOO_LARGE);
      assertRefused(
          () -> Pem.readPrivateKey(SecretBytes.owning(new byte[Pem.MAX_PRIVATE_KEY_LENGTH + 1])),
          Problem.TOO_LARGE);
    }
  }

  @Nested
  class OfPrivateKeys {

    private SecretBytes secret(String pem) {
      return SecretBytes.owning(bytes(pem));
    }

    @ParameterizedTest
    @EnumSource(names = {"RSA_2048", "EC_prime256v1", "EC_secp521r1", "ML_DSA_44", "SM2"})
    void readPrivateKey_readsPkcs8(KeyAlgorithm algorithm) {
      try (SubscriberKey key = SubscriberKey.generate(algorithm);
          SecretBytes pem = Pem.writePrivateKey(key.privateKey());
          SubscriberKey read = SubscriberKey.matching(Pem.readPrivateKey(pem), key.publicKey())) {
        assertThat(read.algorithm()).isEqualTo(algorithm);
      }
    }

    @ParameterizedTest
    @CsvSource({"RSA_2048, RSA PRIVATE KEY", "EC_secp384r1, EC PRIVATE KEY"})
    void readPrivateKey_readsPkcs1AndSec1(KeyAlgorithm algorithm, String label) throws Exception {
      try (SubscriberKey key = SubscriberKey.generate(algorithm)) {
        byte[] inner =
            PrivateKeyInfo.getInstance(key.privateKey().expose())
                .parsePrivateKey()
                .toASN1Primitive()
                .getEncoded();
        SecretBytes read = Pem.readPrivateKey(secret(Pem.write(label, inner)));
        SubscriberKey.matching(read, key.publicKey()).close();
      }
    }

    @Test
    void readPrivateKey_saysThatAnEncryptedOneIsEncrypted() {
      String pkcs8 = Pem.write("ENCRYPTED PRIVATE KEY", new byte[] {0x30, 0x00});
      String traditional =
          """
          -----BEGIN RSA PRIVATE KEY-----
          Proc-Type: 4,ENCRYPTED
          DEK-Info: AES-256-CBC,00

          AAAA
          -----END RSA PRIVATE KEY-----
          """;
      for (String pem : List.of(pkcs8, traditional)) {
        assertThatThrownBy(() -> Pem.readPrivateKey(secret(pem)))
            .isInstanceOfSatisfying(
                X509Exception.class,
                e -> assertThat(e.problem()).isEqualTo(Problem.ENCRYPTED_PRIVATE_KEY))
            .hasMessageContaining("is encrypted");
      }
    }

    static Stream<String> malformed() {
      return Stream.of(
          PEM,
          Pem.write("PRIVATE KEY", new byte[] {0x30, 0x00}),
          Pem.write("RSA PRIVATE KEY", new byte[] {0x30, 0x00}),
          Pem.write("EC PRIVATE KEY", new byte[] {0x30, 0x00}),
          Pem.write("DSA PRIVATE KEY", new byte[] {0x30, 0x00}),
          Pem.write(
              "PUBLIC KEY", PublicKeys.info(ROOT.key().publicKey()).toString().getBytes(US_ASCII)),
          "-----BEGIN PRIVATE KEY-----\n????\n-----END PRIVATE KEY-----\n");
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void readPrivateKey_refusesWhatIsNone(String pem) {
      assertRefused(() -> Pem.readPrivateKey(secret(pem)), Problem.MALFORMED);
    }

    @Test
    void readPrivateKey_saysNothingOfTheKey() {
      try (SubscriberKey key = SubscriberKey.generate(KeyAlgorithm.EC_prime256v1)) {
        byte[] half = Arrays.copyOf(key.privateKey().expose(), key.privateKey().length() / 2);
        String pem = Pem.write("PRIVATE KEY", half);
        assertThatThrownBy(() -> Pem.readPrivateKey(secret(pem)))
            .isInstanceOf(X509Exception.class)
            .hasMessage("The private key is not valid.")
            .hasNoCause();
      }
    }

    @Test
    void readPrivateKey_leavesTheInputToTheCaller() {
      SecretBytes pem = Pem.writePrivateKey(ROOT.key().privateKey());
      Pem.readPrivateKey(pem).close();
      assertThat(pem.expose()).startsWith(bytes("-----BEGIN PRIVATE KEY-----"));
      pem.close();
    }
  }

  @Nested
  class OfOpenSsl {

    @TempDir Path directory;

    @ParameterizedTest
    @CsvSource({
      "RSA_2048, genrsa 2048",
      "RSA_3072, genrsa -traditional 3072",
      "RSA_2048, genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048",
      "EC_prime256v1, ecparam -name prime256v1 -genkey",
      "EC_secp384r1, ecparam -name secp384r1 -genkey -noout",
      "EC_secp521r1, genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-521"
    })
    void keyOfOpenSsl_isReadAndRequestVerifies(KeyAlgorithm algorithm, String command)
        throws Exception {
      OpenSsl openssl = OpenSsl.in(directory);
      String key = openssl.run(command.split(" ", -1));
      key = key.substring(key.indexOf("-----BEGIN"));
      openssl.file("key.pem", key);
      openssl.run(
          "req",
          "-new",
          "-key",
          "key.pem",
          "-subj",
          "/C=US/CN=example.com",
          "-addext",
          "subjectAltName=DNS:example.com",
          "-out",
          "request.pem");
      SigningRequest request =
          Pem.readSigningRequest(
              java.nio.file.Files.readAllBytes(directory.resolve("request.pem")));
      assertThat(request.keyAlgorithm()).isEqualTo(algorithm);
      assertThat(request.subject()).isEqualTo("C=US,CN=example.com");
      SubscriberKey.matching(
              Pem.readPrivateKey(SecretBytes.owning(bytes(key))), request.publicKey())
          .close();
    }

    @Test
    void certificate_isReadByOpenSsl() throws Exception {
      OpenSsl openssl = OpenSsl.in(directory);
      openssl.file("certificate.pem", PEM);
      assertThat(
              openssl.run(
                  "x509",
                  "-in",
                  "certificate.pem",
                  "-noout",
                  "-subject",
                  "-serial",
                  "-nameopt",
                  "RFC2253"))
          .contains("CN=root")
          .containsIgnoringCase(
              "serial=" + CertificateDetails.of(CERTIFICATE).serial().replace(":", ""));
    }

    @Test
    void privateKey_isReadByOpenSsl() throws Exception {
      OpenSsl openssl = OpenSsl.in(directory);
      try (SubscriberKey key = SubscriberKey.generate(KeyAlgorithm.RSA_2048);
          SecretBytes pem = Pem.writePrivateKey(key.privateKey())) {
        openssl.file("key.pem", pem.expose());
        assertThat(openssl.run("pkey", "-in", "key.pem", "-check", "-noout")).contains("is valid");
      }
    }
  }
}
