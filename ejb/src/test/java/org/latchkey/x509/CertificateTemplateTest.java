package org.latchkey.x509;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.x509.X509Exception.Problem;

class CertificateTemplateTest {

  private static final SubscriberKey KEY = SubscriberKey.generate(KeyAlgorithm.RSA_2048);
  private static final TestAuthority ROOT = TestAuthority.root("root");

  /** The names in "AWS Private CA template varieties", without the passthrough suffixes. */
  static Stream<String> namesOfTheUserGuide() {
    Stream<String> withEveryVariety =
        Stream.of(
                "CodeSigningCertificate",
                "EndEntityCertificate",
                "EndEntityClientAuthCertificate",
                "EndEntityServerAuthCertificate",
                "OCSPSigningCertificate",
                "SubordinateCACertificate_PathLen0",
                "SubordinateCACertificate_PathLen1",
                "SubordinateCACertificate_PathLen2",
                "SubordinateCACertificate_PathLen3")
            .flatMap(
                name ->
                    Stream.of(
                        name,
                        name + "_CSRPassthrough",
                        name + "_APIPassthrough",
                        name + "_APICSRPassthrough"));
    Stream<String> blank =
        Stream.of(
                "BlankEndEntityCertificate",
                "BlankEndEntityCertificate_CriticalBasicConstraints",
                "BlankSubordinateCACertificate_PathLen0",
                "BlankSubordinateCACertificate_PathLen1",
                "BlankSubordinateCACertificate_PathLen2",
                "BlankSubordinateCACertificate_PathLen3")
            .flatMap(
                name ->
                    Stream.of(
                        name + "_CSRPassthrough",
                        name + "_APIPassthrough",
                        name + "_APICSRPassthrough"));
    Stream<String> roots =
        Stream.of(
            "RootCACertificate",
            "RootCACertificate_APIPassthrough",
            "BlankRootCACertificate_APIPassthrough",
            "BlankRootCACertificate_PathLen0_APIPassthrough",
            "BlankRootCACertificate_PathLen1_APIPassthrough",
            "BlankRootCACertificate_PathLen2_APIPassthrough",
            "BlankRootCACertificate_PathLen3_APIPassthrough");
    return Stream.of(withEveryVariety, blank, roots).flatMap(names -> names);
  }

  @ParameterizedTest
  @MethodSource("namesOfTheUserGuide")
  void parse_knowsEveryNameOfTheUserGuide(String name) {
    String arn = "arn:aws:acm-pca:::template/" + name + "/V1";
    assertThat(CertificateTemplate.parse(arn).name()).isEqualTo(name);
    assertThat(CertificateTemplate.parse(arn).arn()).isEqualTo(arn);
  }

  @Test
  void all_hasNoNameBesides() {
    assertThat(CertificateTemplate.all())
        .extracting(CertificateTemplate::name)
        .containsExactlyInAnyOrderElementsOf(namesOfTheUserGuide().toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "EndEntityCertificate",
        "arn:aws:acm-pca:::template/EndEntityCertificate",
        "arn:aws:acm-pca:::template/EndEntityCertificate/V2",
        "arn:aws-cn:acm-pca:::template/EndEntityCertificate/V1",
        "arn:aws-us-gov:acm-pca:::template/EndEntityCertificate/V1",
        "arn:aws:acm-pca:us-east-1::template/EndEntityCertificate/V1",
        "arn:aws:acm-pca:::template/BlankEndEntityCertificate/V1",
        "arn:aws:acm-pca:::template/RootCACertificate_CSRPassthrough/V1",
        "arn:aws:acm-pca:::template/SubordinateCACertificate_PathLen4/V1",
        "arn:aws:acm-pca:::template/endentitycertificate/V1"
      })
  void parse_refusesWhatIsNoTemplate(String arn) {
    assertThatThrownBy(() -> CertificateTemplate.parse(arn))
        .isInstanceOfSatisfying(
            X509Exception.class, e -> assertThat(e.problem()).isEqualTo(Problem.INVALID_TEMPLATE));
  }

  /** The tables of "AWS Private CA template definitions": what each definition itself sets. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "EndEntityCertificate, false, false, -, true:a0, false:server client",
        "EndEntityClientAuthCertificate, false, false, -, true:a0, false:client",
        "EndEntityServerAuthCertificate, false, false, -, true:a0, false:server",
        "CodeSigningCertificate, false, false, -, true:80, true:code",
        "OCSPSigningCertificate, false, false, -, true:80, true:ocsp",
        "BlankEndEntityCertificate_CSRPassthrough, false, false, -, -, -",
        "BlankEndEntityCertificate_CriticalBasicConstraints_APIPassthrough, false, true, -, -, -",
        "SubordinateCACertificate_PathLen0, true, true, 0, true:86, -",
        "SubordinateCACertificate_PathLen1, true, true, 1, true:86, -",
        "SubordinateCACertificate_PathLen2, true, true, 2, true:86, -",
        "SubordinateCACertificate_PathLen3, true, true, 3, true:86, -"
      })
  void prepare_setsWhatTheDefinitionSays(
      String name,
      boolean authority,
      boolean criticalConstraints,
      Integer pathLength,
      String keyUsage,
      String extendedKeyUsage)
      throws Exception {
    X509CertificateHolder issued =
        Certificates.holder(
            ROOT.issue(
                IssuanceRequest.of(
                    TestAuthority.template(name),
                    TestAuthority.request("example.com", KEY),
                    Validity.ofDays(1))));
    Extension constraints = issued.getExtension(Extension.basicConstraints);
    BasicConstraints parsed = BasicConstraints.getInstance(constraints.getParsedValue());
    assertThat(parsed.isCA()).isEqualTo(authority);
    assertThat(constraints.isCritical()).isEqualTo(criticalConstraints);
    assertThat(parsed.getPathLenConstraint())
        .isEqualTo(pathLength == null ? null : java.math.BigInteger.valueOf(pathLength));
    assertThat(Described.keyUsage(issued)).isEqualTo(keyUsage);
    assertThat(Described.extendedKeyUsage(issued)).isEqualTo(extendedKeyUsage);
    assertThat(issued.getExtension(Extension.subjectKeyIdentifier)).isNotNull();
    assertThat(issued.getExtension(Extension.authorityKeyIdentifier)).isNotNull();
    assertThat(issued.getExtension(Extension.subjectAlternativeName)).isNotNull();
  }

  @Test
  void varieties_passWhatTheirNameSays() {
    for (CertificateTemplate template : CertificateTemplate.all()) {
      assertThat(template.passesApi())
          .as(template.name())
          .isEqualTo(template.name().matches(".*_API(CSR)?Passthrough"));
      assertThat(template.passesCsr())
          .as(template.name())
          .isEqualTo(template.name().matches(".*_(API)?CSRPassthrough"));
    }
    assertThat(Set.copyOf(List.copyOf(CertificateTemplate.all())))
        .hasSize(CertificateTemplate.all().size());
  }
}
