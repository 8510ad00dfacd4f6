package org.latchkey.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latchkey.shared.Arn;
import org.latchkey.shared.Caller;
import org.latchkey.shared.ServiceRole;

/** What the server's own services may do at the most, whatever a key's policy lets them. */
class ServiceRolePoliciesTest {

  private static final String OPEN =
      """
      {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"Service": "%s"},
       "Action": "*", "Resource": "*"}}""";

  @ParameterizedTest
  @CsvSource({
    "acm,             kms:Decrypt,               111122223333, aws:acm:arn, true",
    "acm,             kms:ReEncryptTo,           111122223333, aws:acm:arn, true",
    "acm,             kms:Decrypt,               111122223333, tenant,      false",
    "acm,             kms:Decrypt,               111122223333, ,            false",
    "acm,             kms:ScheduleKeyDeletion,   111122223333, aws:acm:arn, false",
    "acm,             kms:PutKeyPolicy,          111122223333, aws:acm:arn, false",
    "acm,             kms:RetireGrant,           111122223333, ,            true",
    "acm,             kms:RevokeGrant,           111122223333, ,            false",
    "acm-pca,         kms:Sign,                  000000000000, ,            true",
    "acm-pca,         kms:Sign,                  111122223333, ,            false",
    "acm-pca,         kms:Decrypt,               000000000000, ,            false",
    "kms,             kms:RotateKey,             111122223333, ,            true",
    "kms,             kms:Decrypt,               111122223333, ,            false",
    "latchkey-audit,  kms:Sign,                  000000000000, ,            true",
    "latchkey-audit,  kms:Sign,                  111122223333, ,            false",
  })
  void service_isLimitedByItsRole(
      String service, String action, String owner, String contextKey, boolean allowed)
      throws IOException {
    String principal = service + ".amazonaws.com";
    RequestContext context =
        RequestContext.builder().put("kms:EncryptionContextKeys", contextKey).build();

    Decision decision =
        PolicyEvaluation.decide(
            AuthorizationRequest.on(
                Arn.of("kms", "us-east-1", owner, "key/1"),
                Caller.service(principal, owner, "us-east-1", "1"),
                action,
                context),
            List.of(
                Permission.policy(
                    PolicyType.KEY_POLICY,
                    "open",
                    PolicyDocument.parse(OPEN.formatted(principal), PolicyKind.RESOURCE)),
                Permission.policy(PolicyType.SERVICE_ROLE, "role", policyOf(principal))),
            new Surroundings(Instant.EPOCH, account -> Optional.empty()));

    assertThat(decision.allowed()).isEqualTo(allowed);
    if (!allowed) {
      assertThat(decision.policyType()).isEqualTo(PolicyType.SERVICE_ROLE);
    }
  }

  private static PolicyDocument policyOf(String principal) throws IOException {
    String arn = ServiceRole.of(principal).orElseThrow().policyArn();
    try (InputStream policies =
        ServiceRole.class.getResourceAsStream("/org/latchkey/iam/aws-managed-policies.json")) {
      for (JsonNode policy : new JsonMapper().readTree(Objects.requireNonNull(policies))) {
        if (arn.endsWith(policy.path("path").asText("/") + policy.path("name").asText())) {
          return PolicyDocument.parse(policy.path("document").toString(), PolicyKind.IDENTITY);
        }
      }
    }
    throw new IllegalStateException("There is no " + arn);
  }
}
