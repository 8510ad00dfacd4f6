package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.latchkey.tests.PolicyText.allow;
import static org.latchkey.tests.Refusal.assertRefused;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.accessanalyzer.model.PathElement;
import software.amazon.awssdk.services.accessanalyzer.model.PolicyType;
import software.amazon.awssdk.services.accessanalyzer.model.ValidatePolicyFinding;
import software.amazon.awssdk.services.accessanalyzer.model.ValidatePolicyFindingType;
import software.amazon.awssdk.services.accessanalyzer.model.ValidatePolicyResponse;
import software.amazon.awssdk.services.accessanalyzer.model.ValidationException;

/** What IAM Access Analyzer's ValidatePolicy says of policies. */
@Tag("any-database")
@ExtendWith(LatchkeyExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PolicyValidationIT {
  private static final String ADMINISTRATORS =
      """
      {"Sid": "Administrators", "Effect": "Allow", "Action": "kms:*", "Resource": "*",
       "Principal": {"AWS": "111122223333"}}""";

  private final LatchkeyServer server;
  private final AwsClients root;

  PolicyValidationIT(LatchkeyServer server) {
    this.server = server;
    root = AwsClients.root(server);
  }

  @AfterAll
  void close() {
    root.close();
  }

  private ValidatePolicyResponse validate(String policy, PolicyType type) {
    return root.accessAnalyzer().validatePolicy(r -> r.policyDocument(policy).policyType(type));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ALLOW_WITH_UNRESTRICTED_PRINCIPAL | allows everyone  | `"Effect": "Allow", "Principal": "*", "Action": "kms:Decrypt", "Resource": "*"`
          ALLOW_EVERYONE_EVERY_ACTION       | do everything    | `"Effect": "Allow", "Principal": "*", "Action": "kms:*", "Resource": "*"`
          POLICY_LOCKOUT                    | change this policy again | `"Effect": "Deny", "Principal": "*", "Action": "kms:*", "Resource": "*"`
          DENY_NEVER_APPLIES                | can never apply  | `"Effect": "Deny", "Principal": "*", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringEquals": {"aws:userid": "a"}, "StringNotLike": {"aws:userid": "a*"}}`
          """)
  void whatIsDangerous_hasASentence(String issueCode, String words, String statement) {
    ValidatePolicyResponse response =
        validate(PolicyText.of(ADMINISTRATORS, "{" + statement + "}"), PolicyType.RESOURCE_POLICY);

    assertThat(response.findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.issueCode()).isEqualTo(issueCode);
              assertThat(finding.findingDetails()).contains(words).endsWith(".");
              assertThat(finding.learnMoreLink()).startsWith("https://docs.aws.amazon.com/");
            });
  }

  @Test
  void finding_pointsAtTheText() {
    String policy =
        """
        {
          "Version": "2012-10-17",
          "Statement": [
            {"Effect": "Allow", "Action": "*", "Resource": "*"}
          ]
        }""";

    ValidatePolicyFinding finding = validate(policy, PolicyType.IDENTITY_POLICY).findings().get(0);

    assertThat(finding.findingType()).isEqualTo(ValidatePolicyFindingType.SECURITY_WARNING);
    assertThat(finding.locations())
        .singleElement()
        .satisfies(
            location -> {
              assertThat(location.path())
                  .containsExactly(
                      PathElement.fromKey("Statement"),
                      PathElement.fromIndex(0),
                      PathElement.fromKey("Action"));
              assertThat(location.span().start().line()).isEqualTo(4);
              assertThat(
                      policy.substring(
                          location.span().start().offset(), location.span().end().offset()))
                  .isEqualTo("\"*\"");
            });
  }

  @Test
  void findings_comeInPages() {
    String policy =
        PolicyText.of(allow("kms:Nothing", "*"), allow("kms:NothingElse", "arn:aws:kms:*:*:key/1"));

    assertThat(
            root.accessAnalyzer()
                .validatePolicyPaginator(
                    r -> r.policyDocument(policy).policyType("IDENTITY_POLICY").maxResults(1))
                .findings())
        .extracting(ValidatePolicyFinding::issueCode)
        .containsExactlyElementsOf(
            validate(policy, PolicyType.IDENTITY_POLICY).findings().stream()
                .map(ValidatePolicyFinding::issueCode)
                .toList())
        .hasSizeGreaterThan(2);
  }

  @Test
  void whatIsNoPolicy_isAFinding() {
    assertThat(validate("{\n \"Statement\": ?", PolicyType.IDENTITY_POLICY).findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.findingType()).isEqualTo(ValidatePolicyFindingType.ERROR);
              assertThat(finding.locations().get(0).span().start().line()).isEqualTo(2);
            });
  }

  @Test
  void controlPolicies_areRefused() {
    assertRefused(
        "ValidationException", 400, () -> validate("{}", PolicyType.SERVICE_CONTROL_POLICY));
    assertThatExceptionOfType(ValidationException.class)
        .isThrownBy(() -> validate("{}", PolicyType.RESOURCE_CONTROL_POLICY))
        .extracting(ValidationException::reasonAsString)
        .isEqualTo("fieldValidationFailed");
  }

  @Test
  void newUser_mayNotUntilAPolicySaysSo() {
    IamUser user = IamUser.create(root.iam());
    try (AwsClients own = user.clients(server)) {
      assertRefused(
          "AccessDeniedException",
          403,
          () ->
              own.accessAnalyzer()
                  .validatePolicy(r -> r.policyDocument("{}").policyType("IDENTITY_POLICY")));
      user.put(root.iam(), allow("access-analyzer:ValidatePolicy", "*"));
      own.accessAnalyzer()
          .validatePolicy(r -> r.policyDocument("{}").policyType("IDENTITY_POLICY"));
    }
  }

  @Test
  @RequiredTool(Tool.AWS)
  void commandLine_validates(@TempDir Path folder) throws Exception {
    Path policy =
        Files.writeString(folder.resolve("policy.json"), PolicyText.of(allow("kms:*", "*")));

    assertThat(
            new AwsCommand(server, folder)
                .text(
                    "findings[].issueCode",
                    "accessanalyzer",
                    "validate-policy",
                    "--policy-document",
                    "file://" + policy,
                    "--policy-type",
                    "IDENTITY_POLICY"))
        .isEqualTo("ALLOW_EVERY_ACTION_OF_SERVICE");
  }
}
