package org.latchkey.x509;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** NIST's paths, as ImportCertificate of ACM is given them: see {@code pkits/README.md}. */
class PkitsKatTest {

  /** Within the validity that most of the certificates have. */
  private static final Instant NOW = Instant.parse("2020-01-01T00:00:00Z");

  /** A test, and the path that it is about. */
  record Path(String test, List<String> issuers) {
    @Override
    public String toString() {
      return test;
    }
  }

  static Stream<Path> valid() {
    return paths("Valid");
  }

  static Stream<Path> invalid() {
    return paths("Invalid");
  }

  private static Stream<Path> paths(String result) {
    return new String(read("paths.txt"), US_ASCII)
        .lines()
        .filter(line -> line.startsWith(result))
        .map(line -> List.of(line.split(" ", -1)))
        .map(names -> new Path(names.get(0), names.subList(1, names.size())));
  }

  private static byte[] read(String file) {
    try (InputStream in =
        Objects.requireNonNull(PkitsKatTest.class.getResourceAsStream("pkits/" + file))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CertificateChain chain(Path path) {
    return CertificateChain.ofImported(
        certificate(path.test()),
        path.issuers().stream().map(PkitsKatTest::certificate).toList(),
        NOW);
  }

  private static X509Certificate certificate(String name) {
    return Certificates.decode(read(name + ".crt"));
  }

  @Test
  void suite_isThere() {
    assertThat(valid()).hasSize(38);
    assertThat(invalid()).hasSize(44);
  }

  @ParameterizedTest
  @MethodSource("valid")
  void validPath_isAccepted(Path path) {
    assertThat(chain(path).issuers()).hasSameSizeAs(path.issuers());
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void invalidPath_isRefused(Path path) {
    assertThatExceptionOfType(X509Exception.class).isThrownBy(() -> chain(path));
  }
}
