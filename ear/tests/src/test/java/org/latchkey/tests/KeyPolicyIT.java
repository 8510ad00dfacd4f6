package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.latchkey.tests.Refusal.assertRefused;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GrantOperation;
import software.amazon.awssdk.services.kms.model.KmsException;

/** The policies of keys. */
@ExtendWith(LatchkeyExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeyPolicyIT {
  private static final int LONGEST = 32 * 1024;

  /** Nobody may change it again. */
  private static final String LOCKED_OUT =
      """
      {"Version": "2012-10-17",
       "Statement": {
         "Effect": "Allow",
         "Principal": {"AWS": "arn:aws:iam::%s:root"},
         "Action": ["kms:Describe*", "kms:Get*"],
         "Resource": "*"}}"""
          .formatted(LatchkeyServer.ACCOUNT_ID);

  private static final int CALLERS = 12;
  private static final int CALLS = 100;
  private static final int ROUNDS = 5;

  private final AwsClients clients;
  private final KmsClient kms;
  private final RegisteredService user;
  private final AwsClients userClients;
  private String keyId = "";

  KeyPolicyIT(LatchkeyServer server) {
    clients = AwsClients.root(server);
    kms = clients.kms();
    user = RegisteredService.create(server);
    userClients = AwsClients.of(server, user.credentials());
  }

  @BeforeEach
  void createKey() {
    keyId = kms.createKey().keyMetadata().keyId();
  }

  @AfterAll
  void close() {
    userClients.close();
    clients.close();
  }

  @Test
  void policy_isReturnedAsItWasPut() {
    String policy = KeyPolicyText.ownerAnd(user.name(), "\"Action\": \"kms:DescribeKey\"");

    kms.putKeyPolicy(request -> request.keyId(keyId).policyName("default").policy(policy));

    assertThat(kms.getKeyPolicy(request -> request.keyId(keyId)).policy()).isEqualTo(policy);
    assertThat(kms.getKeyPolicy(request -> request.keyId(keyId)).policyName()).isEqualTo("default");
  }

  @Test
  void policy_countsFromTheNextRequestOn() {
    assertRefused("AccessDeniedException", this::describeAsUser);

    put(KeyPolicyText.ownerAnd(user.name(), "\"Action\": \"kms:DescribeKey\""));
    describeAsUser();

    put(KeyPolicyText.owner());
    assertRefused("AccessDeniedException", this::describeAsUser);
  }

  /** Who waits for the key's lock while a policy is replaced is asked about under the new one. */
  @Test
  void policyThatShutsSomebodyOut_isNotReplacedByTheirCallsUnderWay() throws Exception {
    String shared = KeyPolicyText.ownerAnd(user.name(), "\"Action\": \"kms:PutKeyPolicy\"");
    for (int round = 0; round < ROUNDS; round++) {
      shutOut(
          shared,
          call ->
              userClients
                  .kms()
                  .putKeyPolicy(
                      request ->
                          request
                              .keyId(keyId)
                              .policy(shared)
                              .bypassPolicyLockoutSafetyCheck(true)));
      assertThat(kms.getKeyPolicy(request -> request.keyId(keyId)).policy())
          .isEqualTo(KeyPolicyText.owner());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoIsShutOut_getsNoGrantByCallsUnderWay(boolean named) throws Exception {
    String shared = KeyPolicyText.ownerAnd(user.name(), "\"Action\": \"kms:CreateGrant\"");
    String grantee = "arn:aws:iam::" + LatchkeyServer.ACCOUNT_ID + ":user/" + user.name();
    for (int round = 0; round < ROUNDS; round++) {
      int grants =
          shutOut(
              shared,
              call ->
                  userClients
                      .kms()
                      .createGrant(
                          request ->
                              request
                                  .keyId(keyId)
                                  .name(named ? UUID.randomUUID().toString() : null)
                                  .granteePrincipal(grantee)
                                  .operations(GrantOperation.ENCRYPT)));
      assertThat(grants()).isEqualTo(grants);
    }
  }

  private int grants() {
    return (int) kms.listGrantsPaginator(request -> request.keyId(keyId)).grants().stream().count();
  }

  /**
   * Replaces the policy that lets the user in while the user makes calls, which all end refused.
   *
   * @return how many grants there were when the policy was replaced
   */
  private int shutOut(String shared, IntConsumer it) throws Exception {
    put(shared);
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    try {
      CountDownLatch begun = new CountDownLatch(CALLERS);
      List<Future<String>> calls = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        calls.add(
            callers.submit(
                () -> {
                  begun.countDown();
                  try {
                    for (int call = 0; call < CALLS; call++) {
                      it.accept(call);
                    }
                    return "all allowed";
                  } catch (KmsException refused) {
                    return refused.awsErrorDetails().errorCode();
                  }
                }));
      }
      begun.await();
      put(KeyPolicyText.owner());
      int grants = grants();
      for (Future<String> call : calls) {
        assertThat(call.get()).isEqualTo("AccessDeniedException");
      }
      return grants;
    } finally {
      callers.shutdownNow();
    }
  }

  @Test
  void onlyPolicy_isTheDefaultOne() {
    assertThat(kms.listKeyPolicies(request -> request.keyId(keyId)).policyNames())
        .containsExactly("default");
    assertThat(kms.listKeyPolicies(request -> request.keyId(keyId)).truncated()).isFalse();
    assertRefused(
        "NotFoundException",
        () -> kms.getKeyPolicy(request -> request.keyId(keyId).policyName("other")));
    assertRefused(
        "NotFoundException",
        () ->
            kms.putKeyPolicy(
                request -> request.keyId(keyId).policyName("other").policy(KeyPolicyText.owner())));
  }

  @Test
  void policyThatLocksItsWriterOut_isRefusedUnlessTheCheckIsBypassed() {
    assertRefused("MalformedPolicyDocumentException", () -> put(LOCKED_OUT));
    assertRefused(
        "MalformedPolicyDocumentException",
        () -> kms.createKey(request -> request.policy(LOCKED_OUT)));

    kms.putKeyPolicy(
        request -> request.keyId(keyId).policy(LOCKED_OUT).bypassPolicyLockoutSafetyCheck(true));

    assertRefused("AccessDeniedException", () -> put(KeyPolicyText.owner()));
  }

  @Test
  void bypass_canBeForbidden() {
    put(
        KeyPolicyText.ownerAnd(
            user.name(),
            """
            "Action": "kms:PutKeyPolicy",
            "Condition": {"Null": {"kms:BypassPolicyLockoutSafetyCheck": "true"}}"""));

    String same = kms.getKeyPolicy(request -> request.keyId(keyId)).policy();

    assertRefused(
        "AccessDeniedException",
        () ->
            userClients
                .kms()
                .putKeyPolicy(
                    request ->
                        request.keyId(keyId).policy(same).bypassPolicyLockoutSafetyCheck(true)));
    userClients.kms().putKeyPolicy(request -> request.keyId(keyId).policy(same));
  }

  @Test
  void forAllValuesOfOneValue_isRefused() {
    String policy =
        KeyPolicyText.ownerAnd(
            user.name(),
            """
            "Action": "kms:Decrypt",
            "Condition": {"ForAllValues:StringEquals": {"kms:EncryptionContext:tenant": "blue"}}""");

    assertRefused("MalformedPolicyDocumentException", () -> put(policy));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not json",
        "{}",
        "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\"}]}",
        "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\":"
            + " \"kms:*\", \"Resource\": \"*\"}]}"
      })
  void policyThatIsNone_isRefused(String policy) {
    assertRefused("MalformedPolicyDocumentException", () -> put(policy));
  }

  @Test
  void policyOf32KiB_isTheLongest() {
    put(KeyPolicyText.ofLength(LONGEST));

    assertThat(kms.getKeyPolicy(request -> request.keyId(keyId)).policy()).hasSize(LONGEST);
    assertRefused("LimitExceededException", () -> put(KeyPolicyText.ofLength(LONGEST + 1)));
    assertRefused(
        "LimitExceededException",
        () -> kms.createKey(request -> request.policy(KeyPolicyText.ofLength(LONGEST + 1))));
  }

  private void put(String policy) {
    kms.putKeyPolicy(request -> request.keyId(keyId).policy(policy));
  }

  private void describeAsUser() {
    userClients.kms().describeKey(request -> request.keyId(keyId));
  }
}
