package org.latchkey.web.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.accessanalyzer.PolicyValidationOperations;
import org.latchkey.associations.AssociationOperations;
import org.latchkey.associations.ServiceOperations;
import org.latchkey.authorities.AuditReportOperations;
import org.latchkey.authorities.AuthorityLifeOperations;
import org.latchkey.authorities.AuthorityOperations;
import org.latchkey.authorities.AuthorityPermissionOperations;
import org.latchkey.authorities.AuthorityPolicyOperations;
import org.latchkey.authorities.AuthorityTagOperations;
import org.latchkey.authorities.RevocationOperations;
import org.latchkey.certificates.AccountConfigurationOperations;
import org.latchkey.certificates.CertificateOperations;
import org.latchkey.certificates.CertificateTagOperations;
import org.latchkey.certificates.LifecycleOperations;
import org.latchkey.certificates.ReencryptionOperations;
import org.latchkey.certificates.SearchOperations;
import org.latchkey.cloudtrail.EventOperations;
import org.latchkey.findings.FindingOperations;
import org.latchkey.grants.GrantOperations;
import org.latchkey.iam.AccessKeyOperations;
import org.latchkey.iam.AttachmentOperations;
import org.latchkey.iam.ForeignEntityOperations;
import org.latchkey.iam.GroupOperations;
import org.latchkey.iam.InlinePolicyOperations;
import org.latchkey.iam.LoginProfileOperations;
import org.latchkey.iam.MfaOperations;
import org.latchkey.iam.OrganizationOperations;
import org.latchkey.iam.PasswordPolicyOperations;
import org.latchkey.iam.PolicyOperations;
import org.latchkey.iam.ProviderOperations;
import org.latchkey.iam.RoleOperations;
import org.latchkey.iam.SessionOperations;
import org.latchkey.iam.SessionTokens;
import org.latchkey.iam.SimulationOperations;
import org.latchkey.iam.UserOperations;
import org.latchkey.keys.AliasOperations;
import org.latchkey.keys.CustomKeyStoreOperations;
import org.latchkey.keys.ImportOperations;
import org.latchkey.keys.KeyOperations;
import org.latchkey.keys.KeyPolicyOperations;
import org.latchkey.keys.ReplicationOperations;
import org.latchkey.keys.RotationOperations;
import org.latchkey.keys.TagOperations;
import org.latchkey.keys.UsageOperations;
import org.latchkey.keyuse.DataKeyOperations;
import org.latchkey.keyuse.DataKeyPairOperations;
import org.latchkey.keyuse.EncapsulationOperations;
import org.latchkey.keyuse.EncryptionOperations;
import org.latchkey.keyuse.KeyAgreementOperations;
import org.latchkey.keyuse.MacOperations;
import org.latchkey.keyuse.RandomOperations;
import org.latchkey.keyuse.SigningOperations;
import org.latchkey.notifications.EventSubscriptionOperations;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.ServiceException;
import org.latchkey.web.jobs.JobOperations;
import org.latchkey.web.jobs.ReencryptionStarts;

/** Every table is held against its service's published model. */
class TablesTest {

  private static OperationTable kms() {
    return new KmsTable(
            new KeyOperations(),
            new KeyPolicyOperations(),
            new RotationOperations(),
            new ImportOperations(),
            new ReplicationOperations(),
            new AliasOperations(),
            new TagOperations(),
            new UsageOperations(),
            new EncryptionOperations(),
            new DataKeyOperations(),
            new DataKeyPairOperations(),
            new RandomOperations(),
            new MacOperations(),
            new KeyAgreementOperations(),
            new EncapsulationOperations(),
            new SigningOperations(),
            new GrantOperations(),
            new CustomKeyStoreOperations())
        .table();
  }

  private static OperationTable acm() {
    return new AcmTable(
            new CertificateOperations(),
            new LifecycleOperations(),
            new SearchOperations(),
            new CertificateTagOperations(),
            new AccountConfigurationOperations())
        .table();
  }

  private static OperationTable privateCa() {
    return new PrivateCaTable(
            new AuthorityOperations(),
            new AuthorityLifeOperations(),
            new AuthorityTagOperations(),
            new AuthorityPermissionOperations(),
            new AuthorityPolicyOperations(),
            new RevocationOperations(),
            new AuditReportOperations())
        .table();
  }

  static List<OperationTable> tables() {
    return List.of(
        kms(),
        acm(),
        privateCa(),
        new AccessAnalyzerTable(new PolicyValidationOperations()).table(),
        new CloudTrailTable(new EventOperations()).table(),
        new LatchkeyTable(
                new AssociationOperations(),
                new ServiceOperations(),
                new JobOperations(),
                new ReencryptionOperations(),
                new ReencryptionStarts(),
                new FindingOperations(),
                new AuditReportOperations(),
                new EventSubscriptionOperations())
            .table(),
        new IamTable(
                new UserOperations(),
                new AccessKeyOperations(),
                new GroupOperations(),
                new RoleOperations(),
                new InlinePolicyOperations(),
                new PolicyOperations(),
                new AttachmentOperations(),
                new LoginProfileOperations(),
                new PasswordPolicyOperations(),
                new MfaOperations(),
                new ProviderOperations(),
                new ForeignEntityOperations(),
                new SimulationOperations())
            .table(),
        new OrganizationsTable(new OrganizationOperations()).table(),
        new StsTable(new CallerIdentity(), new SessionOperations(), new SessionTokens()).table());
  }

  @ParameterizedTest
  @MethodSource("tables")
  void records_fitTheModel(OperationTable table) {
    assertThat(table.service()).isNotEmpty();
  }

  @Test
  void kms_servesEveryOperationOfThePublishedModel() {
    OperationTable kms = kms();

    assertThat(kms.model().operations()).hasSize(56);
    assertThat(kms.model().operations().keySet())
        .allSatisfy(operation -> assertThat(kms.find(operation)).isPresent());
  }

  @Test
  void acm_knowsEveryOperationOfThePublishedModel() {
    OperationTable acm = acm();

    assertThat(acm.model().operations()).hasSize(39);
    assertThat(acm.model().operations().keySet())
        .allSatisfy(operation -> assertThat(acm.find(operation)).isPresent());
  }

  @Test
  void acmeEndpoints_areUnsupported() {
    Operation create = acm().find("CreateAcmeEndpoint").orElseThrow();

    try (JsonInput in = new JsonInput("{}".getBytes(StandardCharsets.UTF_8))) {
      assertThatExceptionOfType(ServiceException.class)
          .isThrownBy(() -> create.read(in))
          .satisfies(
              refused -> assertThat(refused.fault()).isEqualTo(CommonFault.UNSUPPORTED_OPERATION));
    }
  }

  @Test
  void privateCa_servesEveryOperationOfThePublishedModel() {
    OperationTable privateCa = privateCa();

    assertThat(privateCa.model().operations()).hasSize(23);
    assertThat(privateCa.model().operations().keySet())
        .allSatisfy(operation -> assertThat(privateCa.find(operation)).isPresent());
  }

  @ParameterizedTest
  @ValueSource(strings = {"kms", "acm", "acm-pca", "sts", "iam", "organizations", "latchkey"})
  void model_namesOnlyShapesThatItHas(String service) {
    ServiceModel model = ServiceModel.of(service);

    model
        .operations()
        .values()
        .forEach(
            operation -> {
              assertThat(model.input(operation).type()).isEqualTo(Shape.Type.STRUCTURE);
              if (operation.output() != null) {
                assertThat(model.shape(operation.output()).type()).isEqualTo(Shape.Type.STRUCTURE);
              }
            });
    model
        .shapes()
        .values()
        .forEach(
            shape -> {
              shape.members().values().forEach(model::shape);
              assertThat(shape.members().keySet()).containsAll(shape.required());
              assertThat(shape.members().keySet().stream().map(Shape::componentName))
                  .doesNotHaveDuplicates();
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"kms", "acm", "acm-pca", "sts", "iam", "organizations", "latchkey"})
  void everyPattern_answersOnTextMadeToHurtIt(String service) {
    for (Shape shape : ServiceModel.of(service).shapes().values()) {
      if (shape.pattern() != null) {
        Long max = shape.max();
        int length = max == null ? 8_192 : (int) Math.min(max, 100_000);
        for (String unit : List.of("a", "/a", "A-", ".a", "1.", "AAAA", "arn:", "/", " ", "-")) {
          String text = "arn:aws:acm:r:1:" + unit.repeat(length / unit.length()) + "\u0001";
          assertThat(Constraints.of(shape).failures(text)).isNotEmpty();
        }
      }
    }
  }

  @Test
  void kmsRequest_isValidatedByThePublishedModel() {
    Operation encrypt = kms().find("Encrypt").orElseThrow();
    String keyId = "k".repeat(2_049);
    try (JsonInput in =
        new JsonInput(
            ("{\"KeyId\":\"" + keyId + "\",\"Plaintext\":\"\",\"EncryptionAlgorithm\":\"ROT13\"}")
                .getBytes(StandardCharsets.UTF_8))) {
      assertThatExceptionOfType(ServiceException.class)
          .isThrownBy(() -> encrypt.read(in))
          .withMessage(
              "3 validation errors detected: Value '"
                  + "k".repeat(1_024)
                  + "...' at 'keyId' failed to satisfy constraint: Member must have length less"
                  + " than or equal to 2048; Value at 'plaintext' failed to satisfy constraint:"
                  + " Member must have length greater than or equal to 1; Value 'ROT13' at"
                  + " 'encryptionAlgorithm' failed to satisfy constraint: Member must satisfy enum"
                  + " value set: [SYMMETRIC_DEFAULT, RSAES_OAEP_SHA_1, RSAES_OAEP_SHA_256,"
                  + " SM2PKE]");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "KeyId/keyId",
        "AWSAccountId/awsAccountId",
        "OID/oid",
        "CRLSign/crlSign",
        "S3BucketName/s3BucketName",
        "X509Attributes/x509Attributes",
        "keyTypes/keyTypes"
      })
  void componentName_lowersTheFirstWord(String pair) {
    String[] names = pair.split("/", -1);

    assertThat(Shape.componentName(names[0])).isEqualTo(names[1]);
  }
}
