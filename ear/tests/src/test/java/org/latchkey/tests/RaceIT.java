package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.latchkey.client.Endpoint;
import org.latchkey.client.Json;
import org.latchkey.client.LatchkeyClient;
import org.latchkey.client.LatchkeyException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.acmpca.model.CertificateAuthorityType;
import software.amazon.awssdk.services.iam.model.EntityAlreadyExistsException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.kms.model.GrantOperation;

/**
 * Several who ask at the same moment: for the same name, one gets it and the others are told so;
 * for what ends at that moment, nobody gets it who asks afterwards.
 */
@ExtendWith(LatchkeyExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RaceIT {
  private static final int RUNNERS = 4;
  private static final int ROUNDS = 5;
  private static final int CALLS = 200;
  private static final String DONE = "done";

  private final LatchkeyServer server;
  private final AwsClients root;
  private final ExecutorService runners = Executors.newFixedThreadPool(RUNNERS);

  RaceIT(LatchkeyServer server) {
    this.server = server;
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
        race(
            "CreateLoginProfile",
            taken,
            (to, name) -> {
              try {
                to.iam().createUser(r -> r.userName(name));
              } catch (EntityAlreadyExistsException madeByAnother) {
                // the race is for the password
              }
              to.iam().createLoginProfile(r -> r.userName(name).password("Correct-horse-1"));
            }),
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

      List<String> given = atOnce(() -> it.accept(root, name));

      assertThat(given).as(operation).containsOnlyOnce(DONE).containsOnly(DONE, loser);
    }
  }

  @Test
  void tags_areAllKept() throws Exception {
    String trust = PolicyText.trust("arn:aws:iam::" + LatchkeyServer.ACCOUNT_ID + ":root");
    for (int round = 0; round < ROUNDS; round++) {
      String name = "tagged-" + UUID.randomUUID();
      root.iam().createUser(r -> r.userName(name));
      root.iam().createRole(r -> r.roleName(name).assumeRolePolicyDocument(trust));
      AtomicInteger next = new AtomicInteger();

      List<String> given =
          atOnce(
              () -> {
                Tag tag = Tag.builder().key("tag-" + next.incrementAndGet()).value("kept").build();
                root.iam().tagUser(r -> r.userName(name).tags(tag));
                root.iam().tagRole(r -> r.roleName(name).tags(tag));
              });

      assertThat(given).containsOnly(DONE);
      assertThat(root.iam().listUserTags(r -> r.userName(name)).tags()).hasSize(RUNNERS);
      assertThat(root.iam().listRoleTags(r -> r.roleName(name)).tags()).hasSize(RUNNERS);
    }
  }

  /** Who waits for the certificate's lock while the tag is removed is asked about without it. */
  @Test
  void tagThatLetSomebodyIn_isNotPutBackByTheirCallsUnderWay() throws Exception {
    software.amazon.awssdk.services.acm.model.Tag open =
        software.amazon.awssdk.services.acm.model.Tag.builder().key("open").value("yes").build();
    IamUser user =
        IamUser.create(
            root.iam(),
            """
            {"Effect": "Allow", "Action": "acm:AddTagsToCertificate", "Resource": "*",
             "Condition": {"StringEquals": {"aws:ResourceTag/open": "yes"}}}""");
    String arn = imported();
    try (AwsClients own = user.clients(server)) {
      for (int round = 0; round < ROUNDS; round++) {
        root.acm().addTagsToCertificate(r -> r.certificateArn(arn).tags(open));
        AtomicInteger next = new AtomicInteger();

        List<String> given =
            atOnce(
                () -> {
                  if (next.getAndIncrement() == 0) {
                    root.acm().removeTagsFromCertificate(r -> r.certificateArn(arn).tags(open));
                    return;
                  }
                  for (int call = 0; call < CALLS; call++) {
                    own.acm().addTagsToCertificate(r -> r.certificateArn(arn).tags(open));
                  }
                });

        assertThat(given).containsOnlyOnce(DONE).containsOnly(DONE, "AccessDeniedException");
        assertThat(root.acm().listTagsForCertificate(r -> r.certificateArn(arn)).tags()).isEmpty();
      }
    }
  }

  private String imported() throws Exception {
    KeyAndCertificate imported = KeyAndCertificate.create("EC", 256, "race.latchkey.test");
    SdkBytes certificate = imported.certificatePem();
    SdkBytes privateKey = imported.privateKeyPem();
    return root.acm()
        .importCertificate(r -> r.certificate(certificate).privateKey(privateKey))
        .certificateArn();
  }

  @Test
  void clientIds_areAllKept() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      String url = "https://" + UUID.randomUUID() + ".test";
      String provider =
          root.iam().createOpenIDConnectProvider(r -> r.url(url)).openIDConnectProviderArn();
      AtomicInteger next = new AtomicInteger();

      List<String> given =
          atOnce(
              () ->
                  root.iam()
                      .addClientIDToOpenIDConnectProvider(
                          r ->
                              r.openIDConnectProviderArn(provider)
                                  .clientID("client-" + next.incrementAndGet())));

      assertThat(given).containsOnly(DONE);
      assertThat(
              root.iam()
                  .getOpenIDConnectProvider(r -> r.openIDConnectProviderArn(provider))
                  .clientIDList())
          .hasSize(RUNNERS);
      root.iam().deleteOpenIDConnectProvider(r -> r.openIDConnectProviderArn(provider));
    }
  }

  @Test
  void tagsOfOneDeviceAndOneProvider_areAllKept() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      String unique = UUID.randomUUID().toString();
      String provider =
          root.iam()
              .createOpenIDConnectProvider(r -> r.url("https://" + unique + ".test"))
              .openIDConnectProviderArn();
      String device =
          root.iam()
              .createVirtualMFADevice(r -> r.virtualMFADeviceName(unique))
              .virtualMFADevice()
              .serialNumber();
      AtomicInteger next = new AtomicInteger();

      List<String> given =
          atOnce(
              () -> {
                Tag tag = Tag.builder().key("key-" + next.incrementAndGet()).value("v").build();
                root.iam().tagMFADevice(r -> r.serialNumber(device).tags(tag));
                root.iam()
                    .tagOpenIDConnectProvider(r -> r.openIDConnectProviderArn(provider).tags(tag));
              });

      assertThat(given).containsOnly(DONE);
      assertThat(root.iam().listMFADeviceTags(r -> r.serialNumber(device)).tags()).hasSize(RUNNERS);
      assertThat(
              root.iam()
                  .listOpenIDConnectProviderTags(r -> r.openIDConnectProviderArn(provider))
                  .tags())
          .hasSize(RUNNERS);
      root.iam().deleteVirtualMFADevice(r -> r.serialNumber(device));
      root.iam().deleteOpenIDConnectProvider(r -> r.openIDConnectProviderArn(provider));
    }
  }

  @Test
  void usersOfAGroupThatIsDeleted_areToldSo() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      String name = "left-" + UUID.randomUUID();
      root.iam().createGroup(r -> r.groupName(name));
      root.iam().createUser(r -> r.userName(name));
      AtomicInteger next = new AtomicInteger();

      List<String> given =
          atOnce(
              () -> {
                if (next.getAndIncrement() == 0) {
                  root.iam().deleteGroup(r -> r.groupName(name));
                } else {
                  root.iam().addUserToGroup(r -> r.groupName(name).userName(name));
                }
              });

      assertThat(given).isSubsetOf(DONE, "NoSuchEntity", "DeleteConflict").contains(DONE);
    }
  }

  @Test
  void accessKeyOfAUserWhoIsDeleted_isSaidToBeNobodys() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      String name = "gone-" + UUID.randomUUID();
      root.iam().createUser(r -> r.userName(name));
      AtomicInteger next = new AtomicInteger();

      List<String> given =
          atOnce(
              () -> {
                if (next.getAndIncrement() == 0) {
                  root.iam().deleteUser(r -> r.userName(name));
                  return;
                }
                try {
                  root.iam().createAccessKey(r -> r.userName(name));
                } catch (NoSuchEntityException gone) {
                  assertThat(gone).hasMessageContaining("The user with name " + name);
                  throw gone;
                }
              });

      assertThat(given)
          .isSubsetOf(DONE, "NoSuchEntity", "DeleteConflict", "LimitExceeded")
          .contains(DONE);
    }
  }

  @Test
  void inlinePolicies_areNotLongerThanAllowed() throws Exception {
    String name = "bounded-" + UUID.randomUUID();
    root.iam().createUser(r -> r.userName(name));
    String document =
        PolicyText.of(PolicyText.allow("kms:Encrypt", "arn:aws:kms:*:*:key/" + "a".repeat(700)));

    List<String> given =
        atOnce(
            () ->
                root.iam()
                    .putUserPolicy(
                        r ->
                            r.userName(name)
                                .policyName("policy-" + UUID.randomUUID())
                                .policyDocument(document)));

    assertThat(given).containsOnly(DONE, "LimitExceeded");
    assertThat(root.iam().listUserPolicies(r -> r.userName(name)).policyNames()).hasSize(2);
  }

  @Test
  void reencryptions_areOneAtATimeForAnAccount() throws Exception {
    try (MemberAccount account = MemberAccount.create(server, root)) {
      IamUser user =
          IamUser.create(account.administrator().iam(), PolicyText.allow("latchkey:*", "*"));
      try (LatchkeyClient latchkey =
          new LatchkeyClient(
              new Endpoint(server.endpoint(), null),
              Region.of(LatchkeyServer.REGION),
              user.credentials())) {
        for (int round = 0; round < ROUNDS; round++) {
          assertThat(atOnce(() -> latchkey.call("StartReencryption", "{}")))
              .isSubsetOf(DONE, "ResourceInUseException");
        }

        List<JsonNode> made = new ArrayList<>();
        Json.tree(latchkey.call("ListReencryptions", "{}"))
            .path("Reencryptions")
            .forEach(made::add);
        assertThat(made).isNotEmpty();
        for (int i = 1; i < made.size(); i++) {
          assertThat(made.get(i).path("EndedAt").asDouble(Double.MAX_VALUE))
              .as("%s ends before the next begins", made.get(i))
              .isLessThanOrEqualTo(made.get(i - 1).path("StartedAt").asDouble());
        }
      }
    }
  }

  @Test
  void grantThatIsRetired_decryptsNothingAskedForAfterwards() throws Exception {
    IamUser grantee = IamUser.create(root.iam());
    String key = root.kms().createKey().keyMetadata().keyId();
    SdkBytes ciphertext =
        root.kms()
            .encrypt(r -> r.keyId(key).plaintext(SdkBytes.fromUtf8String("attack at dawn")))
            .ciphertextBlob();
    try (AwsClients grantees = grantee.clients(server)) {
      for (int round = 0; round < ROUNDS; round++) {
        String token =
            root.kms()
                .createGrant(
                    r ->
                        r.keyId(key)
                            .granteePrincipal(grantee.arn())
                            .operations(GrantOperation.DECRYPT))
                .grantToken();
        AtomicInteger decrypted = new AtomicInteger();
        AtomicLong lastAsked = new AtomicLong(Long.MIN_VALUE);
        List<Future<String>> ends =
            IntStream.range(0, RUNNERS)
                .mapToObj(
                    runner ->
                        runners.submit(
                            () -> decryptToTheEnd(grantees, ciphertext, decrypted, lastAsked)))
                .toList();
        Await.until("each has decrypted", () -> decrypted.get() >= RUNNERS);
        root.kms().retireGrant(r -> r.grantToken(token));
        long retired = System.nanoTime();

        for (Future<String> end : ends) {
          assertThat(end.get()).isEqualTo("AccessDeniedException");
        }
        assertThat(lastAsked.get() - retired).isNegative();
      }
    }
  }

  /** Decrypts until that is refused; notes when it asked last for what it was given. */
  private static String decryptToTheEnd(
      AwsClients clients, SdkBytes ciphertext, AtomicInteger decrypted, AtomicLong lastAsked) {
    while (true) {
      long asked = System.nanoTime();
      try {
        clients.kms().decrypt(r -> r.ciphertextBlob(ciphertext));
      } catch (AwsServiceException refused) {
        return refused.awsErrorDetails().errorCode();
      }
      decrypted.incrementAndGet();
      lastAsked.accumulateAndGet(asked, Math::max);
    }
  }

  @Test
  void sameToken_makesOneOfEach() throws Exception {
    AuthorityClient authorities = new AuthorityClient(root.acmPca());
    String authority = authorities.root("raced");
    String csr = authorities.csr(authority);
    for (int round = 0; round < ROUNDS; round++) {
      String token = "race" + round + System.nanoTime();

      assertMadeOnce(
          () ->
              root.acm()
                  .requestCertificate(
                      r ->
                          r.domainName("race.latchkey.test")
                              .certificateAuthorityArn(authority)
                              .keyAlgorithm("EC_prime256v1")
                              .idempotencyToken(token))
                  .certificateArn());
      assertMadeOnce(() -> authorities.issue(authority, csr, r -> r.idempotencyToken(token)));
      assertMadeOnce(
          () ->
              authorities.create(
                  CertificateAuthorityType.ROOT, "raced too", r -> r.idempotencyToken(token)));
    }
  }

  private void assertMadeOnce(Supplier<String> request) throws Exception {
    Set<String> made = ConcurrentHashMap.newKeySet();
    assertThat(atOnce(() -> made.add(request.get()))).containsOnly(DONE);
    assertThat(made).hasSize(1);
  }

  /** What several are answered who do the same at the same moment. */
  private List<String> atOnce(Runnable it) throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    List<Future<String>> answers =
        IntStream.range(0, RUNNERS)
            .mapToObj(runner -> runners.submit(() -> run(start, it)))
            .toList();
    start.countDown();
    List<String> given = new ArrayList<>();
    for (Future<String> answer : answers) {
      given.add(answer.get());
    }
    return given;
  }

  private static String run(CountDownLatch start, Runnable it) throws InterruptedException {
    start.await();
    try {
      it.run();
      return DONE;
    } catch (AwsServiceException refused) {
      return refused.awsErrorDetails().errorCode();
    } catch (LatchkeyException refused) {
      return refused.code();
    }
  }
}
