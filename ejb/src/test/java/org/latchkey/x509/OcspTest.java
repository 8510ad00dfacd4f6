package org.latchkey.x509;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.latchkey.x509.TestAuthority.NOW;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.x509.OcspRequest.CertificateId;
import org.latchkey.x509.OcspResponse.Failure;
import org.latchkey.x509.OcspResponse.Status;

class OcspTest {

  private static final TestAuthority ROOT = TestAuthority.root("root");
  private static final SubscriberKey KEY = SubscriberKey.generate(KeyAlgorithm.EC_prime256v1);
  private static final String SHA1 = "1.3.14.3.2.26";
  private static final String SHA256 = "2.16.840.1.101.3.4.2.1";

  @TempDir Path directory;

  private static byte[] request(String hash, byte @Nullable [] nonce, long... serials)
      throws Exception {
    OCSPReqBuilder builder = new OCSPReqBuilder();
    for (long serial : serials) {
      builder.addRequest(
          new CertificateID(
              new JcaDigestCalculatorProviderBuilder()
                  .build()
                  .get(
                      new AlgorithmIdentifier(
                          new org.bouncycastle.asn1.ASN1ObjectIdentifier(hash))),
              Certificates.holder(ROOT.certificate()),
              BigInteger.valueOf(serial)));
    }
    if (nonce != null) {
      builder.setRequestExtensions(
          new org.bouncycastle.asn1.x509.Extensions(
              new Extension(
                  OCSPObjectIdentifiers.id_pkix_ocsp_nonce,
                  false,
                  new DEROctetString(new DEROctetString(nonce).getEncoded()))));
    }
    return builder.build().getEncoded();
  }

  private static RevocationSigner responder() {
    return new RevocationSigner(ROOT.certificate(), ROOT.algorithm(), ROOT.key().signer());
  }

  private static BasicOCSPResp answer(
      byte[] request, Function<CertificateId, Status> statuses, RevocationSigner responder)
      throws Exception {
    OcspResponse response =
        OcspResponse.sign(
            OcspRequest.read(request),
            statuses,
            NOW,
            NOW.plus(Duration.ofHours(1)),
            ROOT.certificate(),
            responder);
    OCSPResp parsed = new OCSPResp(response.encoded());
    assertThat(parsed.getStatus()).isZero();
    return (BasicOCSPResp) parsed.getResponseObject();
  }

  @ParameterizedTest
  @ValueSource(strings = {SHA1, SHA256})
  void sign_answersEachCertificate(String hash) throws Exception {
    Instant revokedAt = NOW.minus(Duration.ofDays(1));
    Map<BigInteger, Status> statuses =
        Map.of(
            BigInteger.ONE, Status.GOOD,
            BigInteger.TWO, Status.revoked(revokedAt, RevocationReason.KEY_COMPROMISE),
            BigInteger.TEN, Status.revoked(revokedAt, RevocationReason.UNSPECIFIED));
    BasicOCSPResp response =
        answer(
            request(hash, new byte[] {1, 2, 3}, 1, 2, 10, 11),
            id -> {
              assertThat(id.isIssuedBy(ROOT.certificate())).isTrue();
              return statuses.getOrDefault(id.serialNumber(), Status.UNKNOWN);
            },
            responder());
    SingleResp[] singles = response.getResponses();
    assertThat(singles).hasSize(4);
    assertThat(singles[0].getCertStatus()).isEqualTo(CertificateStatus.GOOD);
    assertThat(singles[0].getThisUpdate().toInstant()).isEqualTo(NOW);
    assertThat(singles[0].getNextUpdate().toInstant()).isEqualTo(NOW.plus(Duration.ofHours(1)));
    assertThat(singles[1].getCertStatus())
        .isInstanceOfSatisfying(
            RevokedStatus.class,
            revoked -> {
              assertThat(revoked.getRevocationReason()).isEqualTo(1);
              assertThat(revoked.getRevocationTime().toInstant()).isEqualTo(revokedAt);
            });
    assertThat(singles[2].getCertStatus())
        .isInstanceOfSatisfying(
            RevokedStatus.class, revoked -> assertThat(revoked.hasRevocationReason()).isFalse());
    assertThat(singles[3].getCertStatus()).isInstanceOf(UnknownStatus.class);
    assertThat(
            response
                .getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce)
                .getParsedValue()
                .toASN1Primitive())
        .isEqualTo(new DEROctetString(new byte[] {1, 2, 3}));
    assertThat(
            response.isSignatureValid(
                new JcaContentVerifierProviderBuilder()
                    .setProvider(BouncyCastle.PROVIDER)
                    .build(ROOT.certificate())))
        .isTrue();
    assertThat(response.getCerts()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(IssuerHash.class)
  void certificateId_isReadAsItWasMade(IssuerHash hash) throws Exception {
    CertificateId made = CertificateId.of(hash, ROOT.certificate(), BigInteger.TEN);
    byte[] asked = new OCSPReqBuilder().addRequest(made.id()).build().getEncoded();

    CertificateId read = OcspRequest.read(asked).certificates().get(0);

    assertThat(read.issuerHash()).contains(hash);
    assertThat(read.id()).isEqualTo(made.id());
    assertThat(read.isIssuedBy(ROOT.certificate())).isTrue();
    BasicOCSPResp answer = answer(asked, id -> Status.GOOD, responder());
    assertThat(answer.getResponses()[0].getCertID()).isEqualTo(made.id());
  }

  @Test
  void issuerHash_unusual_isEmpty() throws Exception {
    String sha512 = "2.16.840.1.101.3.4.2.3";

    assertThat(OcspRequest.read(request(sha512, null, 1)).certificates().get(0).issuerHash())
        .isEmpty();
    assertThat(OcspRequest.read(request(SHA256, null, 1)).certificates().get(0).issuerHash())
        .contains(IssuerHash.SHA256);
  }

  @Test
  void sign_withDelegatedResponder_sendsItsCertificate() throws Exception {
    X509Certificate delegated =
        ROOT.issue(
            IssuanceRequest.of(
                TestAuthority.template("OCSPSigningCertificate"),
                TestAuthority.request("ocsp", KEY),
                Validity.ofDays(7)));
    BasicOCSPResp response =
        answer(
            request(SHA1, null, 1),
            id -> Status.GOOD,
            new RevocationSigner(delegated, SignatureAlgorithm.SHA256WITHECDSA, KEY.signer()));
    assertThat(response.getCerts()).containsExactly(Certificates.holder(delegated));
    assertThat(response.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce)).isNull();
  }

  @Test
  void sign_refusesSignatureOfAnotherKey() throws Exception {
    OcspRequest request = OcspRequest.read(request(SHA1, null, 1));
    RevocationSigner stranger =
        new RevocationSigner(ROOT.certificate(), ROOT.algorithm(), KEY.signer());
    assertThatThrownBy(
            () ->
                OcspResponse.sign(
                    request,
                    id -> Status.GOOD,
                    NOW,
                    NOW.plusSeconds(1),
                    ROOT.certificate(),
                    stranger))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void isIssuedBy_knowsAnotherAuthority() throws Exception {
    TestAuthority namesake = TestAuthority.root("root");
    OcspRequest request = OcspRequest.read(request(SHA256, null, 1));
    assertThat(request.certificates().get(0).isIssuedBy(namesake.certificate())).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 129})
  void read_refusesNonceOutOfBounds(int length) throws Exception {
    byte[] request = request(SHA1, new byte[length], 1);
    assertThatThrownBy(() -> OcspRequest.read(request)).isInstanceOf(X509Exception.class);
  }

  @Test
  void read_refusesWhatIsNoRequest() throws Exception {
    byte[] good = request(SHA1, null, 1);
    assertThatThrownBy(() -> OcspRequest.read(request(SHA1, null)))
        .isInstanceOf(X509Exception.class);
    assertThatThrownBy(() -> OcspRequest.read(new byte[OcspRequest.MAX_LENGTH + 1]))
        .isInstanceOf(X509Exception.class);
    for (int length = 0; length < good.length; length++) {
      byte[] truncated = java.util.Arrays.copyOf(good, length);
      assertThatThrownBy(() -> OcspRequest.read(truncated)).isInstanceOf(X509Exception.class);
    }
    assertThatThrownBy(() -> OcspRequest.read(request(SHA1, null, new long[101])))
        .isInstanceOf(X509Exception.class)
        .hasMessageContaining("1 to 100");
  }

  @ParameterizedTest
  @EnumSource
  void failure_isUnsigned(Failure failure) throws Exception {
    OCSPResp response = new OCSPResp(OcspResponse.failure(failure).encoded());
    assertThat(response.getStatus()).isNotZero();
    assertThat(response.getResponseObject()).isNull();
  }

  @Test
  void openSsl_asksAndBelievesTheAnswer() throws Exception {
    OpenSsl openssl = OpenSsl.in(directory);
    X509Certificate good = ROOT.issueServer("good.example", KEY);
    X509Certificate revoked = ROOT.issueServer("revoked.example", KEY);
    openssl.file("root.pem", Pem.write(ROOT.certificate()));
    openssl.file("good.pem", Pem.write(good));
    openssl.file("revoked.pem", Pem.write(revoked));
    openssl.run(
        "ocsp",
        "-issuer",
        "root.pem",
        "-cert",
        "good.pem",
        "-cert",
        "revoked.pem",
        "-nonce",
        "-reqout",
        "request.der");
    OcspRequest request = OcspRequest.read(Files.readAllBytes(directory.resolve("request.der")));
    OcspResponse response =
        OcspResponse.sign(
            request,
            id ->
                id.serialNumber().equals(good.getSerialNumber())
                    ? Status.GOOD
                    : Status.revoked(NOW, RevocationReason.SUPERSEDED),
            NOW,
            NOW.plus(Duration.ofDays(36_500)),
            ROOT.certificate(),
            responder());
    openssl.file("response.der", response.encoded());
    String output =
        openssl.run(
            "ocsp",
            "-reqin",
            "request.der",
            "-no_nonce",
            "-respin",
            "response.der",
            "-resp_text",
            "-issuer",
            "root.pem",
            "-CAfile",
            "root.pem",
            "-attime",
            Long.toString(NOW.getEpochSecond()));
    assertThat(output)
        .contains("Response verify OK")
        .contains("Cert Status: good")
        .contains("Cert Status: revoked")
        .contains("Revocation Reason: superseded")
        .doesNotContain("WARNING: no nonce");
  }
}
