package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.client.Pem;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.acm.model.AcmException;
import software.amazon.awssdk.services.acm.model.CertificateDetail;
import software.amazon.awssdk.services.acm.model.CertificateExport;
import software.amazon.awssdk.services.acm.model.CertificateStatus;
import software.amazon.awssdk.services.acm.model.CertificateSummary;
import software.amazon.awssdk.services.acm.model.CertificateTransparencyLoggingPreference;
import software.amazon.awssdk.services.acm.model.CertificateType;
import software.amazon.awssdk.services.acm.model.ExportCertificateResponse;
import software.amazon.awssdk.services.acm.model.GetCertificateResponse;
import software.amazon.awssdk.services.acm.model.ImportCertificateResponse;
import software.amazon.awssdk.services.acm.model.KeyAlgorithm;
import software.amazon.awssdk.services.acm.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.AliasListEntry;

/** ACM and Private CA, through the AWS SDK for Java. */
@ExtendWith(LatchkeyExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CertificateIT {
  private static final String ALIAS = "alias/aws/acm";

  private final LatchkeyServer server;
  private final AwsClients clients;
  private final AcmClient acm;
  private final AuditTrail trail;
  private PrivateAuthority authority;

  CertificateIT(LatchkeyServer server) {
    this.server = server;
    clients = AwsClients.root(server);
    acm = clients.acm();
    trail = new AuditTrail(server);
  }

  @BeforeAll
  void createAuthority() {
    authority = PrivateAuthority.create(clients.acmPca());
  }

  @AfterAll
  void close() {
    clients.close();
  }

  @Test
  void keyOfAcm_isMadeOnceForAccountAndRegion() throws Exception {
    Region region = server.unusedRegion();
    try (AwsClients used = AwsClients.root(server, region);
        AwsClients unused = AwsClients.root(server, server.unusedRegion())) {
      assertThat(aliases(used.kms())).isEmpty();

      PrivateAuthority local = PrivateAuthority.create(used.acmPca());
      local.request(used, "one.latchkey.test");
      List<AliasListEntry> first = aliases(used.kms());
      local.request(used, "two.latchkey.test");
      importCertificate(used.acm(), KeyAndCertificate.create("EC", 256, "three.latchkey.test"));

      assertThat(first).hasSize(1);
      assertThat(aliases(used.kms())).isEqualTo(first);
      assertThat(first.get(0).aliasArn())
          .isEqualTo(
              "arn:aws:kms:%s:%s:%s".formatted(region.id(), LatchkeyServer.ACCOUNT_ID, ALIAS));
      assertThat(aliases(unused.kms())).isEmpty();
    }
  }

  private static List<AliasListEntry> aliases(KmsClient kms) {
    return kms.listAliasesPaginator().aliases().stream()
        .filter(alias -> alias.aliasName().equals(ALIAS))
        .toList();
  }

  @Test
  void requestedCertificate_isIssuedByTheAuthority() throws Exception {
    String arn = authority.request(clients, "issued.latchkey.test");

    CertificateDetail detail = describe(arn);
    GetCertificateResponse got = acm.getCertificate(request -> request.certificateArn(arn));
    X509Certificate certificate = Pem.certificate(got.certificate());

    assertThat(detail.status()).isEqualTo(CertificateStatus.ISSUED);
    assertThat(detail.type()).isEqualTo(CertificateType.PRIVATE);
    assertThat(detail.certificateAuthorityArn()).isEqualTo(authority.arn());
    assertThat(detail.domainName()).isEqualTo("issued.latchkey.test");
    assertThat(detail.inUseBy()).isEmpty();
    assertThat(detail.notAfter()).isEqualTo(certificate.getNotAfter().toInstant());
    certificate.verify(authority.certificate().getPublicKey());
    assertThat(certificate.getSubjectAlternativeNames())
        .containsExactly(List.of(2, "issued.latchkey.test"));
    assertThat(Pem.certificates(got.certificateChain())).containsExactly(authority.certificate());
  }

  @Test
  void listedCertificates_haveTheKeyTypesAskedFor() {
    String arn = authority.request(clients, "listed.latchkey.test");

    assertThat(
            acm.listCertificatesPaginator(
                    request ->
                        request.includes(types -> types.keyTypes(KeyAlgorithm.EC_PRIME256_V1)))
                .certificateSummaryList())
        .extracting(CertificateSummary::certificateArn)
        .contains(arn);
    assertThat(acm.listCertificatesPaginator().certificateSummaryList())
        .extracting(CertificateSummary::certificateArn)
        .doesNotContain(arn);
  }

  @Test
  void exportedKey_isThatOfTheCertificate() throws Exception {
    String arn = authority.request(clients, "exported.latchkey.test");

    ExportCertificateResponse exported = ExportedKey.export(acm, arn);

    assertThat(exported.privateKey()).startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----");
    assertThat(exported.certificate())
        .isEqualTo(acm.getCertificate(request -> request.certificateArn(arn)).certificate());
    assertThat(Pem.certificates(exported.certificateChain()))
        .containsExactly(authority.certificate());
    assertSigns(ExportedKey.decrypt(exported), Pem.certificate(exported.certificate()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"with#sign", "with$sign", "with%sign", "p\u00e4ssword"})
  void passphraseThatToolsMayMistake_isRefused(String passphrase) {
    String arn = authority.request(clients, "passphrase.latchkey.test");

    assertThatExceptionOfType(AcmException.class)
        .isThrownBy(
            () ->
                acm.exportCertificate(
                    request ->
                        request
                            .certificateArn(arn)
                            .passphrase(SdkBytes.fromUtf8String(passphrase))))
        .satisfies(refusal -> assertCode(refusal, "ValidationException"));
  }

  @Test
  void request_saysWhetherTheCertificateIsLogged() {
    String arn =
        acm.requestCertificate(
                request ->
                    request
                        .domainName("unlogged.latchkey.test")
                        .certificateAuthorityArn(authority.arn())
                        .options(
                            options ->
                                options.certificateTransparencyLoggingPreference(
                                    CertificateTransparencyLoggingPreference.DISABLED)))
            .certificateArn();

    assertThat(describe(arn).options().certificateTransparencyLoggingPreference())
        .isEqualTo(CertificateTransparencyLoggingPreference.DISABLED);
    assertThat(
            describe(authority.request(clients, "logged.latchkey.test"))
                .options()
                .certificateTransparencyLoggingPreference())
        .isEqualTo(CertificateTransparencyLoggingPreference.ENABLED);
  }

  @Test
  void certificateThatIsNotToBeExported_isNot() {
    String arn =
        acm.requestCertificate(
                request ->
                    request
                        .domainName("kept.latchkey.test")
                        .certificateAuthorityArn(authority.arn())
                        .options(options -> options.export(CertificateExport.DISABLED)))
            .certificateArn();

    assertThat(describe(arn).options().export()).isEqualTo(CertificateExport.DISABLED);
    assertThatExceptionOfType(AcmException.class)
        .isThrownBy(() -> ExportedKey.export(acm, arn))
        .satisfies(refusal -> assertCode(refusal, "ValidationException"))
        .withMessageContaining("Export option");
    assertThat(
            describe(authority.request(clients, "without-options.latchkey.test"))
                .options()
                .export())
        .isEqualTo(CertificateExport.ENABLED);
  }

  private static void assertSigns(PrivateKey privateKey, X509Certificate certificate)
      throws Exception {
    byte[] message = {1, 2, 3};
    Signature signer = Signature.getInstance("SHA256withECDSA");
    signer.initSign(privateKey);
    signer.update(message);
    byte[] signature = signer.sign();
    signer.initVerify(certificate);
    signer.update(message);
    assertThat(signer.verify(signature)).as("the key is the certificate's").isTrue();
  }

  @Test
  void deletedCertificate_isGone() {
    String arn = authority.request(clients, "deleted.latchkey.test");

    acm.deleteCertificate(request -> request.certificateArn(arn));

    assertThatExceptionOfType(ResourceNotFoundException.class).isThrownBy(() -> describe(arn));
    assertThatExceptionOfType(ResourceNotFoundException.class)
        .isThrownBy(() -> ExportedKey.export(acm, arn));
  }

  @Test
  void reimportedCertificate_hasAKeyOfTheSameKind() throws Exception {
    String arn =
        importCertificate(acm, KeyAndCertificate.create("RSA", 2048, "again.latchkey.test"))
            .certificateArn();
    KeyAndCertificate other = KeyAndCertificate.create("EC", 256, "again.latchkey.test");
    KeyAndCertificate same = KeyAndCertificate.create("RSA", 2048, "again.latchkey.test");

    assertThatExceptionOfType(AcmException.class)
        .isThrownBy(() -> reimport(arn, other))
        .satisfies(refusal -> assertCode(refusal, "ValidationException"));
    reimport(arn, same);

    CertificateDetail detail = describe(arn);
    assertThat(detail.keyAlgorithm()).isEqualTo(KeyAlgorithm.RSA_2048);
    assertThat(detail.options().exportAsString()).isEqualTo("DISABLED");
    assertThat(
            Pem.certificate(
                    acm.getCertificate(request -> request.certificateArn(arn)).certificate())
                .getEncoded())
        .isEqualTo(same.certificate().getEncoded());
  }

  @Test
  void reimportedCertificate_canDoWhatTheFormerCouldAndSaysNoMoreOfIt() throws Exception {
    Extension signing = usage(KeyUsage.digitalSignature);
    Extension both = usage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment);
    Extension server = purposes(KeyPurposeId.id_kp_serverAuth);
    Extension client = purposes(KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth);
    String name = "usages.latchkey.test";
    String restricted = imported(KeyAndCertificate.with(name, both, client));
    String free = imported(KeyAndCertificate.with(name));

    // RFC 5480 has no keyEncipherment, and CAs no clientAuth any more
    reimport(restricted, KeyAndCertificate.with(name, signing, server));
    for (KeyAndCertificate narrower :
        List.of(
            KeyAndCertificate.with(name, signing),
            KeyAndCertificate.with(name, usage(KeyUsage.keyAgreement), server))) {
      assertRefused(() -> reimport(restricted, narrower), "cannot be removed");
    }
    for (Extension added : List.of(signing, server)) {
      KeyAndCertificate other = KeyAndCertificate.with(name, added);
      assertRefused(() -> reimport(free, other), "cannot be added");
    }
    reimport(free, KeyAndCertificate.with(name));
    reimport(restricted, KeyAndCertificate.with(name, both, client));
  }

  private String imported(KeyAndCertificate certificate) throws Exception {
    return importCertificate(acm, certificate).certificateArn();
  }

  private static void assertRefused(ThrowingCallable reimport, String sentence) {
    assertThatExceptionOfType(AcmException.class)
        .isThrownBy(reimport)
        .withMessageContaining(sentence)
        .satisfies(refusal -> assertCode(refusal, "ValidationException"));
  }

  private static Extension usage(int usages) throws IOException {
    return new Extension(Extension.keyUsage, true, new KeyUsage(usages).getEncoded());
  }

  private static Extension purposes(KeyPurposeId... purposes) throws IOException {
    return new Extension(
        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes).getEncoded());
  }

  private void reimport(String arn, KeyAndCertificate imported) throws Exception {
    SdkBytes certificate = imported.certificatePem();
    SdkBytes privateKey = imported.privateKeyPem();
    acm.importCertificate(
        request -> request.certificateArn(arn).certificate(certificate).privateKey(privateKey));
  }

  @Test
  void importedCertificate_isKeptAndNotExported() throws Exception {
    KeyAndCertificate imported = KeyAndCertificate.create("RSA", 2048, "imported.latchkey.test");

    String arn = importCertificate(acm, imported).certificateArn();

    CertificateDetail detail = describe(arn);
    assertThat(detail.type()).isEqualTo(CertificateType.IMPORTED);
    assertThat(detail.status()).isEqualTo(CertificateStatus.ISSUED);
    assertThat(detail.keyAlgorithm()).isEqualTo(KeyAlgorithm.RSA_2048);
    assertThat(
            Pem.certificate(
                    acm.getCertificate(request -> request.certificateArn(arn)).certificate())
                .getEncoded())
        .isEqualTo(imported.certificate().getEncoded());
    assertThatExceptionOfType(AcmException.class)
        .isThrownBy(() -> ExportedKey.export(acm, arn))
        .satisfies(refusal -> assertCode(refusal, "ValidationException"));
  }

  @Test
  void importedCertificate_isCalledByItsCommonName() throws Exception {
    String arn =
        importCertificate(
                acm, KeyAndCertificate.create("EC", 256, "common.latchkey.test", "other.test"))
            .certificateArn();

    assertThat(describe(arn).domainName()).isEqualTo("common.latchkey.test");
    assertThat(describe(arn).subjectAlternativeNames()).containsExactly("other.test");
  }

  @Test
  void importedCertificateWhoseSubjectIsNoDomain_isCalledByItsFirstAlternativeName()
      throws Exception {
    String arn =
        importCertificate(acm, KeyAndCertificate.create("EC", 256, "Some Device", "device.test"))
            .certificateArn();

    assertThat(describe(arn).domainName()).isEqualTo("device.test");
  }

  /** 24 KB of them, and with what the database cannot keep among them. */
  @Test
  void importedCertificateWithAsManyNamesAsFit_isShownWithThem() throws Exception {
    List<GeneralName> names = new ArrayList<>();
    names.add(new GeneralName(GeneralName.dNSName, "many.latchkey.test"));
    names.add(new GeneralName(GeneralName.dNSName, "nul\0.latchkey.test"));
    for (int i = 0; i < 1_100; i++) {
      String address = "2001:db8:1234:5678:9abc:def0:1234:%x".formatted(0x1000 + i);
      names.add(new GeneralName(GeneralName.iPAddress, address));
    }
    KeyAndCertificate imported =
        KeyAndCertificate.with(
            "Many names",
            new Extension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(names.toArray(new GeneralName[0])).getEncoded()));

    String arn = importCertificate(acm, imported).certificateArn();

    assertThat(describe(arn).subjectAlternativeNames())
        .hasSize(1_101)
        .contains("many.latchkey.test", "2001:db8:1234:5678:9abc:def0:1234:1000");
  }

  @Test
  void importWithTheKeyOfAnother_isRefused() throws Exception {
    KeyAndCertificate imported = KeyAndCertificate.create("EC", 256, "mismatch.latchkey.test");
    SdkBytes another =
        KeyAndCertificate.create("EC", 256, "mismatch.latchkey.test").privateKeyPem();
    SdkBytes certificate = imported.certificatePem();

    assertThatExceptionOfType(AcmException.class)
        .isThrownBy(
            () ->
                acm.importCertificate(
                    request -> request.certificate(certificate).privateKey(another)))
        .satisfies(refusal -> assertCode(refusal, "ValidationException"));
  }

  @Test
  void allowedCall_leavesItsRecordAndThatOfTheEncryption() throws Exception {
    KeyAndCertificate imported = KeyAndCertificate.create("EC", 256, "audited.latchkey.test");

    ImportCertificateResponse answer = importCertificate(acm, imported);

    List<JsonNode> records = trail.of(answer.responseMetadata().requestId());
    assertThat(records)
        .extracting(record -> record.path("eventName").asText())
        .containsExactly("Encrypt", "ImportCertificate");
    assertThat(records.get(0).path("userIdentity").path("invokedBy").asText()).startsWith("acm.");
    JsonNode record = records.get(1);
    assertThat(record.path("eventSource").asText()).isEqualTo("acm.amazonaws.com");
    assertThat(record.path("awsRegion").asText()).isEqualTo(LatchkeyServer.REGION);
    assertThat(record.path("recipientAccountId").asText()).isEqualTo(LatchkeyServer.ACCOUNT_ID);
    assertThat(record.path("userIdentity").path("type").asText()).isEqualTo("Root");
    assertThat(record.has("errorCode")).isFalse();
    assertThat(records.toString()).contains(answer.certificateArn()).doesNotContain("PRIVATE KEY");
  }

  @Test
  void refusedCall_leavesOneRecord() {
    String unknown =
        "arn:aws:acm:%s:%s:certificate/%s"
            .formatted(LatchkeyServer.REGION, LatchkeyServer.ACCOUNT_ID, UUID.randomUUID());

    ResourceNotFoundException refusal =
        catchThrowableOfType(ResourceNotFoundException.class, () -> describe(unknown));

    List<JsonNode> records = trail.of(refusal.requestId());
    assertThat(records).hasSize(1);
    assertThat(records.get(0).path("eventName").asText()).isEqualTo("DescribeCertificate");
    assertThat(records.get(0).path("errorCode").asText()).isEqualTo("ResourceNotFoundException");
  }

  private CertificateDetail describe(String arn) {
    return acm.describeCertificate(request -> request.certificateArn(arn)).certificate();
  }

  private static ImportCertificateResponse importCertificate(
      AcmClient acm, KeyAndCertificate imported) throws Exception {
    SdkBytes certificate = imported.certificatePem();
    SdkBytes privateKey = imported.privateKeyPem();
    return acm.importCertificate(
        request -> request.certificate(certificate).privateKey(privateKey));
  }

  private static void assertCode(AcmException refusal, String code) {
    assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(code);
    assertThat(refusal.statusCode()).isEqualTo(400);
  }
}
