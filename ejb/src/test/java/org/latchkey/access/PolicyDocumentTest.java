package org.latchkey.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is a policy and what is not, by the <a
 * href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html">grammar
 * of the IAM JSON policy language</a>.
 */
class PolicyDocumentTest {

  private static final String IDENTITY =
      """
      {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "kms:Decrypt",
       "Resource": "*"%s}]}""";
  private static final String RESOURCE =
      """
      {"Version": "2012-10-17", "Statement": [{"Effect": "%s", "Action": "kms:Decrypt",
       "Resource": "*", %s}]}""";

  @Test
  void text_isKept() {
    String json = IDENTITY.formatted("");
    assertThat(PolicyDocument.parse(json, PolicyKind.IDENTITY)).hasToString(json);
  }

  @Test
  void emptyCondition_isNone() {
    String json = IDENTITY.formatted(", \"Condition\": {}");
    PolicyDocument policy = PolicyDocument.parse(json, PolicyKind.IDENTITY);
    assertThat(policy.statements())
        .singleElement()
        .satisfies(s -> assertThat(s.conditions()).isEmpty());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          empty text | `` | The policy document is not a JSON object.
          not JSON | `{"Version"` | The policy document is not valid JSON at line 1, column 11.
          array | `[]` | The policy document is not a JSON object.
          more after it | `{} {}` | The policy document is not valid JSON at line 1, column 4.
          element twice | `{"Version": "2012-10-17", "Version": "2012-10-17"}` | The policy document is not valid JSON at line 1, column 38.
          unknown element | `{"Statements": []}` | Policy: "Statements" is not an element of a policy.
          element in other case | `{"statement": []}` | Policy: "statement" is not an element of a policy.
          unknown version | `{"Version": "2020-01-01"}` | Version: the value must be "2012-10-17" or "2008-10-17".
          version as a number | `{"Version": 2012}` | Version: the value must be "2012-10-17" or "2008-10-17".
          Id | `{"Id": "x"}` | Id: an identity-based policy must not have an Id.
          no statement | `{}` | Statement: a policy must have at least one statement.
          empty statements | `{"Statement": []}` | Statement: a policy must have at least one statement.
          statement is a string | `{"Statement": "x"}` | Statement: a policy must have at least one statement.
          statement is a list of strings | `{"Statement": ["x"]}` | Statement[0]: a statement must be a JSON object.
          statement's unknown element | `{"Statement": {"Effects": "Allow"}}` | Statement[0]: "Effects" is not an element of a statement.
          no effect | `{"Statement": {"Action": "*", "Resource": "*"}}` | Statement[0].Effect: the value must be Allow or Deny.
          effect in lower case | `{"Statement": {"Effect": "allow", "Action": "*", "Resource": "*"}}` | Statement[0].Effect: the value must be Allow or Deny.
          no action | `{"Statement": {"Effect": "Allow", "Resource": "*"}}` | Statement[0]: a statement must have an Action or NotAction.
          both actions | `{"Statement": {"Effect": "Allow", "Action": "*", "NotAction": "*", "Resource": "*"}}` | Statement[0]: Action and NotAction must not stand in the same statement.
          action without service | `{"Statement": {"Effect": "Allow", "Action": "Decrypt", "Resource": "*"}}` | Statement[0].Action: "Decrypt" is not an action, such as kms:Decrypt or kms:*.
          service with wildcard | `{"Statement": {"Effect": "Allow", "Action": "k*:Decrypt", "Resource": "*"}}` | Statement[0].Action: "k*:Decrypt" is not an action, such as kms:Decrypt or kms:*.
          variable in an action | `{"Statement": {"Effect": "Allow", "Action": "kms:${aws:username}", "Resource": "*"}}` | Statement[0].Action: "kms:${aws:username}" is not an action, such as kms:Decrypt or kms:*.
          empty actions | `{"Statement": {"Effect": "Allow", "Action": [], "Resource": "*"}}` | Statement[0].Action: the array must not be empty.
          nested actions | `{"Statement": {"Effect": "Allow", "Action": [["kms:*"]], "Resource": "*"}}` | Statement[0].Action: the value must be a string or an array of strings.
          null action | `{"Statement": {"Effect": "Allow", "Action": null, "Resource": "*"}}` | Statement[0].Action: the value must be a string or an array of strings.
          no resource | `{"Statement": {"Effect": "Allow", "Action": "*"}}` | Statement[0]: a statement must have a Resource or NotResource.
          both resources | `{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*", "NotResource": "*"}}` | Statement[0]: Resource and NotResource must not stand in the same statement.
          resource is no ARN | `{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "alias/x"}}` | Statement[0].Resource: "alias/x" must be an ARN or "*".
          ARN too short | `{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "arn:aws:kms:us-east-1"}}` | Statement[0].Resource: "arn:aws:kms:us-east-1" must be an ARN or "*".
          ARN without a service | `{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "arn:aws:*"}}` | Statement[0].Resource: "arn:aws:*" must be an ARN or "*".
          ARN of any service, ending early | `{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "arn:aws:k*:*"}}` | Statement[0].Resource: "arn:aws:k*:*" must be an ARN or "*".
          principal | `{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*", "Principal": "*"}}` | Statement[0]: an identity-based policy must not have Principal.
          Sid with a space | `{"Statement": {"Sid": "a b", "Effect": "Allow", "Action": "*", "Resource": "*"}}` | Statement[0].Sid: an identity-based policy's Sid has letters and digits alone.
          Sid is no string | `{"Statement": {"Sid": 1, "Effect": "Allow", "Action": "*", "Resource": "*"}}` | Statement[0].Sid: the value must be a string.
          Sid twice | `{"Statement": [{"Sid": "a", "Effect": "Allow", "Action": "*", "Resource": "*"}, {"Sid": "a", "Effect": "Deny", "Action": "*", "Resource": "*"}]}` | Statement[1].Sid: "a" is the Sid of another statement too.
          variable not closed | `{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "arn:aws:s3:::b/${aws:username"}}` | Statement[0].Resource: the policy variable in "arn:aws:s3:::b/${aws:username" is not closed by "}".
          variable without name | `{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "arn:aws:s3:::b/${}"}}` | Statement[0].Resource: "${}" is not a policy variable, such as ${aws:username}.
          default without quotes | `{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "arn:aws:s3:::b/${aws:username, x}"}}` | Statement[0].Resource: the default value in "${aws:username, x}" must stand between single quotation marks.
          """)
  void identityPolicy_isRefusedWithOneSentence(String name, String json, String sentence) {
    assertThat(name).isNotBlank();
    assertThatThrownBy(() -> PolicyDocument.parse(json, PolicyKind.IDENTITY))
        .isInstanceOf(InvalidPolicy.class)
        .hasMessage(sentence);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          not an object | `[]` | Statement[0].Condition: the value must be a JSON object.
          operator without keys | `{"Bool": {}}` | Statement[0].Condition.Bool: the value must be a JSON object that is not empty.
          unknown operator | `{"StringMatches": {"aws:username": "a"}}` | Statement[0].Condition: "StringMatches" is not a condition operator.
          unknown set operator | `{"ForEachValue:StringLike": {"aws:username": "a"}}` | Statement[0].Condition: "ForEachValue:StringLike" is not a condition operator.
          Null with IfExists | `{"NullIfExists": {"aws:username": "true"}}` | Statement[0].Condition: "NullIfExists" is not a condition operator.
          Null with a set operator | `{"ForAnyValue:Null": {"aws:username": "true"}}` | Statement[0].Condition: "ForAnyValue:Null" is not a condition operator.
          key without service | `{"StringEquals": {"username": "a"}}` | Statement[0].Condition.StringEquals: "username" is not a condition key, such as aws:SourceIp.
          value is an object | `{"StringEquals": {"aws:username": {}}}` | Statement[0].Condition.StringEquals.aws:username: the value must be a string or an array of strings.
          no values | `{"StringEquals": {"aws:username": []}}` | Statement[0].Condition.StringEquals.aws:username: the array must not be empty.
          not a number | `{"NumericEquals": {"aws:MultiFactorAuthAge": "old"}}` | Statement[0].Condition.NumericEquals.aws:MultiFactorAuthAge: "old" is not a number.
          exponent | `{"NumericEquals": {"aws:MultiFactorAuthAge": "1e999999999"}}` | Statement[0].Condition.NumericEquals.aws:MultiFactorAuthAge: "1e999999999" is not a number.
          not a date | `{"DateLessThan": {"aws:CurrentTime": "tomorrow"}}` | Statement[0].Condition.DateLessThan.aws:CurrentTime: "tomorrow" is not a date such as 2026-01-31T00:00:00Z or seconds since 1970.
          no such day | `{"DateLessThan": {"aws:CurrentTime": "2026-02-30"}}` | Statement[0].Condition.DateLessThan.aws:CurrentTime: "2026-02-30" is not a date such as 2026-01-31T00:00:00Z or seconds since 1970.
          not a Boolean | `{"Bool": {"aws:SecureTransport": "yes"}}` | Statement[0].Condition.Bool.aws:SecureTransport: "yes" is not true or false.
          variable for Null | `{"Null": {"aws:SecureTransport": "${aws:username}"}}` | Statement[0].Condition.Null.aws:SecureTransport: "${aws:username}" is not true or false.
          not base64 | `{"BinaryEquals": {"latchkey:Digest": "***"}}` | Statement[0].Condition.BinaryEquals.latchkey:Digest: "***" is not base64.
          not an address | `{"IpAddress": {"aws:SourceIp": "example.com"}}` | Statement[0].Condition.IpAddress.aws:SourceIp: "example.com" is not an IP address or a range such as 203.0.113.0/24.
          part of an address | `{"IpAddress": {"aws:SourceIp": "203.0.113"}}` | Statement[0].Condition.IpAddress.aws:SourceIp: "203.0.113" is not an IP address or a range such as 203.0.113.0/24.
          byte too large | `{"IpAddress": {"aws:SourceIp": "203.0.113.256"}}` | Statement[0].Condition.IpAddress.aws:SourceIp: "203.0.113.256" is not an IP address or a range such as 203.0.113.0/24.
          prefix too long | `{"IpAddress": {"aws:SourceIp": "203.0.113.0/33"}}` | Statement[0].Condition.IpAddress.aws:SourceIp: "203.0.113.0/33" is not an IP address or a range such as 203.0.113.0/24.
          prefix of a mapped address too short | `{"IpAddress": {"aws:SourceIp": "::ffff:203.0.113.0/24"}}` | Statement[0].Condition.IpAddress.aws:SourceIp: "::ffff:203.0.113.0/24" is not an IP address or a range such as 203.0.113.0/24.
          not an ARN | `{"ArnLike": {"aws:SourceArn": "certificate/*"}}` | Statement[0].Condition.ArnLike.aws:SourceArn: "certificate/*" is not an ARN, which has six parts.
          ARN too short | `{"ArnLike": {"aws:SourceArn": "arn:aws:acm:*"}}` | Statement[0].Condition.ArnLike.aws:SourceArn: "arn:aws:acm:*" is not an ARN, which has six parts.
          """)
  void condition_isRefusedWithOneSentence(String name, String condition, String sentence) {
    assertThat(name).isNotBlank();
    String json = IDENTITY.formatted(", \"Condition\": " + condition);
    assertThatThrownBy(() -> PolicyDocument.parse(json, PolicyKind.IDENTITY))
        .isInstanceOf(InvalidPolicy.class)
        .hasMessage(sentence);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          none | Allow | `"Sid": "x"` | Statement[0]: a resource-based policy must have a Principal.
          both | Deny | `"Principal": "*", "NotPrincipal": {"AWS": "111122223333"}` | Statement[0]: Principal and NotPrincipal must not stand in the same statement.
          a string | Allow | `"Principal": "111122223333"` | Statement[0].Principal: the value must be "*" or a JSON object.
          empty | Allow | `"Principal": {}` | Statement[0].Principal: the value must be "*" or a JSON object.
          unknown type | Allow | `"Principal": {"User": "x"}` | Statement[0].Principal: "User" is not a type of principal.
          no names | Allow | `"Principal": {"AWS": []}` | Statement[0].Principal.AWS: the array must not be empty.
          account too short | Allow | `"Principal": {"AWS": "11112222333"}` | Statement[0].Principal.AWS: "11112222333" is not a principal.
          wildcard in a name | Allow | `"Principal": {"AWS": "arn:aws:iam::111122223333:user/*"}` | Statement[0].Principal.AWS: "arn:aws:iam::111122223333:user/*" is not a principal.
          wildcard for the account | Allow | `"Principal": {"AWS": "arn:aws:iam::*:root"}` | Statement[0].Principal.AWS: "arn:aws:iam::*:root" is not a principal.
          wildcard for sessions | Allow | `"Principal": {"AWS": "arn:aws:sts::111122223333:assumed-role/R/*"}` | Statement[0].Principal.AWS: "arn:aws:sts::111122223333:assumed-role/R/*" is not a principal.
          group | Allow | `"Principal": {"AWS": "arn:aws:iam::111122223333:group/g"}` | Statement[0].Principal.AWS: "arn:aws:iam::111122223333:group/g" is not a principal.
          every service | Allow | `"Principal": {"Service": "*"}` | Statement[0].Principal.Service: "*" is not a principal.
          NotPrincipal with Allow | Allow | `"NotPrincipal": {"AWS": "111122223333"}` | Statement[0]: NotPrincipal is supported with the effect Deny alone.
          NotPrincipal everyone | Deny | `"NotPrincipal": {"AWS": "*"}` | Statement[0].NotPrincipal: NotPrincipal must not be "*".
          """)
  void principal_isRefusedWithOneSentence(
      String name, String effect, String principal, String sentence) {
    assertThat(name).isNotBlank();
    String json = RESOURCE.formatted(effect, principal);
    assertThatThrownBy(() -> PolicyDocument.parse(json, PolicyKind.RESOURCE))
        .isInstanceOf(InvalidPolicy.class)
        .hasMessage(sentence);
  }

  @Test
  void trustPolicy_hasNoResourceAndNoNotPrincipal() {
    String trust =
        """
        {"Version": "2012-10-17", "Statement": [{"Effect": "%s", "Action": "sts:AssumeRole", %s}]}""";
    assertThatCode(
            () ->
                PolicyDocument.parse(
                    trust.formatted("Allow", "\"Principal\": {\"Service\": \"acm.amazonaws.com\"}"),
                    PolicyKind.TRUST))
        .doesNotThrowAnyException();
    assertThatThrownBy(
            () ->
                PolicyDocument.parse(
                    trust.formatted("Allow", "\"Principal\": \"*\", \"Resource\": \"*\""),
                    PolicyKind.TRUST))
        .hasMessage("Statement[0]: a role's trust policy must not have Resource.");
    assertThatThrownBy(
            () ->
                PolicyDocument.parse(
                    trust.formatted("Deny", "\"NotPrincipal\": {\"AWS\": \"111122223333\"}"),
                    PolicyKind.TRUST))
        .hasMessage("Statement[0]: a role's trust policy must not have NotPrincipal.");
  }

  @Test
  void resourcePolicy_mayHaveSidsWithSpacesAndAnId() {
    String json =
        """
        {"Id": "key-default-1", "Statement": {"Sid": "Enable IAM policies", "Effect": "Allow",
         "Principal": {"AWS": ["111122223333", "AIDACKCEVSQ6C2EXAMPLE"],
         "Federated": "accounts.google.com"}, "Action": "kms:*", "Resource": "*"}}""";
    assertThatCode(() -> PolicyDocument.parse(json, PolicyKind.RESOURCE))
        .doesNotThrowAnyException();
  }

  @Test
  void deeplyNestedText_isRefused() {
    String json = "[".repeat(100_000);
    assertThatThrownBy(() -> PolicyDocument.parse(json, PolicyKind.IDENTITY))
        .isInstanceOf(InvalidPolicy.class);
  }

  @Test
  void longServicePrincipal_isRead() {
    String service = "a" + ".b.cc".repeat(25_000);

    PolicyDocument policy =
        PolicyDocument.parse(
            """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Resource": "*",
              "Principal": {"Service": "%s"}, "Action": "kms:Encrypt"}]}"""
                .formatted(service),
            PolicyKind.RESOURCE);

    assertThat(policy.statements()).hasSize(1);
  }
}
