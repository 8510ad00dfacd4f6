package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.latchkey.tests.PolicyText.allow;
import static org.latchkey.tests.Refusal.assertRefused;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.KmsRequest;
import software.amazon.awssdk.services.kms.model.Tag;
import software.amazon.awssdk.services.organizations.model.Account;
import software.amazon.awssdk.services.organizations.model.AccountStatus;
import software.amazon.awssdk.services.organizations.model.CreateAccountState;
import software.amazon.awssdk.services.organizations.model.CreateAccountStatus;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/** Accounts, and what one may do with another's. */
@ExtendWith(LatchkeyExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OrganizationsIT {
  private static final SdkBytes PLAINTEXT = SdkBytes.fromUtf8String("attack at dawn");

  private final LatchkeyServer server;
  private final AwsClients root;
  private final MemberAccount other;
  private final KeyMetadata key;

  OrganizationsIT(LatchkeyServer server) {
    this.server = server;
    root = AwsClients.root(server);
    other = MemberAccount.create(server, root);
    key = root.kms().createKey().keyMetadata();
  }

  @AfterAll
  void close() {
    other.close();
    root.close();
  }

  @Test
  void account_isMadeListedAndClosed() {
    String email = UUID.randomUUID() + "@latchkey.test";
    CreateAccountStatus made =
        root.organizations()
            .createAccount(request -> request.accountName("blue").email(email))
            .createAccountStatus();

    assertThat(made.state()).isEqualTo(CreateAccountState.SUCCEEDED);
    assertThat(
            root.organizations()
                .describeCreateAccountStatus(request -> request.createAccountRequestId(made.id()))
                .createAccountStatus()
                .accountId())
        .isEqualTo(made.accountId());
    assertThat(
            root.organizations().listAccountsPaginator(r -> r.maxResults(1)).stream()
                .flatMap(page -> page.accounts().stream()))
        .extracting(Account::id)
        .contains(LatchkeyServer.ACCOUNT_ID, made.accountId(), other.id())
        .doesNotHaveDuplicates();
    assertThat(root.organizations().listAccounts().accounts())
        .filteredOn(account -> account.id().equals(LatchkeyServer.ACCOUNT_ID))
        .singleElement()
        .satisfies(
            management -> {
              assertThat(management.name()).isNotEmpty();
              assertThat(management.email()).endsWith(".invalid");
            });
    assertThat(
            root.organizations()
                .createAccount(request -> request.accountName("red").email(email))
                .createAccountStatus()
                .failureReasonAsString())
        .isEqualTo("EMAIL_ALREADY_EXISTS");

    root.organizations().closeAccount(request -> request.accountId(made.accountId()));
    assertThat(
            root.organizations()
                .describeAccount(request -> request.accountId(made.accountId()))
                .account()
                .status())
        .isEqualTo(AccountStatus.SUSPENDED);
    assertRefused(
        "AccountAlreadyClosedException",
        () -> root.organizations().closeAccount(r -> r.accountId(made.accountId())));
    assertRefused(
        "ConstraintViolationException",
        () -> root.organizations().closeAccount(r -> r.accountId(LatchkeyServer.ACCOUNT_ID)));
    assertRefused(
        "AccountNotFoundException",
        () -> root.organizations().describeAccount(r -> r.accountId("999999999999")));
  }

  @Test
  void closedAccount_letsNobodyIn() {
    try (MemberAccount closing = MemberAccount.create(server, root)) {
      IamUser user = IamUser.create(closing.administrator().iam(), allow("kms:ListKeys", "*"));
      try (AwsClients own = user.clients(server)) {
        own.kms().listKeys();
        root.organizations().closeAccount(request -> request.accountId(closing.id()));
        assertRefused("UnrecognizedClientException", () -> own.kms().listKeys());
        assertRefused(
            "UnrecognizedClientException", () -> closing.administrator().kms().listKeys());
      }
    }
  }

  @Test
  void memberAccount_doesNotManage() {
    assertRefused(
        "AccessDeniedException", () -> other.administrator().organizations().listAccounts());
    assertRefused(
        "AccessDeniedException",
        () ->
            other
                .administrator()
                .organizations()
                .createAccount(request -> request.accountName("x").email("x@latchkey.test")));
    assertThat(
            other
                .administrator()
                .organizations()
                .describeOrganization()
                .organization()
                .masterAccountId())
        .isEqualTo(LatchkeyServer.ACCOUNT_ID);
  }

  @Test
  void accounts_seeTheirOwnAlone() {
    AwsClients theirs = other.administrator();
    String name = "alone-" + UUID.randomUUID();
    root.iam().createUser(request -> request.userName(name));

    assertThat(theirs.kms().listKeys().keys()).isEmpty();
    assertThat(theirs.iam().listUsers().users()).noneMatch(user -> user.userName().equals(name));
    assertRefused(
        "NoSuchEntity", 404, () -> theirs.iam().getUser(request -> request.userName(name)));
    theirs.iam().createUser(request -> request.userName(name));
    assertThat(theirs.iam().getUser(request -> request.userName(name)).user().arn())
        .isEqualTo("arn:aws:iam::" + other.id() + ":user/" + name);
    assertRefused("NotFoundException", () -> theirs.kms().describeKey(r -> r.keyId(key.keyId())));
  }

  @Test
  void keyOfAnotherAccount_worksWhereBothSidesAllow() {
    IamUser user = IamUser.create(other.administrator().iam());
    KeyMetadata shared = root.kms().createKey().keyMetadata();
    try (AwsClients theirs = user.clients(server)) {
      assertRefused("AccessDeniedException", () -> encrypt(theirs, shared));
      user.put(other.administrator().iam(), allow("kms:Encrypt", shared.arn()));
      assertRefused("AccessDeniedException", () -> encrypt(theirs, shared));

      letIn(shared, "arn:aws:iam::" + other.id() + ":root");
      encrypt(theirs, shared);
      assertRefused(
          "NotFoundException",
          () -> theirs.kms().encrypt(r -> r.keyId(shared.keyId()).plaintext(PLAINTEXT)));

      other
          .administrator()
          .iam()
          .deleteUserPolicy(request -> request.userName(user.name()).policyName("test"));
      assertRefused("AccessDeniedException", () -> encrypt(theirs, shared));
      letIn(shared, user.arn());
      assertRefused("AccessDeniedException", () -> encrypt(theirs, shared));
    }
  }

  @Test
  void keyOfTheOrganization_isForItsMembers() {
    IamUser user = IamUser.create(other.administrator().iam(), allow("kms:Encrypt", "*"));
    KeyMetadata shared = root.kms().createKey().keyMetadata();
    String organization = root.organizations().describeOrganization().organization().id();
    assertThat(organization).matches("o-[a-z0-9]{10,32}");
    try (AwsClients theirs = user.clients(server)) {
      letInWhere(shared, "{\"StringEquals\": {\"aws:PrincipalOrgID\": \"o-0000000000\"}}");
      assertRefused("AccessDeniedException", () -> encrypt(theirs, shared));

      letInWhere(
          shared, "{\"StringEquals\": {\"aws:PrincipalOrgID\": \"%s\"}}".formatted(organization));
      encrypt(theirs, shared);

      letInWhere(
          shared,
          "{\"ForAnyValue:StringLike\": {\"aws:PrincipalOrgPaths\": \"%s/r-*/\"}}"
              .formatted(organization));
      encrypt(theirs, shared);
    }
  }

  /** Lets everybody encrypt under the key of whom the condition holds. */
  private void letInWhere(KeyMetadata shared, String condition) {
    root.kms()
        .putKeyPolicy(
            request ->
                request
                    .keyId(shared.keyId())
                    .policy(
                        PolicyText.of(
                            """
                            {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::%s:root"},
                             "Action": "kms:*", "Resource": "*"}"""
                                .formatted(LatchkeyServer.ACCOUNT_ID),
                            """
                            {"Effect": "Allow", "Principal": {"AWS": "*"},
                             "Action": "kms:Encrypt", "Resource": "*", "Condition": %s}"""
                                .formatted(condition))));
  }

  @Test
  void callOnAnothersKey_isOnRecordForBoth() {
    IamUser user = IamUser.create(other.administrator().iam());
    KeyMetadata shared = root.kms().createKey().keyMetadata();
    user.put(other.administrator().iam(), allow("kms:*", shared.arn()));
    letIn(shared, "arn:aws:iam::" + other.id() + ":root");
    try (AwsClients theirs = user.clients(server)) {
      String requestId =
          theirs
              .kms()
              .encrypt(r -> r.keyId(shared.arn()).plaintext(PLAINTEXT))
              .responseMetadata()
              .requestId();

      List<JsonNode> records = new AuditTrail(server).of(requestId);
      assertThat(records)
          .extracting(each -> each.path("recipientAccountId").asText())
          .containsExactly(other.id(), LatchkeyServer.ACCOUNT_ID);
      assertThat(records)
          .extracting(each -> each.path("sharedEventID").asText())
          .doesNotContain("")
          .containsOnly(records.get(0).path("sharedEventID").asText());
      assertThat(records).extracting(each -> each.path("eventID").asText()).doesNotHaveDuplicates();
      assertThat(records)
          .extracting(each -> each.path("userIdentity").path("arn").asText())
          .containsExactly(user.arn(), "");
      assertThat(records.get(1).path("userIdentity").toString())
          .isEqualTo(
              "{\"type\":\"AWSAccount\",\"principalId\":\"%s\",\"accountId\":\"%s\"}"
                  .formatted(user.userId(), other.id()));
    }
  }

  private static void encrypt(AwsClients by, KeyMetadata with) {
    by.kms().encrypt(request -> request.keyId(with.arn()).plaintext(PLAINTEXT));
  }

  private void letIn(KeyMetadata shared, String principal) {
    root.kms()
        .putKeyPolicy(
            request ->
                request
                    .keyId(shared.keyId())
                    .policy(
                        PolicyText.of(
                            """
                            {"Effect": "Allow",
                             "Principal": {"AWS": ["arn:aws:iam::%s:root", "%s"]},
                             "Action": "kms:*", "Resource": "*"}"""
                                .formatted(LatchkeyServer.ACCOUNT_ID, principal))));
  }

  static List<Named<Method>> operations() {
    return SdkOperations.kms().values().stream()
        .filter(method -> field(empty(method), "KeyId") != null)
        .map(method -> Named.of(method.getName(), method))
        .toList();
  }

  /** Its administrator may do everything there, and nothing here. */
  @ParameterizedTest
  @MethodSource("operations")
  void operationOnAnothersKey_isRefused(Method operation) throws Exception {
    KmsRequest request = withValues(operation);

    assertThat(answer(operation, request)).isIn("AccessDeniedException", "NotFoundException");
  }

  private String answer(Method operation, KmsRequest request) throws Exception {
    try {
      operation.invoke(other.administrator().kms(), request);
      return "done";
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof KmsException refusal) {
        return refusal.awsErrorDetails().errorCode();
      }
      throw e;
    }
  }

  private static KmsRequest empty(Method operation) {
    try {
      return (KmsRequest)
          ((SdkBuilder<?, ?>) operation.getParameterTypes()[0].getMethod("builder").invoke(null))
              .build();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static @Nullable SdkField<?> field(KmsRequest request, String name) {
    return request.sdkFields().stream()
        .filter(each -> each.memberName().equals(name))
        .findFirst()
        .orElse(null);
  }

  /** The request about the key, with something in every member that can hold a string or bytes. */
  private KmsRequest withValues(Method operation) {
    KmsRequest.Builder builder = empty(operation).toBuilder();
    for (SdkField<?> each : empty(operation).sdkFields()) {
      Object value = value(each);
      if (value != null) {
        each.set(builder, value);
      }
    }
    return builder.build();
  }

  private @Nullable Object value(SdkField<?> each) {
    String type = each.marshallingType().getTargetClass().getSimpleName();
    return switch (each.memberName()) {
      case "KeyId", "TargetKeyId", "SourceKeyId", "DestinationKeyId" -> key.arn();
      case "AliasName" -> "alias/other";
      case "Policy" -> PolicyText.of();
      case "PolicyName" -> "default";
      case "GranteePrincipal" -> "arn:aws:iam::" + other.id() + ":root";
      case "Operations" -> List.of("Decrypt");
      case "KeySpec" -> "AES_256";
      case "KeyPairSpec" -> "ECC_NIST_P256";
      case "SigningAlgorithm" -> "ECDSA_SHA_256";
      case "MacAlgorithm" -> "HMAC_SHA_256";
      case "KeyAgreementAlgorithm" -> "ECDH";
      case "EncapsulationAlgorithm" -> "ML_KEM";
      case "ExpirationModel" -> "KEY_MATERIAL_DOES_NOT_EXPIRE";
      case "WrappingAlgorithm" -> "RSAES_OAEP_SHA_256";
      case "WrappingKeySpec" -> "RSA_2048";
      case "PrimaryRegion", "ReplicaRegion" -> "eu-west-1";
      case "GrantId" -> "0".repeat(64);
      case "TagKeys" -> List.of("team");
      case "Tags" -> List.of(Tag.builder().tagKey("team").tagValue("red").build());
      case "Description" -> "another one's";
      default -> type.equals("SdkBytes") ? PLAINTEXT : null;
    };
  }
}
