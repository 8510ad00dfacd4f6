package org.latchkey.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsIdentityTest {
  private final TestAuthority authority = new TestAuthority();

  @ParameterizedTest
  @CsvSource({"EC, 256", "EC, 521", "RSA, 2048"})
  void of_takesTheKeyThatBelongsToTheCertificate(String algorithm, int bits) {
    KeyPair keys = TestAuthority.newKeyPair(algorithm, bits);
    CertificateDelivery delivery = delivery(keys);

    assertThat(TlsIdentity.of(delivery, keys.getPrivate().getEncoded()).chain())
        .containsExactly(Pem.certificate(delivery.certificate()));
  }

  @ParameterizedTest
  @CsvSource({"EC, 256", "RSA, 2048"})
  void of_refusesAnotherKey(String algorithm, int bits) {
    CertificateDelivery delivery = delivery(TestAuthority.newKeyPair(algorithm, bits));
    byte[] another = TestAuthority.newKeyPair(algorithm, bits).getPrivate().getEncoded();

    assertThatThrownBy(() -> TlsIdentity.of(delivery, another))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The private key is not that of the certificate");
  }

  @ParameterizedTest
  @CsvSource({"EC, 256", "RSA, 2048"})
  void of_refusesWhatIsNoKey_withoutSayingWhatItIs(String algorithm, int bits) {
    CertificateDelivery delivery = delivery(TestAuthority.newKeyPair(algorithm, bits));

    assertThatThrownBy(() -> TlsIdentity.of(delivery, new byte[] {48, 3, 2, 1, 7}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The private key cannot be read")
        .hasNoCause();
  }

  private CertificateDelivery delivery(KeyPair keys) {
    return new CertificateDelivery(
        "a-1",
        "arn:certificate",
        "arn:resource",
        1,
        TestAuthority.pem(authority.issue(keys, "web.latchkey.test")),
        TestAuthority.pem(authority.certificate()),
        "",
        "arn:key",
        "g-1",
        Map.of());
  }
}
