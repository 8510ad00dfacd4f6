package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.latchkey.tests.Refusal.assertRefused;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.latchkey.client.Pem;
import software.amazon.awssdk.services.acm.model.FailureReason;
import software.amazon.awssdk.services.acmpca.AcmPcaClient;
import software.amazon.awssdk.services.acmpca.model.AccessDescription;
import software.amazon.awssdk.services.acmpca.model.AccessMethodType;
import software.amazon.awssdk.services.acmpca.model.CertificateAuthority;
import software.amazon.awssdk.services.acmpca.model.CertificateAuthorityConfiguration;
import software.amazon.awssdk.services.acmpca.model.CertificateAuthorityStatus;
import software.amazon.awssdk.services.acmpca.model.CertificateAuthorityType;
import software.amazon.awssdk.services.acmpca.model.CertificateAuthorityUsageMode;
import software.amazon.awssdk.services.acmpca.model.CustomAttribute;
import software.amazon.awssdk.services.acmpca.model.GeneralName;
import software.amazon.awssdk.services.acmpca.model.KeyAlgorithm;
import software.amazon.awssdk.services.acmpca.model.KeyStorageSecurityStandard;
import software.amazon.awssdk.services.acmpca.model.ListCertificateAuthoritiesResponse;
import software.amazon.awssdk.services.acmpca.model.ResourceOwner;
import software.amazon.awssdk.services.acmpca.model.SigningAlgorithm;
import software.amazon.awssdk.services.acmpca.model.ValidityPeriodType;

/** The life of private authorities, from their creation to their deletion. */
@ExtendWith(LatchkeyExtension.class)
@RequiredTool(Tool.OPENSSL)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuthorityLifeIT {
  private final AwsClients clients;
  private final AcmPcaClient acmPca;
  private final AuthorityClient authorities;

  @TempDir private Path folder;

  AuthorityLifeIT(LatchkeyServer server) {
    clients = AwsClients.root(server);
    acmPca = clients.acmPca();
    authorities = new AuthorityClient(acmPca);
  }

  @AfterAll
  void close() {
    clients.close();
  }

  @Test
  void description_isComplete() {
    String arn =
        authorities.create(
            CertificateAuthorityType.ROOT,
            "described",
            request ->
                request
                    .usageMode(CertificateAuthorityUsageMode.SHORT_LIVED_CERTIFICATE)
                    .keyStorageSecurityStandard(
                        KeyStorageSecurityStandard.FIPS_140_2_LEVEL_2_OR_HIGHER));
    CertificateAuthority waiting = authorities.describe(arn);
    authorities.importSelfIssued(arn, 100);
    CertificateAuthority active = authorities.describe(arn);

    assertThat(waiting.status()).isEqualTo(CertificateAuthorityStatus.PENDING_CERTIFICATE);
    assertThat(waiting.serial()).isNull();
    assertThat(waiting.revocationConfiguration().crlConfiguration().enabled()).isFalse();
    assertThat(waiting.revocationConfiguration().ocspConfiguration().enabled()).isFalse();
    assertThat(waiting.ownerAccount()).isEqualTo(LatchkeyServer.ACCOUNT_ID);
    assertThat(waiting.usageMode())
        .isEqualTo(CertificateAuthorityUsageMode.SHORT_LIVED_CERTIFICATE);
    assertThat(waiting.keyStorageSecurityStandard())
        .isEqualTo(KeyStorageSecurityStandard.FIPS_140_2_LEVEL_2_OR_HIGHER);
    assertThat(active.status()).isEqualTo(CertificateAuthorityStatus.ACTIVE);
    assertThat(active.lastStateChangeAt()).isAfterOrEqualTo(waiting.createdAt());
    assertThat(active.notAfter())
        .isEqualTo(Pem.certificate(authorities.certificate(arn)).getNotAfter().toInstant());
    assertThat(active.serial())
        .isEqualTo(Pem.certificate(authorities.certificate(arn)).getSerialNumber().toString());
  }

  @Test
  void disabledAuthority_issuesNothingUntilItIsEnabled() {
    String arn = authorities.root("disabled");
    String csr = authorities.csr(authorities.create(CertificateAuthorityType.ROOT, "a key"));

    authorities.setStatus(arn, CertificateAuthorityStatus.DISABLED);
    assertRefused("InvalidStateException", () -> authorities.issue(arn, csr));
    authorities.setStatus(arn, CertificateAuthorityStatus.ACTIVE);

    assertThat(authorities.issue(arn, csr)).startsWith(arn + "/certificate/");
  }

  @Test
  void deletedAuthority_isRestoredToWhatItWas() {
    String arn = authorities.root("deleted");
    assertRefused(
        "InvalidStateException",
        () -> acmPca.deleteCertificateAuthority(request -> request.certificateAuthorityArn(arn)));
    authorities.setStatus(arn, CertificateAuthorityStatus.DISABLED);

    acmPca.deleteCertificateAuthority(
        request -> request.certificateAuthorityArn(arn).permanentDeletionTimeInDays(7));
    CertificateAuthority deleted = authorities.describe(arn);
    acmPca.restoreCertificateAuthority(request -> request.certificateAuthorityArn(arn));

    assertThat(deleted.status()).isEqualTo(CertificateAuthorityStatus.DELETED);
    assertThat(deleted.restorableUntil())
        .isBetween(
            Instant.now().plus(Duration.ofDays(7)).minusSeconds(60),
            Instant.now().plus(Duration.ofDays(7)));
    assertThat(authorities.describe(arn).restorableUntil()).isNull();
    assertThat(authorities.status(arn)).isEqualTo(CertificateAuthorityStatus.DISABLED);
  }

  @Test
  void deletion_canBeTakenBackForThirtyDaysWhereNothingIsSaid() {
    String arn = authorities.create(CertificateAuthorityType.SUBORDINATE, "never certified");

    acmPca.deleteCertificateAuthority(request -> request.certificateAuthorityArn(arn));

    assertThat(authorities.describe(arn).restorableUntil())
        .isAfter(Instant.now().plus(Duration.ofDays(29)));
    assertRefused(
        "ValidationException",
        () ->
            acmPca.deleteCertificateAuthority(
                request -> request.certificateAuthorityArn(arn).permanentDeletionTimeInDays(6)));
    acmPca.restoreCertificateAuthority(request -> request.certificateAuthorityArn(arn));
    assertThat(authorities.status(arn)).isEqualTo(CertificateAuthorityStatus.PENDING_CERTIFICATE);
  }

  @Test
  void status_isSetToNothingButActiveAndDisabled() {
    String arn = authorities.root("updated");

    assertRefused(
        "InvalidArgsException",
        () -> authorities.setStatus(arn, CertificateAuthorityStatus.EXPIRED));
    assertRefused(
        "InvalidArgsException",
        () -> acmPca.updateCertificateAuthority(request -> request.certificateAuthorityArn(arn)));
  }

  @Test
  void list_hasEachAuthorityOnce() {
    List<String> made =
        List.of(
            authorities.create(CertificateAuthorityType.ROOT, "listed one"),
            authorities.create(CertificateAuthorityType.ROOT, "listed two"),
            authorities.create(CertificateAuthorityType.ROOT, "listed three"));

    List<String> listed =
        acmPca
            .listCertificateAuthoritiesPaginator(request -> request.maxResults(2))
            .certificateAuthorities()
            .stream()
            .map(CertificateAuthority::arn)
            .toList();
    ListCertificateAuthoritiesResponse shared =
        acmPca.listCertificateAuthorities(
            request -> request.resourceOwner(ResourceOwner.OTHER_ACCOUNTS));

    assertThat(listed).containsAll(made).doesNotHaveDuplicates();
    assertThat(shared.certificateAuthorities())
        .extracting(CertificateAuthority::arn)
        .doesNotContainAnyElementsOf(made);
    assertRefused(
        "InvalidNextTokenException",
        () -> acmPca.listCertificateAuthorities(request -> request.nextToken("!")));
  }

  @Test
  void sameToken_makesOneAuthority() {
    String token = UUID.randomUUID().toString();

    String first =
        authorities.create(
            CertificateAuthorityType.ROOT, "once", request -> request.idempotencyToken(token));

    assertThat(
            authorities.create(
                CertificateAuthorityType.ROOT, "once", request -> request.idempotencyToken(token)))
        .isEqualTo(first);
    assertRefused(
        "InvalidArgsException",
        () ->
            authorities.create(
                CertificateAuthorityType.ROOT,
                "another",
                request -> request.idempotencyToken(token)));
  }

  @Test
  void sameToken_issuesOneCertificate() {
    String arn = authorities.root("issues once");
    String csr = authorities.csr(authorities.create(CertificateAuthorityType.ROOT, "a key"));

    String first = authorities.issue(arn, csr, request -> request.idempotencyToken("token"));

    assertThat(authorities.issue(arn, csr, request -> request.idempotencyToken("token")))
        .isEqualTo(first);
    assertThat(authorities.issue(arn, csr, request -> request.idempotencyToken("other")))
        .isNotEqualTo(first);
  }

  @Test
  void shortLivedAuthority_issuesForSevenDaysAtMost() {
    String arn =
        authorities.root(
            "short-lived",
            request -> request.usageMode(CertificateAuthorityUsageMode.SHORT_LIVED_CERTIFICATE));
    String csr = authorities.csr(authorities.create(CertificateAuthorityType.ROOT, "a key"));

    String issued =
        authorities.issue(
            arn,
            csr,
            request ->
                request.validity(validity -> validity.type(ValidityPeriodType.DAYS).value(7L)));

    assertThat(issued).startsWith(arn);
    assertRefused(
        "InvalidArgsException",
        () ->
            authorities.issue(
                arn,
                csr,
                request ->
                    request.validity(
                        validity -> validity.type(ValidityPeriodType.DAYS).value(8L))));
    assertRefused("InvalidArgsException", () -> issue(arn, csr, 0));
  }

  @Test
  void beginThatIsCountedFromIssuance_isRefused() {
    String arn = authorities.root("of an hour");
    String csr = authorities.csr(authorities.create(CertificateAuthorityType.ROOT, "a key"));

    assertRefused(
        "ValidationException",
        () ->
            authorities.issue(
                arn,
                csr,
                request ->
                    request.validityNotBefore(
                        start -> start.type(ValidityPeriodType.DAYS).value(1L))));
  }

  @Test
  void validityThatHasEnded_isRefused() {
    String arn = authorities.root("of the past");
    String csr = authorities.csr(authorities.create(CertificateAuthorityType.ROOT, "a key"));

    assertRefused("ValidationException", () -> issue(arn, csr, ValidityPeriodType.ABSOLUTE, 1));
    assertRefused(
        "ValidationException",
        () -> issue(arn, csr, ValidityPeriodType.END_DATE, 20_200_101_000_000L));
  }

  @Test
  void validityBeyondTheAuthoritys_isRefused() {
    String arn = authorities.create(CertificateAuthorityType.ROOT, "soon over");
    authorities.importSelfIssued(arn, 10);
    String csr = authorities.csr(authorities.create(CertificateAuthorityType.ROOT, "a key"));

    assertRefused("ValidationException", () -> issue(arn, csr, ValidityPeriodType.DAYS, 11));
    String requested =
        clients
            .acm()
            .requestCertificate(
                request -> request.domainName("long.latchkey.test").certificateAuthorityArn(arn))
            .certificateArn();
    assertThat(
            clients
                .acm()
                .describeCertificate(request -> request.certificateArn(requested))
                .certificate()
                .failureReason())
        .isEqualTo(FailureReason.PCA_INVALID_DURATION);
    assertThat(issue(arn, csr, ValidityPeriodType.DAYS, 9)).startsWith(arn);
  }

  @Test
  void pathLengthThatIsNotBelowTheIssuers_isRefused() {
    String above = authorities.subordinate(authorities.root("above"), "below", 1);
    String csr = authorities.csr(authorities.create(CertificateAuthorityType.SUBORDINATE, "low"));

    assertRefused("ValidationException", () -> issue(above, csr, 1));
    assertThat(issue(above, csr, 0)).startsWith(above);
  }

  private String issue(String arn, String csr, int pathLength) {
    return authorities.issue(
        arn,
        csr,
        request ->
            request.templateArn(
                AuthorityClient.template("SubordinateCACertificate_PathLen" + pathLength)));
  }

  @Test
  void signingAlgorithmOfAnotherKindOfKey_isRefused() {
    String arn = authorities.root("with a curve");
    String csr = authorities.csr(authorities.create(CertificateAuthorityType.ROOT, "a key"));

    assertRefused(
        "InvalidArgsException",
        () ->
            authorities.issue(
                arn, csr, request -> request.signingAlgorithm(SigningAlgorithm.SHA256_WITHRSA)));
    assertRefused(
        "InvalidArgsException",
        () ->
            authorities.create(
                CertificateAuthorityType.ROOT,
                "of two minds",
                request ->
                    request.certificateAuthorityConfiguration(
                        configuration ->
                            configuration
                                .keyAlgorithm(KeyAlgorithm.EC_PRIME256_V1)
                                .signingAlgorithm(SigningAlgorithm.SHA256_WITHRSA)
                                .subject(subject -> subject.commonName("of two minds")))));
  }

  static Stream<GeneralName> locationsThatCannotBeEncoded() {
    return Stream.of(
        GeneralName.builder().ipAddress("abc").build(),
        GeneralName.builder().uniformResourceIdentifier("http://ex\u00e4mple").build(),
        GeneralName.builder().dnsName("a b").build());
  }

  @ParameterizedTest
  @MethodSource("locationsThatCannotBeEncoded")
  void locationThatCannotBeEncoded_isRefused(GeneralName location) {
    AccessDescription access =
        AccessDescription.builder()
            .accessMethod(method -> method.accessMethodType(AccessMethodType.CA_REPOSITORY))
            .accessLocation(location)
            .build();

    assertCreationRefused(
        configuration ->
            configuration
                .subject(subject -> subject.commonName("nowhere"))
                .csrExtensions(extensions -> extensions.subjectInformationAccess(access)));
  }

  @Test
  void customAttributeThatCannotBeEncoded_isRefused() {
    CustomAttribute country =
        CustomAttribute.builder().objectIdentifier("2.5.4.6").value("\u00d6").build();

    assertCreationRefused(
        configuration -> configuration.subject(subject -> subject.customAttributes(country)));
  }

  private void assertCreationRefused(
      Consumer<CertificateAuthorityConfiguration.Builder> configured) {
    assertRefused(
        "InvalidArgsException",
        () ->
            authorities.create(
                CertificateAuthorityType.ROOT,
                "refused",
                request ->
                    request.certificateAuthorityConfiguration(
                        configuration ->
                            configuration
                                .keyAlgorithm(KeyAlgorithm.EC_PRIME256_V1)
                                .signingAlgorithm(SigningAlgorithm.SHA256_WITHECDSA)
                                .applyMutation(configured))));
  }

  private String issue(String arn, String csr, ValidityPeriodType type, long end) {
    return authorities.issue(
        arn, csr, request -> request.validity(validity -> validity.type(type).value(end)));
  }

  @Test
  void hierarchyInThisServer_verifies() throws IOException {
    String root = authorities.root("hierarchy root");
    String middle = authorities.subordinate(root, "hierarchy middle", 1);
    String last = authorities.subordinate(middle, "hierarchy last", 0);
    String csr = authorities.csr(authorities.create(CertificateAuthorityType.ROOT, "leaf"));

    String leaf =
        authorities.issue(last, csr, more -> more.validity(v -> v.type("DAYS").value(9L)));

    OpenSsl openssl = new OpenSsl(folder);
    String chain = authorities.chain(last, leaf);
    assertThat(Pem.certificates(chain)).hasSize(3);
    assertThat(
            openssl.run(
                "verify",
                "-x509_strict",
                "-CAfile",
                write("root.pem", authorities.certificate(root)),
                "-untrusted",
                write("chain.pem", chain),
                write("leaf.pem", authorities.certificate(last, leaf))))
        .contains("OK");
    assertRefused("ValidationException", () -> authorities.subordinate(last, "one too many", 0));
  }

  @Test
  void outsideParent_certifiesAnAuthority() throws IOException {
    OpenSsl openssl = new OpenSsl(folder);
    String arn = authorities.create(CertificateAuthorityType.SUBORDINATE, "below an outside root");
    OutsideAuthority outside = OutsideAuthority.create(openssl, folder, "outside root");
    String certificate = outside.sign(authorities.csr(arn), 0);

    authorities.importCertificate(arn, certificate, outside.certificate());

    assertThat(authorities.status(arn)).isEqualTo(CertificateAuthorityStatus.ACTIVE);
    String csr = authorities.csr(authorities.create(CertificateAuthorityType.ROOT, "leaf"));
    String leaf = authorities.issue(arn, csr, more -> more.validity(v -> v.type("DAYS").value(1L)));
    assertThat(
            openssl.run(
                "verify",
                "-x509_strict",
                "-CAfile",
                write("outside.pem", outside.certificate()),
                "-untrusted",
                write("sub.pem", certificate),
                write("outside-leaf.pem", authorities.certificate(arn, leaf))))
        .contains("OK");
  }

  @Test
  void certificateThatDoesNotFit_isRefused() throws IOException {
    OpenSsl openssl = new OpenSsl(folder);
    OutsideAuthority outside = OutsideAuthority.create(openssl, folder, "strict root");
    OutsideAuthority stranger = OutsideAuthority.create(openssl, folder, "stranger");
    String arn = authorities.create(CertificateAuthorityType.SUBORDINATE, "picky");
    String other = authorities.create(CertificateAuthorityType.SUBORDINATE, "picky");
    String fitting = outside.sign(authorities.csr(arn), 0);
    String root = outside.certificate();

    assertMismatch(arn, outside.sign(authorities.csr(other), 0), root);
    assertMismatch(arn, outside.sign(authorities.csr(arn), 0, "/CN=another name"), root);
    assertMismatch(arn, outside.signEndEntity(authorities.csr(arn)), root);
    assertMismatch(arn, fitting, stranger.certificate());
    assertMismatch(arn, fitting, root + stranger.certificate());
    assertMismatch(arn, fitting, null);
    assertMismatch(arn, outside.signEnded(authorities.csr(arn)), root);
    assertMismatch(arn, root, null);
    assertRefused(
        "MalformedCertificateException",
        () -> authorities.importCertificate(arn, "-----BEGIN CERTIFICATE-----", root));
    assertThat(authorities.status(arn)).isEqualTo(CertificateAuthorityStatus.PENDING_CERTIFICATE);
    authorities.importCertificate(arn, fitting, root);
  }

  private void assertMismatch(String arn, String certificate, @Nullable String chain) {
    assertRefused(
        "CertificateMismatchException",
        () -> authorities.importCertificate(arn, certificate, chain));
  }

  private String write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }
}
