package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.acmpca.AcmPcaClient;
import software.amazon.awssdk.services.acmpca.model.ActionType;
import software.amazon.awssdk.services.acmpca.model.CertificateAuthorityStatus;
import software.amazon.awssdk.services.acmpca.model.CertificateAuthorityType;
import software.amazon.awssdk.services.acmpca.model.RevocationReason;
import software.amazon.awssdk.services.acmpca.model.Tag;
import software.amazon.awssdk.services.acmpca.model.ValidityPeriodType;

/**
 * Every operation on an authority in every state that it can be seen in: done, or refused with
 * {@code InvalidStateException}.
 *
 * @see <a href="https://docs.aws.amazon.com/privateca/latest/userguide/PcaUpdateStatus.html">AWS
 *     Private CA User Guide, Understand CA status</a>
 */
@org.junit.jupiter.api.Tag("any-database")
@ExtendWith(LatchkeyExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuthorityStateIT {
  private static final long LIFETIME_SECONDS = 6;

  private static final Set<CertificateAuthorityStatus> ALL =
      EnumSet.of(
          CertificateAuthorityStatus.PENDING_CERTIFICATE,
          CertificateAuthorityStatus.ACTIVE,
          CertificateAuthorityStatus.DISABLED,
          CertificateAuthorityStatus.EXPIRED,
          CertificateAuthorityStatus.DELETED);

  private static final Set<CertificateAuthorityStatus> NOT_DELETED =
      EnumSet.complementOf(EnumSet.of(CertificateAuthorityStatus.DELETED));

  private static final Set<CertificateAuthorityStatus> ALIVE =
      EnumSet.of(CertificateAuthorityStatus.ACTIVE, CertificateAuthorityStatus.DISABLED);

  private static final Set<CertificateAuthorityStatus> CERTIFIED =
      EnumSet.of(
          CertificateAuthorityStatus.ACTIVE,
          CertificateAuthorityStatus.DISABLED,
          CertificateAuthorityStatus.EXPIRED);

  /** An operation on an authority. */
  private interface Call {
    void on(AuthorityStateIT test, Subject subject);
  }

  /** In which states an operation is done. */
  private record Operation(Set<CertificateAuthorityStatus> done, Call call) {}

  /**
   * An authority.
   *
   * @param leaf a certificate that it has issued; its own ARN where it has issued none
   * @param serial that certificate's serial number
   */
  private record Subject(String arn, String leaf, String serial) {}

  private static final Map<String, Operation> OPERATIONS = new LinkedHashMap<>();

  private static void on(String name, Set<CertificateAuthorityStatus> done, Call call) {
    OPERATIONS.put(name, new Operation(done, call));
  }

  static {
    on(
        "DescribeCertificateAuthority",
        ALL,
        (test, subject) -> test.authorities.describe(subject.arn));
    on(
        "GetCertificateAuthorityCsr",
        NOT_DELETED,
        (test, subject) -> test.authorities.csr(subject.arn));
    on(
        "GetCertificateAuthorityCertificate",
        CERTIFIED,
        (test, subject) -> test.authorities.certificate(subject.arn));
    on(
        "GetCertificate",
        CERTIFIED,
        (test, subject) -> test.authorities.certificate(subject.arn, subject.leaf));
    on(
        "IssueCertificate",
        EnumSet.of(CertificateAuthorityStatus.ACTIVE),
        (test, subject) -> test.leaf(subject.arn));
    on(
        "RevokeCertificate",
        ALIVE,
        (test, subject) ->
            test.acmPca.revokeCertificate(
                request ->
                    request
                        .certificateAuthorityArn(subject.arn)
                        .certificateSerial(subject.serial)
                        .revocationReason(RevocationReason.UNSPECIFIED)));
    on(
        "CreateCertificateAuthorityAuditReport",
        ALIVE,
        (test, subject) ->
            test.acmPca.createCertificateAuthorityAuditReport(
                request ->
                    request
                        .certificateAuthorityArn(subject.arn)
                        .s3BucketName("reports")
                        .auditReportResponseFormat("CSV")));
    on(
        "UpdateCertificateAuthority",
        ALIVE,
        (test, subject) ->
            test.authorities.setStatus(subject.arn, CertificateAuthorityStatus.ACTIVE));
    on(
        "DeleteCertificateAuthority",
        EnumSet.of(
            CertificateAuthorityStatus.PENDING_CERTIFICATE,
            CertificateAuthorityStatus.DISABLED,
            CertificateAuthorityStatus.EXPIRED),
        (test, subject) ->
            test.acmPca.deleteCertificateAuthority(
                request -> request.certificateAuthorityArn(subject.arn)));
    on(
        "RestoreCertificateAuthority",
        EnumSet.of(CertificateAuthorityStatus.DELETED),
        (test, subject) ->
            test.acmPca.restoreCertificateAuthority(
                request -> request.certificateAuthorityArn(subject.arn)));
    on(
        "TagCertificateAuthority",
        NOT_DELETED,
        (test, subject) ->
            test.acmPca.tagCertificateAuthority(
                request ->
                    request
                        .certificateAuthorityArn(subject.arn)
                        .tags(Tag.builder().key("a").value("b").build())));
    on(
        "ListTags",
        NOT_DELETED,
        (test, subject) ->
            test.acmPca.listTags(request -> request.certificateAuthorityArn(subject.arn)));
    on(
        "CreatePermission",
        NOT_DELETED,
        (test, subject) ->
            test.acmPca.createPermission(
                request ->
                    request
                        .certificateAuthorityArn(subject.arn)
                        .principal("acm.amazonaws.com")
                        .actions(ActionType.ISSUE_CERTIFICATE)));
    on(
        "ListPermissions",
        NOT_DELETED,
        (test, subject) ->
            test.acmPca.listPermissions(request -> request.certificateAuthorityArn(subject.arn)));
    on(
        "DeletePolicy",
        NOT_DELETED,
        (test, subject) -> test.acmPca.deletePolicy(request -> request.resourceArn(subject.arn)));
  }

  private final AwsClients clients;
  private final AcmPcaClient acmPca;
  private final AuthorityClient authorities;
  private final Map<CertificateAuthorityStatus, List<Subject>> subjects =
      new EnumMap<>(CertificateAuthorityStatus.class);
  private String csr = "";

  AuthorityStateIT(LatchkeyServer server) {
    clients = AwsClients.root(server);
    acmPca = clients.acmPca();
    authorities = new AuthorityClient(acmPca);
  }

  @AfterAll
  void close() {
    clients.close();
  }

  /** An authority for each cell of the table, put into its state when all have been made. */
  @BeforeAll
  void makeAuthorities() {
    csr = authorities.csr(authorities.create(CertificateAuthorityType.ROOT, "a key"));
    for (CertificateAuthorityStatus status : ALL) {
      List<Subject> made = new ArrayList<>();
      for (int i = 0; i < OPERATIONS.size(); i++) {
        made.add(make(status));
      }
      if (status == CertificateAuthorityStatus.EXPIRED) {
        made.add(make(status));
      }
      subjects.put(status, made);
    }
    for (Subject subject : subjects(CertificateAuthorityStatus.EXPIRED)) {
      Await.until(
          "it has expired",
          () -> authorities.status(subject.arn) == CertificateAuthorityStatus.EXPIRED);
    }
  }

  private List<Subject> subjects(CertificateAuthorityStatus status) {
    return Objects.requireNonNull(subjects.get(status));
  }

  private Subject make(CertificateAuthorityStatus status) {
    String arn = authorities.create(CertificateAuthorityType.ROOT, status.toString());
    if (status == CertificateAuthorityStatus.PENDING_CERTIFICATE) {
      return new Subject(arn, arn + "/certificate/01", "01");
    }
    long end = Instant.now().getEpochSecond() + LIFETIME_SECONDS;
    boolean expires = status == CertificateAuthorityStatus.EXPIRED;
    String own =
        authorities.issue(
            arn,
            authorities.csr(arn),
            request -> {
              request.templateArn(AuthorityClient.template("RootCACertificate"));
              if (expires) {
                request.validity(v -> v.type(ValidityPeriodType.ABSOLUTE).value(end));
              }
            });
    authorities.importCertificate(arn, authorities.certificate(arn, own), null);
    String leaf = expires ? own : leaf(arn);
    Subject subject = new Subject(arn, leaf, authorities.serial(arn, leaf));
    if (status == CertificateAuthorityStatus.DISABLED
        || status == CertificateAuthorityStatus.DELETED) {
      authorities.setStatus(arn, CertificateAuthorityStatus.DISABLED);
    }
    if (status == CertificateAuthorityStatus.DELETED) {
      acmPca.deleteCertificateAuthority(request -> request.certificateAuthorityArn(arn));
    }
    return subject;
  }

  /** A certificate that ends before its issuer's does; its ARN. */
  private String leaf(String arn) {
    return authorities.issue(
        arn, csr, request -> request.validity(v -> v.type(ValidityPeriodType.DAYS).value(1L)));
  }

  static Stream<Arguments> cells() {
    return OPERATIONS.keySet().stream()
        .flatMap(operation -> ALL.stream().map(status -> Arguments.of(operation, status)));
  }

  @ParameterizedTest
  @MethodSource("cells")
  void operation_isDoneOrRefusedByTheState(String name, CertificateAuthorityStatus status) {
    Operation operation = Objects.requireNonNull(OPERATIONS.get(name));
    int index = List.copyOf(OPERATIONS.keySet()).indexOf(name);

    String answer = answer(operation, subjects(status).get(index));

    if (name.equals("GetCertificate") && status == CertificateAuthorityStatus.PENDING_CERTIFICATE) {
      assertThat(answer).isEqualTo("ResourceNotFoundException");
    } else {
      assertThat(answer)
          .isEqualTo(operation.done.contains(status) ? "done" : "InvalidStateException");
    }
  }

  @Test
  void expiredRoot_renewsItselfAndIsActiveAgain() {
    String arn = subjects(CertificateAuthorityStatus.EXPIRED).get(OPERATIONS.size()).arn;

    authorities.importSelfIssued(arn, 365);

    assertThat(authorities.status(arn)).isEqualTo(CertificateAuthorityStatus.ACTIVE);
    assertThat(leaf(arn)).startsWith(arn);
  }

  private String answer(Operation operation, Subject subject) {
    try {
      operation.call.on(this, subject);
      return "done";
    } catch (AwsServiceException refusal) {
      return refusal.awsErrorDetails().errorCode();
    }
  }
}
