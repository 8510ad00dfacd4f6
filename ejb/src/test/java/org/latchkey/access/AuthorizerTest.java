package org.latchkey.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.latchkey.shared.Arn;
import org.latchkey.shared.Caller;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.ServiceException;

class AuthorizerTest {

  private static final Arn KEY = Arn.of("kms", "us-east-1", "111122223333", "key/1");
  private static final Caller ALICE =
      new Caller(
          Caller.Type.USER,
          "111122223333",
          "arn:aws:iam::111122223333:user/alice",
          "AIDAALICEALICEALICE1",
          "us-east-1",
          null,
          null,
          null,
          "request-1",
          true,
          null,
          Map.of(),
          null);
  private static final AuthorizationRequest DECRYPT =
      AuthorizationRequest.on(KEY, ALICE, "kms:Decrypt", RequestContext.empty());

  private final List<PermissionSource> sources = new ArrayList<>();
  private final Authorizer authorizer =
      new Authorizer(
          sources,
          account -> Optional.empty(),
          Clock.fixed(Instant.parse("2026-06-01T12:00:00Z"), ZoneOffset.UTC));

  @Test
  void withoutSources_everythingIsRefused() {
    assertThatThrownBy(() -> authorizer.authorize(DECRYPT))
        .isInstanceOfSatisfying(
            ServiceException.class,
            refusal -> assertThat(refusal.fault()).isEqualTo(CommonFault.ACCESS_DENIED))
        .hasMessage(
            "User: arn:aws:iam::111122223333:user/alice is not authorized to perform: kms:Decrypt"
                + " on resource: arn:aws:kms:us-east-1:111122223333:key/1 because no resource-based"
                + " policy allows the kms:Decrypt action");
  }

  @Test
  void sources_areCombined() {
    sources.add(request -> List.of());
    sources.add(request -> List.of(keyPolicy("arn:aws:iam::111122223333:user/alice", "Allow")));
    assertThatCode(() -> authorizer.authorize(DECRYPT)).doesNotThrowAnyException();
    sources.add(request -> List.of(keyPolicy("111122223333", "Deny")));
    assertThatThrownBy(() -> authorizer.authorize(DECRYPT))
        .hasMessageEndingWith(" with an explicit deny in a resource-based policy");
  }

  @Test
  void retiredGrant_countsNoMoreInTheNextRequest() {
    List<Permission> grants = new ArrayList<>(List.of(Permission.grant("grant-1")));
    sources.add(request -> List.copyOf(grants));
    assertThat(authorizer.decide(DECRYPT).allowed()).isTrue();
    grants.clear();
    assertThat(authorizer.decide(DECRYPT).allowed()).isFalse();
  }

  @Test
  void sourceThatFails_failsTheRequest() {
    sources.add(request -> List.of(Permission.grant("grant-1")));
    sources.add(
        request -> {
          throw new IllegalStateException("the store is away");
        });
    assertThatThrownBy(() -> authorizer.authorize(DECRYPT))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void proposedPolicy_mayNameTheWriterOrItsAccount() {
    assertThat(underProposed("arn:aws:iam::111122223333:user/alice")).isTrue();
    assertThat(underProposed("111122223333")).isTrue();
  }

  @Test
  void proposedPolicyThatNamesOthers_locksTheWriterOut() {
    assertThat(underProposed("arn:aws:iam::111122223333:user/bob")).isFalse();
    assertThat(underProposed("444455556666")).isFalse();
  }

  private boolean underProposed(String principal) {
    PolicyDocument policy = Objects.requireNonNull(keyPolicy(principal, "Allow").policy());
    return authorizer.decideUnder(policy, DECRYPT).allowed();
  }

  private static Permission keyPolicy(String principal, String effect) {
    return Permission.policy(
        PolicyType.KEY_POLICY,
        "key policy",
        PolicyDocument.parse(
            """
            {"Version": "2012-10-17", "Statement": {"Effect": "%s", "Action": "kms:*",
             "Resource": "*", "Principal": {"AWS": "%s"}}}"""
                .formatted(effect, principal),
            PolicyKind.RESOURCE));
  }
}
