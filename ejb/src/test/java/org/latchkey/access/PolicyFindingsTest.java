package org.latchkey.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyFindingsTest {

  private static final String ADMINISTRATORS =
      """
      {"Sid": "Administrators", "Effect": "Allow", "Action": "kms:*", "Resource": "*",
       "Principal": {"AWS": "111122223333"}}""";

  @Test
  void defaultKeyPolicy_isFine() {
    assertThat(keyPolicy(ADMINISTRATORS)).isEmpty();
  }

  @Test
  void leastPrivilege_isFine() {
    assertThat(
            identityPolicy(
                """
                {"Effect": "Allow", "Action": ["kms:Decrypt", "kms:GenerateDataKey*"],
                 "Resource": "arn:aws:kms:us-east-1:111122223333:key/1",
                 "Condition": {"StringEquals": {"kms:EncryptionContext:team": "${aws:username}"}}}"""))
        .isEmpty();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          SECURITY_WARNING | ALLOW_EVERYONE_EVERY_ACTION | Statement[1].Principal | `"Effect": "Allow", "Principal": "*", "Action": "kms:*", "Resource": "*"`
          SECURITY_WARNING | ALLOW_EVERYONE_EVERY_ACTION | Statement[1].Principal | `"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "*", "Resource": "*"`
          SECURITY_WARNING | ALLOW_WITH_UNRESTRICTED_PRINCIPAL | Statement[1].Principal | `"Effect": "Allow", "Principal": "*", "Action": "kms:Decrypt", "Resource": "*"`
          SECURITY_WARNING | ALLOW_WITH_UNRESTRICTED_PRINCIPAL | Statement[1].Principal | `"Effect": "Allow", "Principal": "*", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringNotEquals": {"kms:CallerAccount": "444455556666"}}`
          SECURITY_WARNING | ALLOW_WITH_UNRESTRICTED_PRINCIPAL | Statement[1].Principal | `"Effect": "Allow", "Principal": "*", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringEqualsIfExists": {"aws:PrincipalAccount": "111122223333"}}`
          SECURITY_WARNING | ALLOW_WITH_UNRESTRICTED_PRINCIPAL | Statement[1].Principal | `"Effect": "Allow", "Principal": "*", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringLike": {"aws:PrincipalAccount": "*"}}`
          SECURITY_WARNING | RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL | Statement[1].Principal.Service | `"Effect": "Allow", "Principal": {"Service": "acm.amazonaws.com"}, "Action": "kms:Decrypt", "Resource": "*"`
          WARNING | NOT_PRINCIPAL_WITHOUT_ACCOUNT | Statement[1].NotPrincipal | `"Effect": "Deny", "NotPrincipal": {"AWS": "arn:aws:iam::111122223333:user/alice"}, "Action": "kms:Decrypt", "Resource": "*"`
          SECURITY_WARNING | DENY_NEVER_APPLIES | Statement[1] | `"Effect": "Deny", "Principal": {"CanonicalUser": "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"}, "Action": "kms:Decrypt", "Resource": "*"`
          SECURITY_WARNING | DENY_NEVER_APPLIES | Statement[1] | `"Effect": "Deny", "Principal": "*", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"Null": {"aws:SourceArn": "true"}, "StringEquals": {"aws:SourceArn": "x"}}`
          SECURITY_WARNING | DENY_NEVER_APPLIES | Statement[1] | `"Effect": "Deny", "Principal": "*", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringEquals": {"aws:userid": "a"}, "StringNotLike": {"aws:userid": "a*"}}`
          SECURITY_WARNING | DENY_NEVER_APPLIES | Statement[1] | `"Effect": "Deny", "Principal": "*", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"DateGreaterThan": {"aws:CurrentTime": "2027-01-01"}, "DateLessThan": {"aws:CurrentTime": "2026-01-01"}}`
          SECURITY_WARNING | DENY_NEVER_APPLIES | Statement[1] | `"Effect": "Deny", "Principal": "*", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"NumericGreaterThan": {"kms:RotationPeriodInDays": 90}, "NumericLessThanEquals": {"kms:RotationPeriodInDays": 90}}`
          ERROR | FORALLVALUES_WITH_SINGLE_VALUED_KEY | Statement[1].Condition.ForAllValues:StringEquals.kms:EncryptionContext:app | `"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "kms:Decrypt", "Resource": "*", "Condition": {"ForAllValues:StringEquals": {"kms:EncryptionContext:app": "x"}}`
          WARNING | FORALLVALUES_WITHOUT_NULL_CHECK | Statement[1].Condition.ForAllValues:StringEquals.aws:TagKeys | `"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "kms:TagResource", "Resource": "*", "Condition": {"ForAllValues:StringEquals": {"aws:TagKeys": "x"}}`
          ERROR | MISSING_QUALIFIER | Statement[1].Condition.StringEquals.kms:ResourceAliases | `"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringEquals": {"kms:ResourceAliases": "alias/x"}}`
          WARNING | WILDCARD_WITHOUT_LIKE_OPERATOR | Statement[1].Condition.StringEquals.kms:ViaService | `"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringEquals": {"kms:ViaService": "acm.*.amazonaws.com"}}`
          WARNING | EVERY_IP_ADDRESS | Statement[1].Condition.IpAddress.aws:SourceIp | `"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "kms:Decrypt", "Resource": "*", "Condition": {"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}}`
          """)
  void keyStatement_isFound(
      Finding.Type type, String issueCode, String location, String statement) {
    assertThat(keyPolicy(ADMINISTRATORS, "{" + statement + "}"))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.type()).isEqualTo(type);
              assertThat(finding.issueCode()).isEqualTo(issueCode);
              assertThat(finding.location()).isEqualTo(location);
              assertThat(finding.details()).endsWith(".");
            });
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          everyone of one account | `"Effect": "Allow", "Principal": "*", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringEquals": {"kms:CallerAccount": "111122223333"}}`
          Deny for everyone, one action | `"Effect": "Deny", "Principal": "*", "Action": "kms:Decrypt", "Resource": "*"`
          service for one account | `"Effect": "Allow", "Principal": {"Service": "acm.amazonaws.com"}, "Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}`
          an interval | `"Effect": "Deny", "Principal": "*", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"DateGreaterThan": {"aws:CurrentTime": "2026-01-01"}, "DateLessThan": {"aws:CurrentTime": "2027-01-01"}}`
          an exception that leaves something | `"Effect": "Deny", "Principal": "*", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringEquals": {"aws:userid": ["a", "b"]}, "StringNotEquals": {"aws:userid": "a"}}`
          ForAllValues with a Null check | `"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "kms:TagResource", "Resource": "*", "Condition": {"ForAllValues:StringEquals": {"aws:TagKeys": "x"}, "Null": {"aws:TagKeys": "false"}}`
          ForAllValues in a Deny | `"Effect": "Deny", "Principal": "*", "Action": "kms:TagResource", "Resource": "*", "Condition": {"ForAllValues:StringNotEquals": {"aws:TagKeys": "x"}}`
          literal asterisk by intent | `"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringEquals": {"kms:EncryptionContext:a": "${*}"}}`
          """)
  void harmlessStatement_isNotFound(String name, String statement) {
    assertThat(name).isNotBlank();
    assertThat(keyPolicy(ADMINISTRATORS, "{" + statement + "}")).isEmpty();
  }

  @Test
  void unknownAction_isFoundAndMakesADenyUseless() {
    assertThat(
            identityPolicy(
                "{\"Effect\": \"Deny\", \"Action\": \"kms:Decript\", \"Resource\": \"*\"}"))
        .extracting(Finding::issueCode, Finding::location, Finding::details)
        .containsExactly(
            tuple(
                "INVALID_ACTION",
                "Statement[0].Action",
                "No action is called \"kms:decript\" here."),
            tuple(
                "DENY_NEVER_APPLIES",
                "Statement[0]",
                "The Deny can never apply: none of its actions exists."));
  }

  @Test
  void unknownConditionKey_isFoundAndMakesADenyUseless() {
    assertThat(
            identityPolicy(
                """
                {"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*",
                 "Condition": {"StringEquals": {"kms:KeyName": "x"}}}"""))
        .extracting(Finding::issueCode, Finding::location)
        .containsExactly(
            tuple("INVALID_CONDITION_KEY", "Statement[0].Condition.StringEquals.kms:KeyName"),
            tuple("DENY_NEVER_APPLIES", "Statement[0]"));
  }

  @Test
  void everyAction_isFoundInAnIdentityPolicy() {
    assertThat(
            identityPolicy(
                "{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\"}",
                "{\"Effect\": \"Allow\", \"Action\": \"kms:*\", \"Resource\": \"*\"}",
                "{\"Effect\": \"Allow\", \"Action\": \"kms:*\", \"Resource\": \"arn:aws:kms:*\"}",
                "{\"Effect\": \"Allow\", \"Action\": \"iam:*\", \"Resource\": \"arn:aws:iam::*:*\"}",
                "{\"Effect\": \"Allow\", \"Action\": \"kms:*\", \"Resource\": \"arn:aws:kms:*:*:key/*\"}",
                "{\"Effect\": \"Allow\", \"NotAction\": \"iam:*\", \"Resource\": \"*\"}"))
        .extracting(Finding::type, Finding::issueCode)
        .containsExactly(
            tuple(Finding.Type.SECURITY_WARNING, "ALLOW_EVERY_ACTION"),
            tuple(Finding.Type.WARNING, "ALLOW_EVERY_ACTION_OF_SERVICE"),
            tuple(Finding.Type.WARNING, "ALLOW_EVERY_ACTION_OF_SERVICE"),
            tuple(Finding.Type.WARNING, "ALLOW_EVERY_ACTION_OF_SERVICE"),
            tuple(Finding.Type.WARNING, "ALLOW_WITH_NOT_ACTION"));
  }

  @Test
  void keyPolicyThatNobodyCanChange_isFound() {
    List<Finding> nobodyAllowed =
        keyPolicy(
            """
            {"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "kms:Decrypt",
             "Resource": "*"}""");
    List<Finding> everyoneDenied =
        keyPolicy(
            ADMINISTRATORS,
            "{\"Effect\": \"Deny\", \"Principal\": \"*\", \"Action\": \"kms:Put*\", \"Resource\": \"*\"}");
    assertThat(nobodyAllowed)
        .containsExactly(
            new Finding(
                Finding.Type.ERROR,
                "POLICY_LOCKOUT",
                "Policy",
                "Nobody is allowed kms:PutKeyPolicy: nobody can change this policy again."));
    assertThat(everyoneDenied)
        .containsExactly(
            new Finding(
                Finding.Type.ERROR,
                "POLICY_LOCKOUT",
                "Policy",
                "Everyone is denied kms:PutKeyPolicy: nobody can change this policy again."));
  }

  @Test
  void missingVersion_isFoundAndSoAreItsVariables() {
    PolicyDocument policy =
        PolicyDocument.parse(
            """
            {"Statement": {"Effect": "Allow", "Action": "secretsmanager:GetSecretValue",
             "Resource": "arn:aws:secretsmanager:*:111122223333:secret:${aws:username}/*"}}""",
            PolicyKind.IDENTITY);
    assertThat(PolicyFindings.of(policy, PolicyType.IDENTITY_POLICY))
        .extracting(Finding::issueCode)
        .containsExactly("MISSING_VERSION", "VARIABLE_UNSUPPORTED_IN_VERSION");
  }

  private static List<Finding> keyPolicy(String... statements) {
    return PolicyFindings.of(parse(PolicyKind.RESOURCE, statements), PolicyType.KEY_POLICY);
  }

  private static List<Finding> identityPolicy(String... statements) {
    return PolicyFindings.of(parse(PolicyKind.IDENTITY, statements), PolicyType.IDENTITY_POLICY);
  }

  private static PolicyDocument parse(PolicyKind kind, String... statements) {
    return PolicyDocument.parse(
        "{\"Version\": \"2012-10-17\", \"Statement\": [" + String.join(",", statements) + "]}",
        kind);
  }
}
