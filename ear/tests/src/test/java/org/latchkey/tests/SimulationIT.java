package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.latchkey.tests.PolicyText.allow;
import static org.latchkey.tests.Refusal.assertRefused;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.ContextEntry;
import software.amazon.awssdk.services.iam.model.EvaluationResult;
import software.amazon.awssdk.services.iam.model.PolicyEvaluationDecisionType;

/** What policies would decide, and by which statement. */
@Tag("any-database")
@ExtendWith(LatchkeyExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SimulationIT {
  private static final String KEY = "arn:aws:kms:us-east-1:123456789012:key/1";
  private static final String NAMED =
      """
      {"Sid": "NoDeletion", "Effect": "Deny", "Action": "kms:ScheduleKeyDeletion",
       "Resource": "*"}""";

  private final AwsClients root;
  private final IamClient iam;

  SimulationIT(LatchkeyServer server) {
    root = AwsClients.root(server);
    iam = root.iam();
  }

  @AfterAll
  void close() {
    root.close();
  }

  @Test
  void principalsPolicies_areNamedByTheStatementThatDecided() {
    IamUser user = IamUser.create(iam, allow("kms:*", "*"), NAMED);
    String group = "group-" + UUID.randomUUID();
    iam.createGroup(r -> r.groupName(group));
    iam.putGroupPolicy(
        r ->
            r.groupName(group)
                .policyName("lists")
                .policyDocument(PolicyText.of(allow("acm:ListCertificates", "*"))));
    iam.addUserToGroup(r -> r.groupName(group).userName(user.name()));

    List<EvaluationResult> results =
        iam
            .simulatePrincipalPolicyPaginator(
                r ->
                    r.policySourceArn(user.arn())
                        .actionNames(
                            "kms:Encrypt",
                            "kms:ScheduleKeyDeletion",
                            "acm:ListCertificates",
                            "iam:ListUsers")
                        .resourceArns(KEY)
                        .maxItems(1))
            .evaluationResults()
            .stream()
            .toList();

    assertThat(results)
        .extracting(EvaluationResult::evalDecision)
        .containsExactly(
            PolicyEvaluationDecisionType.ALLOWED,
            PolicyEvaluationDecisionType.EXPLICIT_DENY,
            PolicyEvaluationDecisionType.ALLOWED,
            PolicyEvaluationDecisionType.IMPLICIT_DENY);
    assertThat(results)
        .extracting(
            result ->
                result.matchedStatements().stream().map(each -> each.sourcePolicyId()).toList())
        .containsExactly(
            List.of("user_" + user.name() + "_test#Statement[0]"),
            List.of("user_" + user.name() + "_test#NoDeletion"),
            List.of("group_" + group + "_lists#Statement[0]"),
            List.of());
    assertThat(results)
        .extracting(
            result ->
                result.matchedStatements().stream()
                    .map(each -> each.sourcePolicyTypeAsString())
                    .toList())
        .containsExactly(List.of("user"), List.of("user"), List.of("group"), List.of());
  }

  @Test
  void boundary_isSaidToAllowWhatItAllowsWhateverElseDecides() {
    IamUser user = IamUser.create(iam, allow("kms:Encrypt", "*"), NAMED);
    List<EvaluationResult> results =
        iam.simulatePrincipalPolicy(
                r ->
                    r.policySourceArn(user.arn())
                        .permissionsBoundaryPolicyInputList(
                            PolicyText.of(
                                allow("kms:ScheduleKeyDeletion", "*"), allow("kms:Decrypt", "*")))
                        .actionNames("kms:Encrypt", "kms:ScheduleKeyDeletion", "kms:Decrypt")
                        .resourceArns(KEY))
            .evaluationResults();

    assertThat(results)
        .extracting(EvaluationResult::evalDecisionAsString)
        .containsExactly("implicitDeny", "explicitDeny", "implicitDeny");
    assertThat(results)
        .extracting(each -> each.permissionsBoundaryDecisionDetail().allowedByPermissionsBoundary())
        .containsExactly(false, true, true);
  }

  @Test
  void secondFactor_isAbsentUnlessTheQuestionGivesIt() {
    IamUser user =
        IamUser.create(
            iam,
            """
            {"Effect": "Deny", "Action": "kms:*", "Resource": "*",
             "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "false"}}}""",
            allow("kms:Decrypt", "*"));

    assertThat(
            iam.simulatePrincipalPolicy(
                    r -> r.policySourceArn(user.arn()).actionNames("kms:Decrypt").resourceArns(KEY))
                .evaluationResults())
        .singleElement()
        .extracting(EvaluationResult::evalDecisionAsString)
        .isEqualTo("allowed");
  }

  @Test
  void customPolicies_areDecidedByContext() {
    String policy =
        PolicyText.of(
            """
            {"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*",
             "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}}""");

    assertThat(custom(policy, "true").evalDecisionAsString()).isEqualTo("allowed");
    assertThat(custom(policy, "false").evalDecisionAsString()).isEqualTo("implicitDeny");
    assertRefused(
        "MalformedPolicyDocument",
        400,
        () -> iam.simulateCustomPolicy(r -> r.policyInputList("{}").actionNames("kms:Decrypt")));
  }

  @Test
  void resourceThatEndsEarly_standsForWhatFollows() {
    for (String resource : List.of("arn:aws:kms:*", "arn:aws:kms:us-east-1:*")) {
      assertThat(custom(PolicyText.of(PolicyText.allow("kms:*", resource)), "false"))
          .extracting(EvaluationResult::evalDecisionAsString)
          .isEqualTo("allowed");
    }
    assertThat(custom(PolicyText.of(PolicyText.allow("kms:*", "arn:aws:iam::*")), "false"))
        .extracting(EvaluationResult::evalDecisionAsString)
        .isEqualTo("implicitDeny");
  }

  @Test
  void question_namesActionsWholeAndOneBoundary() {
    String policy = PolicyText.of(PolicyText.allow("*", "*"));
    for (String action : List.of("kms:*", "Decrypt", "kms:Dec?ypt")) {
      assertRefused(
          "InvalidInput",
          400,
          () -> iam.simulateCustomPolicy(r -> r.policyInputList(policy).actionNames(action)));
    }
    assertRefused(
        "InvalidInput",
        400,
        () ->
            iam.simulateCustomPolicy(
                r ->
                    r.policyInputList(policy)
                        .permissionsBoundaryPolicyInputList(policy, policy)
                        .actionNames("kms:Decrypt")));
  }

  private EvaluationResult custom(String policy, String mfa) {
    return iam.simulateCustomPolicy(
            r ->
                r.policyInputList(policy)
                    .actionNames("kms:Decrypt")
                    .resourceArns(KEY)
                    .contextEntries(
                        ContextEntry.builder()
                            .contextKeyName("aws:MultiFactorAuthPresent")
                            .contextKeyValues(mfa)
                            .contextKeyType("boolean")
                            .build()))
        .evaluationResults()
        .get(0);
  }

  @Test
  void groupsPolicies_areThoseOfNobodyInParticular() {
    String group = "group-" + UUID.randomUUID();
    String arn = iam.createGroup(r -> r.groupName(group)).group().arn();
    iam.putGroupPolicy(
        r ->
            r.groupName(group)
                .policyName("decrypts")
                .policyDocument(PolicyText.of(allow("kms:Decrypt", "*"))));

    List<EvaluationResult> results =
        iam.simulatePrincipalPolicy(
                r ->
                    r.policySourceArn(arn)
                        .actionNames("kms:Decrypt", "kms:Encrypt")
                        .resourceArns(KEY))
            .evaluationResults();

    assertThat(results)
        .extracting(EvaluationResult::evalDecisionAsString)
        .containsExactly("allowed", "implicitDeny");
    assertThat(results.get(0).matchedStatements())
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.sourcePolicyId())
                  .isEqualTo("group_" + group + "_decrypts#Statement[0]");
              assertThat(each.sourcePolicyTypeAsString()).isEqualTo("group");
            });
  }

  @Test
  void caller_asksWithThePoliciesOfSomebodyElse() {
    IamUser user = IamUser.create(iam, allow("kms:*", "arn:aws:kms:*:*:key/${aws:username}"));
    String bob = "arn:aws:iam::" + LatchkeyServer.ACCOUNT_ID + ":user/1";

    assertThat(simulated(user, null)).isEqualTo("implicitDeny");
    assertThat(simulated(user, bob)).isEqualTo("allowed");
    assertRefused("InvalidInput", 400, () -> simulated(user, bob.replace("user/", "role/")));
  }

  private String simulated(IamUser user, @Nullable String callerArn) {
    return iam.simulatePrincipalPolicy(
            r ->
                r.policySourceArn(user.arn())
                    .callerArn(callerArn)
                    .actionNames("kms:Decrypt")
                    .resourceArns(KEY))
        .evaluationResults()
        .get(0)
        .evalDecisionAsString();
  }

  @Test
  void resourcePolicy_needsSomebodyWhomItCouldName() {
    String policy =
        PolicyText.of(
            """
            {"Effect": "Allow", "Principal": "*", "Action": "kms:*", "Resource": "*"}""");
    String group = iam.createGroup(r -> r.groupName("group-" + UUID.randomUUID())).group().arn();
    IamUser user = IamUser.create(iam);

    assertRefused(
        "InvalidInput",
        400,
        () ->
            iam.simulateCustomPolicy(
                r ->
                    r.policyInputList(PolicyText.of(allow("kms:*", "*")))
                        .resourcePolicy(policy)
                        .actionNames("kms:Decrypt")));
    assertRefused("InvalidInput", 400, () -> underPolicy(group, null, policy));
    assertThat(underPolicy(group, user.arn(), policy)).isEqualTo("allowed");
    assertThat(underPolicy(user.arn(), null, policy)).isEqualTo("allowed");
  }

  private String underPolicy(String source, @Nullable String callerArn, String policy) {
    return iam.simulatePrincipalPolicy(
            r ->
                r.policySourceArn(source)
                    .callerArn(callerArn)
                    .resourcePolicy(policy)
                    .actionNames("kms:Decrypt")
                    .resourceArns(KEY))
        .evaluationResults()
        .get(0)
        .evalDecisionAsString();
  }

  @Test
  void strangersPolicies_areNotShown() {
    assertRefused(
        "ValidationError",
        400,
        () ->
            iam.simulatePrincipalPolicy(
                r ->
                    r.policySourceArn("arn:aws:iam::210987654321:user/alice")
                        .actionNames("kms:Decrypt")));
  }
}
