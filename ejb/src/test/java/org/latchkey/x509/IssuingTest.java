package org.latchkey.x509;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.latchkey.x509.CertificateIssuer.RevocationAddresses;
import org.latchkey.x509.ExtendedKeyUsage.ExtendedKeyUsageType;
import org.latchkey.x509.Validity.ValidityPeriodType;
import org.latchkey.x509.X509Exception.Problem;

class IssuingTest {

  private static final TestAuthority ROOT = TestAuthority.root("root");
  private static final SubscriberKey KEY = SubscriberKey.generate(KeyAlgorithm.RSA_2048);
  private static final String CUSTOM = "1.3.6.1.4.1.99999.1";

  @TempDir Path directory;

  /** A request that asks for every extension that a template may pass. */
  private static SigningRequest demandingRequest() throws Exception {
    ExtensionsGenerator extensions = new ExtensionsGenerator();
    extensions.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(GeneralName.ofDns("csr.example").encode()));
    extensions.addExtension(
        Extension.keyUsage,
        true,
        new org.bouncycastle.asn1.x509.KeyUsage(
            org.bouncycastle.asn1.x509.KeyUsage.digitalSignature
                | org.bouncycastle.asn1.x509.KeyUsage.nonRepudiation));
    extensions.addExtension(
        Extension.extendedKeyUsage,
        false,
        new org.bouncycastle.asn1.x509.ExtendedKeyUsage(KeyPurposeId.id_kp_emailProtection));
    extensions.addExtension(
        Extension.basicConstraints, false, new org.bouncycastle.asn1.x509.BasicConstraints(9));
    extensions.addExtension(
        new ASN1ObjectIdentifier(CUSTOM), false, new org.bouncycastle.asn1.DERUTF8String("csr"));
    PKCS10CertificationRequestBuilder builder =
        new PKCS10CertificationRequestBuilder(
            DistinguishedName.ofCommonName("csr").toX500Name(), PublicKeys.info(KEY.publicKey()));
    builder.addAttribute(
        org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers.pkcs_9_at_extensionRequest,
        extensions.generate());
    return SigningRequest.read(
        builder
            .build(new TbsContentSigner(SignatureAlgorithm.SHA256WITHRSA, KEY.signer()))
            .getEncoded());
  }

  private static ApiPassthrough demandingCall() {
    return new ApiPassthrough(
        new Extensions(
            List.of(new PolicyInformation("1.3.6.1.4.1.99999.7", null)),
            List.of(ExtendedKeyUsage.of(ExtendedKeyUsageType.CLIENT_AUTH)),
            new KeyUsage(true, false, true, true, false, false, false, false, false),
            List.of(GeneralName.ofDns("api.example")),
            // UTF8String "api"
            List.of(new CustomExtension(CUSTOM, "DANhcGk=", null))),
        DistinguishedName.ofCommonName("api"));
  }

  /**
   * "AWS Private CA template order of operations": both the call and the request ask for
   * everything; the columns tell whose value is in the certificate. Key usages: a0 template (TLS),
   * b0 call, c0 request.
   */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "EndEntityCertificate, CN=csr, csr.example, true:a0, false:server client, -, false",
        "EndEntityCertificate_CSRPassthrough,"
            + " CN=csr, csr.example, true:a0, false:server client, csr, false",
        "EndEntityCertificate_APIPassthrough,"
            + " CN=api, api.example, true:a0, false:server client, api, true",
        "EndEntityCertificate_APICSRPassthrough,"
            + " CN=api, api.example, true:a0, false:server client, api, true",
        "EndEntityServerAuthCertificate_APICSRPassthrough,"
            + " CN=api, api.example, true:a0, false:server, api, true",
        "CodeSigningCertificate_APICSRPassthrough,"
            + " CN=api, api.example, true:80, true:code, api, true",
        "BlankEndEntityCertificate_CSRPassthrough,"
            + " CN=csr, csr.example, true:c0, false:email, csr, false",
        "BlankEndEntityCertificate_APIPassthrough,"
            + " CN=api, api.example, true:b0, false:client, api, true",
        "BlankEndEntityCertificate_APICSRPassthrough,"
            + " CN=api, api.example, true:b0, false:client, api, true"
      })
  void prepare_takesTemplateThenCallThenRequest(
      String template,
      String subject,
      String name,
      String keyUsage,
      String extendedKeyUsage,
      String custom,
      boolean policies)
      throws Exception {
    X509CertificateHolder issued =
        Certificates.holder(
            ROOT.issue(
                new IssuanceRequest(
                    TestAuthority.template(template),
                    demandingRequest(),
                    Validity.ofDays(1),
                    null,
                    demandingCall())));
    assertThat(issued.getSubject()).hasToString(subject);
    assertThat(Described.names(issued)).isEqualTo("false:" + name);
    assertThat(Described.keyUsage(issued)).isEqualTo(keyUsage);
    assertThat(Described.extendedKeyUsage(issued)).isEqualTo(extendedKeyUsage);
    Extension own = issued.getExtension(new ASN1ObjectIdentifier(CUSTOM));
    assertThat(own == null ? null : own.getParsedValue().toString()).isEqualTo(custom);
    assertThat(issued.getExtension(Extension.certificatePolicies) != null).isEqualTo(policies);
    assertThat(
            org.bouncycastle.asn1.x509.BasicConstraints.fromExtensions(issued.getExtensions())
                .isCA())
        .isFalse();
  }

  /** What only the request asks for is passed where the call is silent. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "BlankEndEntityCertificate_APICSRPassthrough, true:c0, false:email",
        "BlankEndEntityCertificate_APIPassthrough, -, -",
        "EndEntityCertificate_APICSRPassthrough, true:a0, false:server client"
      })
  void prepare_takesTheRequestWhereTheCallIsSilent(
      String template, String keyUsage, String extendedKeyUsage) throws Exception {
    X509CertificateHolder issued =
        Certificates.holder(
            ROOT.issue(
                IssuanceRequest.of(
                    TestAuthority.template(template), demandingRequest(), Validity.ofDays(1))));
    assertThat(Described.keyUsage(issued)).isEqualTo(keyUsage);
    assertThat(Described.extendedKeyUsage(issued)).isEqualTo(extendedKeyUsage);
    assertThat(Described.names(issued)).isEqualTo("false:csr.example");
  }

  @ParameterizedTest
  @EnumSource
  void issue_verifiesWithEveryAlgorithm(SignatureAlgorithm algorithm) {
    KeyAlgorithm keys =
        List.of(KeyAlgorithm.values()).stream()
            .filter(each -> each != KeyAlgorithm.RSA_1024 && each.supports(algorithm))
            .findFirst()
            .orElseThrow();
    TestAuthority root = TestAuthority.root("root", keys, algorithm);
    X509Certificate issued = root.issueServer("example.com", KEY);
    assertThat(
            CertificateChain.ofImported(issued, List.of(root.certificate()), TestAuthority.NOW)
                .issuers())
        .containsExactly(root.certificate());
    assertThat(CertificateDetails.of(issued).signatureAlgorithm()).isEqualTo(algorithm.name());
    assertThat(CertificateDetails.of(root.certificate()).keyAlgorithm()).isEqualTo(keys);
  }

  @Test
  void issue_isPossibleOnce() {
    AtomicInteger signatures = new AtomicInteger();
    TbsSigner counting =
        (algorithm, tbs) -> {
          signatures.incrementAndGet();
          return ROOT.key().signer().sign(algorithm, tbs);
        };
    LintedCertificate linted = ROOT.prepare(server()).lint();
    linted.issue(counting);
    assertThatThrownBy(() -> linted.issue(counting)).isInstanceOf(IllegalStateException.class);
    assertThat(signatures).hasValue(1);
  }

  @Test
  void issue_refusesSignatureOfAnotherKey() {
    LintedCertificate linted = ROOT.prepare(server()).lint();
    TbsSigner stranger = TestAuthority.root("root").key().signer();
    assertThatThrownBy(() -> linted.issue(stranger))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("does not verify");
  }

  @Test
  void issue_signsExactlyWhatWasLintedWhateverTheSignerDoesToIt() {
    LintedCertificate linted = ROOT.prepare(server()).lint();
    TbsSigner scribbling =
        (algorithm, tbs) -> {
          byte[] signature = ROOT.key().signer().sign(algorithm, tbs);
          java.util.Arrays.fill(tbs, (byte) 0);
          return signature;
        };
    assertThat(CertificateDetails.of(linted.issue(scribbling)).commonName())
        .isEqualTo("example.com");
  }

  private static IssuanceRequest server() {
    return IssuanceRequest.of(
        CertificateTemplate.DEFAULT,
        TestAuthority.request("example.com", KEY),
        Validity.ofDays(90));
  }

  @Test
  void serialNumbers_areSixteenOctetsAndNeverTheSame() {
    Set<String> serials = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      String serial = SerialNumbers.format(SerialNumbers.next());
      assertThat(serial).matches("[4-7][0-9a-f](:[0-9a-f]{2}){15}");
      assertThat(serials.add(serial)).isTrue();
    }
  }

  @Test
  void validity_beginsAnHourBeforeAndEndsAsAsked() {
    CertificateDetails details = CertificateDetails.of(ROOT.issueServer("example.com", KEY));
    // The root began at the same hour before, so nothing is cut here.
    assertThat(details.notBefore()).isEqualTo(TestAuthority.NOW.minus(Duration.ofHours(1)));
    assertThat(details.notAfter()).isEqualTo(TestAuthority.NOW.plus(Duration.ofDays(90)));
  }

  @Test
  void validity_doesNotBeginBeforeTheIssuers() {
    Instant later = TestAuthority.NOW.plus(Duration.ofMinutes(-50));
    X509Certificate issued =
        ROOT.issuer().prepare(server(), later).lint().issue(ROOT.key().signer());
    assertThat(issued.getNotBefore()).isEqualTo(ROOT.certificate().getNotBefore());
  }

  @Test
  void validity_mayBeginLater() {
    Instant start = TestAuthority.NOW.plus(Duration.ofDays(10));
    IssuanceRequest request =
        new IssuanceRequest(
            CertificateTemplate.DEFAULT,
            TestAuthority.request("example.com", KEY),
            Validity.ofDays(90),
            new Validity(start.getEpochSecond(), ValidityPeriodType.ABSOLUTE),
            null);
    assertThat(ROOT.issue(request).getNotBefore().toInstant()).isEqualTo(start);
  }

  @Test
  void validityNotBefore_mustBeAbsolute() {
    assertThatThrownBy(
            () ->
                new IssuanceRequest(
                    CertificateTemplate.DEFAULT,
                    TestAuthority.request("example.com", KEY),
                    Validity.ofDays(90),
                    Validity.ofDays(1),
                    null))
        .isInstanceOf(X509Exception.class);
  }

  @Test
  void prepare_tellsWhereToLearnOfRevocationExceptInRoots() {
    RevocationAddresses addresses =
        new RevocationAddresses(
            List.of("http://crl.example/1.crl"),
            List.of("http://ocsp.example/"),
            List.of("http://ca.example/root.cer"));
    X509CertificateHolder issued =
        Certificates.holder(
            ROOT.issuer()
                .withRevocation(addresses)
                .prepare(server(), TestAuthority.NOW)
                .lint()
                .issue(ROOT.key().signer()));
    assertThat(issued.getExtension(Extension.cRLDistributionPoints)).isNotNull();
    assertThat(issued.getExtension(Extension.authorityInfoAccess)).isNotNull();
    IssuanceRequest again =
        IssuanceRequest.of(
            TestAuthority.template("RootCACertificate"),
            TestAuthority.request("root", ROOT.key()),
            Validity.ofDays(10));
    X509CertificateHolder root =
        Certificates.holder(
            ROOT.issuer()
                .withRevocation(addresses)
                .prepare(again, TestAuthority.NOW)
                .lint()
                .issue(ROOT.key().signer()));
    assertThat(root.getExtension(Extension.cRLDistributionPoints)).isNull();
    assertThat(root.getExtension(Extension.authorityInfoAccess)).isNull();
    assertThat(root.getExtension(Extension.authorityKeyIdentifier)).isNull();
  }

  @Test
  void prepare_refusesTemplateThatIsNotForTheIssuer() {
    CertificateIssuer young =
        CertificateIssuer.selfSigning(KEY.publicKey(), SignatureAlgorithm.SHA256WITHRSA);
    assertThatThrownBy(() -> young.prepare(server(), TestAuthority.NOW))
        .isInstanceOfSatisfying(
            X509Exception.class, e -> assertThat(e.problem()).isEqualTo(Problem.INVALID_TEMPLATE));
    IssuanceRequest foreignRoot =
        IssuanceRequest.of(
            TestAuthority.template("RootCACertificate"),
            TestAuthority.request("other", KEY),
            Validity.ofDays(1));
    assertThatThrownBy(() -> ROOT.prepare(foreignRoot))
        .isInstanceOfSatisfying(
            X509Exception.class, e -> assertThat(e.problem()).isEqualTo(Problem.INVALID_TEMPLATE));
  }

  @Test
  void issuer_refusesAlgorithmOfAnotherKind() {
    assertThatThrownBy(
            () -> CertificateIssuer.of(ROOT.certificate(), SignatureAlgorithm.SHA256WITHRSA))
        .isInstanceOfSatisfying(
            X509Exception.class,
            e -> assertThat(e.problem()).isEqualTo(Problem.UNSUPPORTED_ALGORITHM));
  }

  @Test
  void prepare_refusesExtensionGivenTwice() {
    CustomExtension keyUsageAgain = new CustomExtension("2.5.29.15", "AwIHgA==", true);
    ApiPassthrough call =
        new ApiPassthrough(
            new Extensions(
                null,
                null,
                new KeyUsage(true, false, false, false, false, false, false, false, false),
                null,
                List.of(keyUsageAgain)),
            null);
    assertThatThrownBy(
            () ->
                ROOT.prepare(
                    new IssuanceRequest(
                        TestAuthority.template("BlankEndEntityCertificate_APIPassthrough"),
                        TestAuthority.request("example.com", KEY),
                        Validity.ofDays(1),
                        null,
                        call)))
        .isInstanceOfSatisfying(
            X509Exception.class, e -> assertThat(e.problem()).isEqualTo(Problem.INVALID_EXTENSION));
  }

  @ParameterizedTest
  @CsvSource({"EC_prime256v1, true:80", "ML_DSA_44, true:80", "SM2, true:a0", "RSA_2048, true:a0"})
  void prepare_leavesOutKeyEnciphermentWhereTheKeyCannot(KeyAlgorithm algorithm, String keyUsage) {
    try (SubscriberKey key = SubscriberKey.generate(algorithm)) {
      assertThat(Described.keyUsage(Certificates.holder(ROOT.issueServer("example.com", key))))
          .isEqualTo(keyUsage);
    }
  }

  @Test
  void prepare_withoutSubject_makesNamesCritical() {
    SigningRequest request =
        SigningRequest.build(
            new DistinguishedName(
                null, null, null, null, null, null, null, null, null, null, null, null, null, null,
                null),
            List.of(GeneralName.ofDns("example.com"), GeneralName.ofIp("2001:db8::1")),
            KEY.publicKey(),
            SignatureAlgorithm.SHA256WITHRSA,
            KEY.signer());
    X509Certificate issued =
        ROOT.issue(IssuanceRequest.of(CertificateTemplate.DEFAULT, request, Validity.ofDays(1)));
    assertThat(issued.getCriticalExtensionOIDs()).contains("2.5.29.17");
    assertThat(CertificateDetails.of(issued).ipAddresses()).containsExactly("2001:db8:0:0:0:0:0:1");
  }

  @Test
  void openSsl_verifiesThreeLevelsStrictly() throws Exception {
    OpenSsl openssl = OpenSsl.in(directory);
    TestAuthority policy = ROOT.subordinate("policy", 1);
    TestAuthority issuing = policy.subordinate("issuing", 0);
    X509Certificate leaf = issuing.issueServer("www.example.com", KEY);
    openssl.file("root.pem", Pem.write(ROOT.certificate()));
    openssl.file("chain.pem", Pem.write(List.of(issuing.certificate(), policy.certificate())));
    openssl.file("leaf.pem", Pem.write(leaf));
    List<String> verify =
        new ArrayList<>(
            List.of(
                "verify",
                "-x509_strict",
                "-attime",
                Long.toString(TestAuthority.NOW.getEpochSecond()),
                "-purpose",
                "sslserver",
                "-verify_hostname",
                "www.example.com",
                "-CAfile",
                "root.pem",
                "-untrusted",
                "chain.pem",
                "leaf.pem"));
    assertThat(openssl.run(verify.toArray(new String[0]))).contains("leaf.pem: OK");
    assertThat(openssl.run("x509", "-in", "leaf.pem", "-noout", "-text"))
        .contains("TLS Web Server Authentication, TLS Web Client Authentication")
        .contains("CA:FALSE")
        .contains("DNS:www.example.com");
  }

  @Test
  void prepare_refusesAuthorityWithoutSubject() {
    SigningRequest nameless =
        SigningRequest.build(
            new DistinguishedName(
                null, null, null, null, null, null, null, null, null, null, null, null, null, null,
                null),
            List.of(GeneralName.ofDns("example.com")),
            ROOT.key().publicKey(),
            SignatureAlgorithm.SHA256WITHECDSA,
            ROOT.key().signer());
    for (String template : List.of("RootCACertificate", "SubordinateCACertificate_PathLen0")) {
      assertThatThrownBy(
              () ->
                  ROOT.prepare(
                      IssuanceRequest.of(
                          TestAuthority.template(template), nameless, Validity.ofDays(1))))
          .isInstanceOfSatisfying(
              X509Exception.class, e -> assertThat(e.problem()).isEqualTo(Problem.INVALID_NAME));
    }
  }

  @Test
  void lint_refusesRequestWithNeitherSubjectNorNames() {
    SigningRequest nameless =
        SigningRequest.build(
            new DistinguishedName(
                null, null, null, null, null, null, null, null, null, null, null, null, null, null,
                null),
            List.of(),
            KEY.publicKey(),
            SignatureAlgorithm.SHA256WITHRSA,
            KEY.signer());
    PreparedCertificate prepared =
        ROOT.prepare(IssuanceRequest.of(CertificateTemplate.DEFAULT, nameless, Validity.ofDays(1)));
    assertThatThrownBy(prepared::lint)
        .isInstanceOf(X509Exception.class)
        .hasMessageContaining("neither a subject nor a subject alternative name");
  }
}
