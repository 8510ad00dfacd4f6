package org.latchkey.authorities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.shared.Arn;
import org.latchkey.shared.ServiceException;

class SharingPolicyTest {

  private static final String OWNER = "111122223333";
  private static final Arn AUTHORITY =
      Arn.of("acm-pca", "us-east-1", OWNER, "certificate-authority/1");

  private static String statement(String elements) {
    return """
        {"Version": "2012-10-17", "Statement": [{%s}]}"""
        .formatted(elements);
  }

  private static String allow(String principals) {
    return statement(
        """
        "Effect": "Allow", "Principal": %s, "Resource": "%s",
        "Action": ["acm-pca:IssueCertificate", "acm-pca:GetCertificate"],
        "Condition": {"StringEquals":
          {"acm-pca:TemplateArn": "arn:aws:acm-pca:::template/EndEntityCertificate/V1"}}"""
            .formatted(principals, AUTHORITY));
  }

  @Test
  void accounts_areThoseOfAllPrincipalsButTheOwner() {
    SharingPolicy policy =
        SharingPolicy.parse(
            allow(
                """
                {"AWS": ["222233334444", "arn:aws:iam::333344445555:root",
                         "arn:aws:iam::444455556666:role/issuer", "111122223333"]}"""),
            AUTHORITY);

    assertThat(policy.accountsOtherThan(OWNER))
        .containsExactly("222233334444", "333344445555", "444455556666");
  }

  @Test
  void everyone_isNoAccountInParticular() {
    for (String everyone : List.of("\"*\"", "{\"AWS\": \"*\"}")) {
      assertThat(SharingPolicy.parse(allow(everyone), AUTHORITY).accountsOtherThan(OWNER))
          .containsExactly(SharingPolicy.EVERYONE);
    }
  }

  /** As in both policies of the user guide, whose statements must be as they are there. */
  @Test
  void statements_mayHaveOneSid() {
    String policy =
        """
        {"Version": "2012-10-17", "Statement": [
          {"Sid": "1", "Effect": "Allow", "Principal": {"AWS": "222233334444"},
           "Action": ["acm-pca:GetCertificate"], "Resource": "ARN"},
          {"Sid": "1", "Effect": "Allow", "Principal": {"AWS": "222233334444"},
           "Action": ["acm-pca:IssueCertificate"], "Resource": "ARN",
           "Condition": {"StringEquals":
             {"acm-pca:TemplateArn": "arn:aws:acm-pca:::template/EndEntityCertificate/V1"}}}]}"""
            .replace("ARN", AUTHORITY.toString());

    assertThat(SharingPolicy.parse(policy, AUTHORITY).accountsOtherThan(OWNER))
        .containsExactly("222233334444");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no json",
        "{}",
        "{'Version': '2012-10-17', 'Statement': [{'Effect': 'Allow', 'Principal': '*',"
            + " 'Action': 'acm-pca:*', 'Resource': 'ARN'}]}",
        "{'Version': '2012-10-17', 'Statement': [{'Effect': 'Deny', 'Principal': '*',"
            + " 'Action': 'acm-pca:PutPolicy', 'Resource': 'ARN'}]}",
        "{'Version': '2012-10-17', 'Statement': [{'Effect': 'Allow', 'Principal': '*',"
            + " 'NotAction': 'acm-pca:PutPolicy', 'Resource': 'ARN'}]}",
        "{'Version': '2012-10-17', 'Statement': [{'Effect': 'Allow', 'Principal': '*',"
            + " 'Action': 'acm-pca:IssueCertificate', 'Resource': '*'}]}"
      })
  void whatCannotBeShared_isRefused(String policy) {
    String text = policy.replace('\'', '"').replace("ARN", AUTHORITY.toString());

    assertThatExceptionOfType(ServiceException.class)
        .isThrownBy(() -> SharingPolicy.parse(text, AUTHORITY))
        .satisfies(refused -> assertThat(refused.fault()).isEqualTo(AuthorityFault.INVALID_POLICY));
  }
}
