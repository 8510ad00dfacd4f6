package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.acm.model.CertificateDetail;
import software.amazon.awssdk.services.acm.model.CertificateStatus;
import software.amazon.awssdk.services.acm.model.CertificateTransparencyLoggingPreference;
import software.amazon.awssdk.services.acm.model.FailureReason;
import software.amazon.awssdk.services.acm.model.RevocationReason;
import software.amazon.awssdk.services.acmpca.AcmPcaClient;
import software.amazon.awssdk.services.acmpca.model.ActionType;
import software.amazon.awssdk.services.acmpca.model.AuditReportResponseFormat;
import software.amazon.awssdk.services.acmpca.model.CertificateAuthorityStatus;
import software.amazon.awssdk.services.acmpca.model.SigningAlgorithm;
import software.amazon.awssdk.services.acmpca.model.ValidityPeriodType;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/**
 * Another account's administrator, who may do everything there, at the certificates, authorities
 * and policies of this one: each operation that can name one is refused. KMS's are in {@link
 * OrganizationsIT}.
 */
@ExtendWith(LatchkeyExtension.class)
@Tag("any-database")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AnothersResourcesIT {
  private static final Set<String> REFUSALS =
      Set.of("AccessDenied", "AccessDeniedException", "NoSuchEntity", "ResourceNotFoundException");

  private final AwsClients root;
  private final MemberAccount other;
  private final PrivateAuthority authority;
  private final String certificateArn;
  private final String policyArn;
  private final SdkBytes certificate;
  private final SdkBytes privateKey;

  AnothersResourcesIT(LatchkeyServer server) throws Exception {
    root = AwsClients.root(server);
    other = MemberAccount.create(server, root);
    authority = PrivateAuthority.create(root.acmPca());
    certificateArn = authority.request(root, "ours.latchkey.test");
    policyArn =
        root.iam()
            .createPolicy(
                request ->
                    request
                        .policyName("ours")
                        .policyDocument(PolicyText.of(PolicyText.allow("kms:*", "*"))))
            .policy()
            .arn();
    KeyAndCertificate theirs = KeyAndCertificate.create("EC", 256, "theirs.latchkey.test");
    certificate = theirs.certificatePem();
    privateKey = theirs.privateKeyPem();
  }

  @AfterAll
  void close() {
    root.iam().deletePolicy(request -> request.policyArn(policyArn));
    other.close();
    root.close();
  }

  private Map<String, Consumer<AcmClient>> acm() {
    String arn = certificateArn;
    var tag = software.amazon.awssdk.services.acm.model.Tag.builder().key("team").build();
    Map<String, Consumer<AcmClient>> calls = new TreeMap<>();
    calls.put(
        "addTagsToCertificate",
        acm -> acm.addTagsToCertificate(r -> r.certificateArn(arn).tags(tag)));
    calls.put("deleteCertificate", acm -> acm.deleteCertificate(r -> r.certificateArn(arn)));
    calls.put("describeCertificate", acm -> acm.describeCertificate(r -> r.certificateArn(arn)));
    calls.put(
        "exportCertificate",
        acm ->
            acm.exportCertificate(
                r -> r.certificateArn(arn).passphrase(SdkBytes.fromUtf8String("passphrase"))));
    calls.put("getCertificate", acm -> acm.getCertificate(r -> r.certificateArn(arn)));
    calls.put(
        "importCertificate",
        acm ->
            acm.importCertificate(
                r -> r.certificateArn(arn).certificate(certificate).privateKey(privateKey)));
    calls.put(
        "listTagsForCertificate", acm -> acm.listTagsForCertificate(r -> r.certificateArn(arn)));
    calls.put(
        "removeTagsFromCertificate",
        acm -> acm.removeTagsFromCertificate(r -> r.certificateArn(arn).tags(tag)));
    calls.put("renewCertificate", acm -> acm.renewCertificate(r -> r.certificateArn(arn)));
    calls.put(
        "resendValidationEmail",
        acm ->
            acm.resendValidationEmail(
                r ->
                    r.certificateArn(arn)
                        .domain("ours.latchkey.test")
                        .validationDomain("latchkey.test")));
    calls.put(
        "revokeCertificate",
        acm ->
            acm.revokeCertificate(
                r -> r.certificateArn(arn).revocationReason(RevocationReason.SUPERSEDED)));
    calls.put(
        "updateCertificateOptions",
        acm ->
            acm.updateCertificateOptions(
                r ->
                    r.certificateArn(arn)
                        .options(
                            o ->
                                o.certificateTransparencyLoggingPreference(
                                    CertificateTransparencyLoggingPreference.DISABLED))));
    return calls;
  }

  private Map<String, Consumer<AcmPcaClient>> acmPca() {
    String arn = authority.arn();
    var tag = software.amazon.awssdk.services.acmpca.model.Tag.builder().key("team").build();
    Map<String, Consumer<AcmPcaClient>> calls = new TreeMap<>();
    calls.put(
        "createCertificateAuthorityAuditReport",
        pca ->
            pca.createCertificateAuthorityAuditReport(
                r ->
                    r.certificateAuthorityArn(arn)
                        .s3BucketName("reports")
                        .auditReportResponseFormat(AuditReportResponseFormat.JSON)));
    calls.put(
        "createPermission",
        pca ->
            pca.createPermission(
                r ->
                    r.certificateAuthorityArn(arn)
                        .principal("acm.amazonaws.com")
                        .actions(ActionType.ISSUE_CERTIFICATE, ActionType.GET_CERTIFICATE)));
    calls.put(
        "deleteCertificateAuthority",
        pca -> pca.deleteCertificateAuthority(r -> r.certificateAuthorityArn(arn)));
    calls.put(
        "deletePermission",
        pca ->
            pca.deletePermission(
                r -> r.certificateAuthorityArn(arn).principal("acm.amazonaws.com")));
    calls.put("deletePolicy", pca -> pca.deletePolicy(r -> r.resourceArn(arn)));
    calls.put(
        "describeCertificateAuthority",
        pca -> pca.describeCertificateAuthority(r -> r.certificateAuthorityArn(arn)));
    calls.put(
        "describeCertificateAuthorityAuditReport",
        pca ->
            pca.describeCertificateAuthorityAuditReport(
                r ->
                    r.certificateAuthorityArn(arn)
                        .auditReportId("9f0e3a52-6a0e-4f0e-8a36-0d7f6a3f7c11")));
    calls.put(
        "getCertificate",
        pca ->
            pca.getCertificate(
                r ->
                    r.certificateAuthorityArn(arn)
                        .certificateArn(arn + "/certificate/" + "0".repeat(32))));
    calls.put(
        "getCertificateAuthorityCertificate",
        pca -> pca.getCertificateAuthorityCertificate(r -> r.certificateAuthorityArn(arn)));
    calls.put(
        "getCertificateAuthorityCsr",
        pca -> pca.getCertificateAuthorityCsr(r -> r.certificateAuthorityArn(arn)));
    calls.put("getPolicy", pca -> pca.getPolicy(r -> r.resourceArn(arn)));
    calls.put(
        "importCertificateAuthorityCertificate",
        pca ->
            pca.importCertificateAuthorityCertificate(
                r -> r.certificateAuthorityArn(arn).certificate(certificate)));
    calls.put(
        "issueCertificate",
        pca ->
            pca.issueCertificate(
                r ->
                    r.certificateAuthorityArn(arn)
                        .csr(SdkBytes.fromUtf8String("a request"))
                        .signingAlgorithm(SigningAlgorithm.SHA256_WITHECDSA)
                        .validity(v -> v.type(ValidityPeriodType.DAYS).value(1L))));
    calls.put("listPermissions", pca -> pca.listPermissions(r -> r.certificateAuthorityArn(arn)));
    calls.put("listTags", pca -> pca.listTags(r -> r.certificateAuthorityArn(arn)));
    calls.put("putPolicy", pca -> pca.putPolicy(r -> r.resourceArn(arn).policy(PolicyText.of())));
    calls.put(
        "restoreCertificateAuthority",
        pca -> pca.restoreCertificateAuthority(r -> r.certificateAuthorityArn(arn)));
    calls.put(
        "revokeCertificate",
        pca ->
            pca.revokeCertificate(
                r ->
                    r.certificateAuthorityArn(arn)
                        .certificateSerial("01:02")
                        .revocationReason("SUPERSEDED")));
    calls.put(
        "tagCertificateAuthority",
        pca -> pca.tagCertificateAuthority(r -> r.certificateAuthorityArn(arn).tags(tag)));
    calls.put(
        "untagCertificateAuthority",
        pca -> pca.untagCertificateAuthority(r -> r.certificateAuthorityArn(arn).tags(tag)));
    calls.put(
        "updateCertificateAuthority",
        pca ->
            pca.updateCertificateAuthority(
                r -> r.certificateAuthorityArn(arn).status(CertificateAuthorityStatus.DISABLED)));
    return calls;
  }

  private Map<String, Consumer<IamClient>> iam() {
    String arn = policyArn;
    Map<String, Consumer<IamClient>> calls = new TreeMap<>();
    calls.put("getPolicy", iam -> iam.getPolicy(r -> r.policyArn(arn)));
    calls.put(
        "getPolicyVersion", iam -> iam.getPolicyVersion(r -> r.policyArn(arn).versionId("v1")));
    calls.put("listPolicyVersions", iam -> iam.listPolicyVersions(r -> r.policyArn(arn)));
    calls.put("listEntitiesForPolicy", iam -> iam.listEntitiesForPolicy(r -> r.policyArn(arn)));
    calls.put(
        "createPolicyVersion",
        iam ->
            iam.createPolicyVersion(
                r ->
                    r.policyArn(arn)
                        .policyDocument(PolicyText.of(PolicyText.allow("kms:*", "*")))));
    calls.put(
        "setDefaultPolicyVersion",
        iam -> iam.setDefaultPolicyVersion(r -> r.policyArn(arn).versionId("v1")));
    calls.put(
        "deletePolicyVersion",
        iam -> iam.deletePolicyVersion(r -> r.policyArn(arn).versionId("v1")));
    calls.put("deletePolicy", iam -> iam.deletePolicy(r -> r.policyArn(arn)));
    var tag = software.amazon.awssdk.services.iam.model.Tag.builder().key("team").value("").build();
    calls.put("tagPolicy", iam -> iam.tagPolicy(r -> r.policyArn(arn).tags(tag)));
    calls.put("untagPolicy", iam -> iam.untagPolicy(r -> r.policyArn(arn).tagKeys("team")));
    calls.put("listPolicyTags", iam -> iam.listPolicyTags(r -> r.policyArn(arn)));
    return calls;
  }

  /** An operation by its name, to be called on the other account's clients. */
  private record Call(Consumer<AwsClients> on) {}

  Stream<Named<Call>> calls() {
    return Stream.of(
            acm().entrySet().stream()
                .map(
                    e ->
                        Named.of("acm " + e.getKey(), new Call(c -> e.getValue().accept(c.acm())))),
            acmPca().entrySet().stream()
                .map(
                    e ->
                        Named.of(
                            "acm-pca " + e.getKey(),
                            new Call(c -> e.getValue().accept(c.acmPca())))),
            iam().entrySet().stream()
                .map(
                    e ->
                        Named.of("iam " + e.getKey(), new Call(c -> e.getValue().accept(c.iam())))))
        .flatMap(each -> each);
  }

  @ParameterizedTest
  @MethodSource("calls")
  void operationOnAnothersResource_isRefused(Call call) {
    AwsServiceException refused =
        catchThrowableOfType(
            AwsServiceException.class, () -> call.on().accept(other.administrator()));

    assertThat(refused).isNotNull();
    assertThat(refused.awsErrorDetails().errorCode()).isIn(REFUSALS);
  }

  /** ACM takes the request, and says in the certificate what the authority has said. */
  @Test
  void certificateOfAnothersAuthority_isNotIssued() {
    AcmClient acm = other.administrator().acm();

    String arn =
        acm.requestCertificate(
                r -> r.certificateAuthorityArn(authority.arn()).domainName("theirs.latchkey.test"))
            .certificateArn();

    CertificateDetail made = acm.describeCertificate(r -> r.certificateArn(arn)).certificate();
    assertThat(made.status()).isEqualTo(CertificateStatus.FAILED);
    assertThat(made.failureReason()).isEqualTo(FailureReason.PCA_ACCESS_DENIED);
  }

  @Test
  void everyOperationThatNamesACertificateOrAuthority_isAmongThem() {
    Set<String> ofAcm = operationsOf(AcmClient.class);
    assertThat(ofAcm.remove("requestCertificate")).isTrue();
    assertThat(acm().keySet()).isEqualTo(ofAcm);
    assertThat(acmPca().keySet()).isEqualTo(operationsOf(AcmPcaClient.class));
  }

  /** The client's operations whose request can name a certificate, an authority or a resource. */
  private static Set<String> operationsOf(Class<?> client) {
    Set<String> names = new TreeSet<>();
    for (Method method : client.getMethods()) {
      if (method.getParameterCount() == 1
          && SdkPojo.class.isAssignableFrom(method.getParameterTypes()[0])
          && !method.getName().endsWith("Paginator")
          && namesAResource(method.getParameterTypes()[0])) {
        names.add(method.getName());
      }
    }
    return names;
  }

  private static boolean namesAResource(Class<?> request) {
    try {
      SdkPojo empty =
          (SdkPojo) ((SdkBuilder<?, ?>) request.getMethod("builder").invoke(null)).build();
      return empty.sdkFields().stream()
          .anyMatch(
              field ->
                  Set.of("CertificateArn", "CertificateAuthorityArn", "ResourceArn")
                      .contains(field.memberName()));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
