package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Several who ask for the same name at the same moment: one gets it, the others are told so. */
@ExtendWith(LatchkeyExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RaceIT {
  private static final int RUNNERS = 4;
  private static final int ROUNDS = 5;
  private static final String DONE = "done";

  private final AwsClients root;
  private final ExecutorService runners = Executors.newFixedThreadPool(RUNNERS);

  RaceIT(LatchkeyServer server) {
    root = AwsClients.root(server);
  }

  @AfterAll
  void close() {
    runners.shutdownNow();
    root.close();
  }

  private static Arguments race(String operation, String loser, BiConsumer<AwsClients, String> it) {
    return Arguments.of(operation, loser, it);
  }

  static Stream<Arguments> races() {
    String taken = "EntityAlreadyExists";
    String trust =
        """
        {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:AssumeRole",
         "Principal":{"AWS":"%s"}}}"""
            .formatted(LatchkeyServer.ACCOUNT_ID);
    String policy =
        """
        {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"kms:*","Resource":"*"}}""";
    return Stream.of(
        race("CreateUser", taken, (to, name) -> to.iam().createUser(r -> r.userName(name))),
        race("CreateGroup", taken, (to, name) -> to.iam().createGroup(r -> r.groupName(name))),
        race(
            "CreateRole",
            taken,
            (to, name) ->
                to.iam().createRole(r -> r.roleName(name).assumeRolePolicyDocument(trust))),
        race(
            "CreatePolicy",
            taken,
            (to, name) -> to.iam().createPolicy(r -> r.policyName(name).policyDocument(policy))),
        race(
            "CreateVirtualMFADevice",
            taken,
            (to, name) -> to.iam().createVirtualMFADevice(r -> r.virtualMFADeviceName(name))),
        race(
            "CreateAlias",
            "AlreadyExistsException",
            (to, name) -> {
              String key = to.kms().createKey().keyMetadata().keyId();
              to.kms().createAlias(r -> r.aliasName("alias/" + name).targetKeyId(key));
            }));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("races")
  void sameName_isGivenOnce(String operation, String loser, BiConsumer<AwsClients, String> it)
      throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      String name = "race-" + UUID.randomUUID();
      CountDownLatch start = new CountDownLatch(1);
      List<Future<String>> answers =
          IntStream.range(0, RUNNERS)
              .mapToObj(runner -> runners.submit(() -> run(start, it, name)))
              .toList();

      start.countDown();

      List<String> given = new ArrayList<>();
      for (Future<String> answer : answers) {
        given.add(answer.get());
      }
      assertThat(given).as(operation).containsOnlyOnce(DONE).containsOnly(DONE, loser);
    }
  }

  private String run(CountDownLatch start, BiConsumer<AwsClients, String> it, String name)
      throws InterruptedException {
    start.await();
    try {
      it.accept(root, name);
      return DONE;
    } catch (AwsServiceException refused) {
      return refused.awsErrorDetails().errorCode();
    }
  }
}
