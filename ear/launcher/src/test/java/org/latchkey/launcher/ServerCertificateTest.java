package org.latchkey.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerCertificateTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;

  @TempDir Path folder;

  @Test
  void firstStart_makesACertificateForTheServersNames() throws Exception {
    X509Certificate certificate = read(issue(NOW, "127.0.0.2"));

    certificate.verify(certificate.getPublicKey());
    assertThat(certificate.getSubjectAlternativeNames())
        .containsExactlyInAnyOrder(
            List.of(DNS_NAME, "localhost"),
            List.of(IP_ADDRESS, "127.0.0.1"),
            List.of(IP_ADDRESS, "0:0:0:0:0:0:0:1"),
            List.of(IP_ADDRESS, "127.0.0.2"));
    assertThat(certificate.getBasicConstraints()).as("not a CA").isEqualTo(-1);
    assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    assertThat(certificate.getNotAfter().toInstant()).isEqualTo(NOW.plus(Duration.ofDays(397)));
  }

  @Test
  void keystore_holdsTheKeyAndIsTheOwnersAlone() throws Exception {
    ServerCertificate.Keystore keystore = issue(NOW, "127.0.0.1");

    KeyStore store = KeyStore.getInstance("PKCS12");
    char[] password = keystore.password().toCharArray();
    try (InputStream in = Files.newInputStream(keystore.file())) {
      store.load(in, password);
    }
    assertThat(store.getKey("s1as", password).getAlgorithm()).isEqualTo("EC");
    assertThat(store.getCertificate("s1as")).isEqualTo(read(keystore));
    try (var files = Files.list(folder)) {
      assertThat(files)
          .hasSize(3)
          .allSatisfy(
              file ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                      .isEqualTo("rw-------"));
    }
  }

  @Test
  void laterStart_keepsTheCertificate() throws Exception {
    X509Certificate first = read(issue(NOW, "127.0.0.1"));

    assertThat(read(issue(NOW.plus(Duration.ofDays(366)), "127.0.0.1"))).isEqualTo(first);
  }

  @Test
  void startCloseToTheEnd_replacesIt() throws Exception {
    X509Certificate first = read(issue(NOW, "127.0.0.1"));

    assertThat(read(issue(NOW.plus(Duration.ofDays(368)), "127.0.0.1"))).isNotEqualTo(first);
  }

  @Test
  void startOnAnotherAddress_replacesIt() throws Exception {
    X509Certificate first = read(issue(NOW, "127.0.0.1"));

    assertThat(read(issue(NOW, "127.0.0.2"))).isNotEqualTo(first);
  }

  private ServerCertificate.Keystore issue(Instant now, String bind) throws Exception {
    return new ServerCertificate(folder, Clock.fixed(now, ZoneOffset.UTC))
        .keystoreFor(InetAddress.getByName(bind));
  }

  private static X509Certificate read(ServerCertificate.Keystore keystore) throws Exception {
    try (InputStream in = Files.newInputStream(keystore.certificate())) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }
}
