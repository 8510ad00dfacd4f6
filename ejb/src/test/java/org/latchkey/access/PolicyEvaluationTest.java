package org.latchkey.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.latchkey.access.Decision.Deciding;
import org.latchkey.access.Decision.Outcome;
import org.latchkey.shared.Arn;
import org.latchkey.shared.Caller;

/** The decision's own shape; which policies decide what is in the decision table. */
class PolicyEvaluationTest {

  private static final String ACCOUNT = "111122223333";
  private static final Arn KEY =
      Arn.of("kms", "us-east-1", ACCOUNT, "key/1234abcd-12ab-34cd-56ef-1234567890ab");
  private static final Caller ALICE =
      new Caller(
          Caller.Type.USER,
          ACCOUNT,
          "arn:aws:iam::111122223333:user/alice",
          "AIDAALICEALICEALICE1",
          "us-east-1",
          "AKIAIOSFODNN7EXAMPLE",
          "203.0.113.7",
          null,
          "request-1",
          true,
          null,
          Map.of(),
          null);
  private static final AuthorizationRequest DECRYPT =
      AuthorizationRequest.on(KEY, ALICE, "kms:Decrypt", RequestContext.empty());

  private static final Permission KEY_POLICY =
      Permission.policy(
          PolicyType.KEY_POLICY,
          "default",
          PolicyDocument.parse(
              """
              {"Version": "2012-10-17", "Statement": {"Sid": "Enable IAM policies",
               "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
               "Action": "kms:*", "Resource": "*"}}""",
              PolicyKind.RESOURCE));

  @Test
  void allowThroughTheAccount_namesBothStatements() {
    Decision decision = decide(KEY_POLICY, identity("Allow", "kms:Decrypt"));
    assertThat(decision.allowed()).isTrue();
    assertThat(decision.deciding())
        .containsExactly(
            new Deciding(PolicyType.KEY_POLICY, "default", "Enable IAM policies"),
            new Deciding(PolicyType.IDENTITY_POLICY, "alice's", "Statement[0]"));
  }

  @Test
  void implicitDeny_saysWhichTypeOfPolicyLacksTheAllow() {
    Decision decision = decide(KEY_POLICY);
    assertThat(decision.outcome()).isEqualTo(Outcome.IMPLICIT_DENY);
    assertThat(decision.deciding()).isEmpty();
    assertThat(decision.message(DECRYPT))
        .isEqualTo(
            "User: arn:aws:iam::111122223333:user/alice is not authorized to perform: kms:Decrypt"
                + " on resource: "
                + KEY
                + " because no identity-based policy allows the kms:Decrypt action");
  }

  @Test
  void explicitDeny_saysInWhichTypeOfPolicy() {
    Decision decision =
        decide(KEY_POLICY, identity("Allow", "kms:*"), identity("Deny", "kms:Decrypt"));
    assertThat(decision.outcome()).isEqualTo(Outcome.EXPLICIT_DENY);
    assertThat(decision.message(DECRYPT))
        .endsWith(" with an explicit deny in an identity-based policy");
  }

  @Test
  void keyWithoutPolicy_isClosedToItsOwnAccount() {
    Decision decision = decide(identity("Allow", "*"));
    assertThat(decision.outcome()).isEqualTo(Outcome.IMPLICIT_DENY);
    assertThat(decision.message(DECRYPT))
        .endsWith(" because no resource-based policy allows the kms:Decrypt action");
  }

  @Test
  void grant_isEnough() {
    Decision decision = decide(KEY_POLICY, Permission.grant("grant-1"));
    assertThat(decision.deciding())
        .containsExactly(new Deciding(PolicyType.GRANT, "grant-1", "grant-1"));
  }

  @Test
  void grantToTheAccount_needsAnAllowOfTheCallersOwn() {
    Permission grant = Permission.grantToAccount("grant-1");

    assertThat(decide(grant).outcome()).isEqualTo(Outcome.IMPLICIT_DENY);
    assertThat(decide(grant, identity("Allow", "kms:Decrypt")).deciding())
        .containsExactly(
            new Deciding(PolicyType.GRANT, "grant-1", "grant-1"),
            new Deciding(PolicyType.IDENTITY_POLICY, "alice's", "Statement[0]"));
    assertThat(decide(grant, identity("Allow", "kms:Encrypt")).outcome())
        .isEqualTo(Outcome.IMPLICIT_DENY);
  }

  private static Decision decide(Permission... permissions) {
    return PolicyEvaluation.decide(
        DECRYPT,
        List.of(permissions),
        new Surroundings(Instant.parse("2026-06-01T12:00:00Z"), account -> Optional.empty()));
  }

  private static Permission identity(String effect, String action) {
    String json =
        """
        {"Version": "2012-10-17",
         "Statement": [{"Effect": "%s", "Action": "%s", "Resource": "*"}]}"""
            .formatted(effect, action);
    return Permission.policy(
        PolicyType.IDENTITY_POLICY, "alice's", PolicyDocument.parse(json, PolicyKind.IDENTITY));
  }
}
