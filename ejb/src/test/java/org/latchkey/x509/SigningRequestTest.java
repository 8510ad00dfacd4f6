package org.latchkey.x509;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.PKIXNameConstraintValidator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.latchkey.x509.AccessDescription.AccessMethod;
import org.latchkey.x509.AccessDescription.AccessMethodType;
import org.latchkey.x509.X509Exception.Problem;

class SigningRequestTest {

  private static final SubscriberKey KEY = SubscriberKey.generate(KeyAlgorithm.EC_prime256v1);

  @TempDir Path directory;

  private static DistinguishedName subject() {
    return new DistinguishedName(
        "US",
        "Example Corp",
        "Sales",
        null,
        "WA",
        "example.com",
        null,
        "Seattle",
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  @ParameterizedTest
  @EnumSource
  void build_provesPossessionWithEveryAlgorithm(SignatureAlgorithm algorithm) {
    KeyAlgorithm keys =
        List.of(KeyAlgorithm.values()).stream()
            .filter(each -> each != KeyAlgorithm.RSA_1024 && each.supports(algorithm))
            .findFirst()
            .orElseThrow();
    try (SubscriberKey key = SubscriberKey.generate(keys)) {
      SigningRequest request =
          SigningRequest.build(
              subject(),
              List.of(GeneralName.ofDns("example.com")),
              key.publicKey(),
              algorithm,
              key.signer());
      SigningRequest read =
          Pem.readSigningRequest(Pem.write(request).getBytes(StandardCharsets.US_ASCII));
      assertThat(read.keyAlgorithm()).isEqualTo(keys);
      assertThat(read.subject())
          .isEqualTo("C=US,O=Example Corp,OU=Sales,ST=WA,CN=example.com,L=Seattle");
      assertThat(read.encoded()).isEqualTo(request.encoded());
    }
  }

  @Test
  void read_refusesRequestSignedByAnotherKey() {
    try (SubscriberKey other = SubscriberKey.generate(KeyAlgorithm.EC_prime256v1)) {
      assertThatThrownBy(
              () ->
                  SigningRequest.build(
                      subject(),
                      List.of(),
                      KEY.publicKey(),
                      SignatureAlgorithm.SHA256WITHECDSA,
                      other.signer()))
          .isInstanceOfSatisfying(
              X509Exception.class,
              e -> assertThat(e.problem()).isEqualTo(Problem.NO_PROOF_OF_POSSESSION));
    }
  }

  @Test
  void read_refusesEveryFlippedBitOfTheSignature() {
    byte[] der = TestAuthority.request("example.com", KEY).encoded();
    for (int i = der.length - 16; i < der.length; i++) {
      byte[] flipped = der.clone();
      flipped[i] ^= 1;
      assertThatThrownBy(() -> SigningRequest.read(flipped)).isInstanceOf(X509Exception.class);
    }
  }

  @Test
  void read_refusesChangedSubject() {
    byte[] der = TestAuthority.request("example.com", KEY).encoded();
    String text = new String(der, StandardCharsets.ISO_8859_1).replaceFirst("example", "exbmple");
    assertThatThrownBy(() -> SigningRequest.read(text.getBytes(StandardCharsets.ISO_8859_1)))
        .isInstanceOfSatisfying(
            X509Exception.class,
            e -> assertThat(e.problem()).isEqualTo(Problem.NO_PROOF_OF_POSSESSION));
  }

  @Test
  void read_refusesWhatIsNoRequest() {
    for (byte[] octets : new byte[][] {{}, {0x30, 0x00}, {0x04, 0x01, 0x00}, {0x30}}) {
      assertThatThrownBy(() -> SigningRequest.read(octets))
          .isInstanceOfSatisfying(
              X509Exception.class, e -> assertThat(e.problem()).isEqualTo(Problem.MALFORMED));
    }
  }

  @Test
  void build_asksForTheExtensionsOfAnAuthority() {
    CsrExtensions requested =
        new CsrExtensions(
            new KeyUsage(false, false, false, false, false, true, true, false, false),
            List.of(
                new AccessDescription(
                    new AccessMethod(null, AccessMethodType.CA_REPOSITORY),
                    GeneralName.ofUri("https://example.com/ca"))));
    SigningRequest request =
        SigningRequest.build(
            subject(),
            requested,
            KEY.publicKey(),
            SignatureAlgorithm.SHA256WITHECDSA,
            KEY.signer());
    org.bouncycastle.asn1.x509.Extensions extensions = Objects.requireNonNull(request.extensions());
    assertThat(extensions.getExtensionOIDs())
        .containsExactly(
            Extension.basicConstraints, Extension.keyUsage, Extension.subjectInfoAccess);
    assertThat(extensions.getExtension(Extension.basicConstraints).isCritical()).isTrue();
    assertThat(
            BasicConstraints.getInstance(
                    extensions.getExtensionParsedValue(Extension.basicConstraints))
                .isCA())
        .isTrue();
    assertThat(extensions.getExtension(Extension.keyUsage).isCritical()).isTrue();
  }

  @Test
  void below_isWithinTheAuthoritysName() {
    TestAuthority authority = TestAuthority.root("above");
    SigningRequest request =
        SigningRequest.below(
            authority.certificate(),
            "responder",
            KEY.publicKey(),
            SignatureAlgorithm.SHA256WITHECDSA,
            KEY.signer());
    PKIXNameConstraintValidator constraints = new PKIXNameConstraintValidator();
    constraints.intersectPermittedSubtree(
        new GeneralSubtree(
            new org.bouncycastle.asn1.x509.GeneralName(
                Certificates.holder(authority.certificate()).getSubject())));

    assertThat(request.subjectName().toString()).endsWith(",CN=responder");
    assertThatCode(() -> constraints.checkPermittedDN(request.subjectName()))
        .doesNotThrowAnyException();
  }

  @Test
  void request_isVerifiedByOpenSsl() throws Exception {
    OpenSsl openssl = OpenSsl.in(directory);
    openssl.file("request.pem", Pem.write(TestAuthority.request("example.com", KEY)));
    assertThat(openssl.run("req", "-in", "request.pem", "-noout", "-verify", "-text"))
        .contains("verify OK")
        .contains("DNS:example.com")
        .contains("CN = example.com");
  }
}
