package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.latchkey.tests.Refusal.assertRefused;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.AliasListEntry;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.ListAliasesResponse;

/** The names of keys. */
@ExtendWith(LatchkeyExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AliasIT {
  private static final int MOST = 50;
  private static final int LONGEST = 256;

  private final AwsClients clients;
  private final KmsClient kms;
  private final RegisteredService user;
  private final AwsClients userClients;

  AliasIT(LatchkeyServer server) {
    clients = AwsClients.root(server);
    kms = clients.kms();
    user = RegisteredService.create(server);
    userClients = AwsClients.of(server, user.credentials());
  }

  @AfterAll
  void close() {
    userClients.close();
    clients.close();
  }

  @Test
  void alias_isMovedAndDeletedAndItsKeysStay() {
    String first = newKey();
    String second = newKey();
    String alias = newAlias();
    create(alias, first);

    kms.updateAlias(request -> request.aliasName(alias).targetKeyId(second));

    assertThat(target(alias)).isEqualTo(second);
    assertThat(aliasesOf(first)).isEmpty();
    assertThat(aliasesOf(second))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.aliasArn())
                  .isEqualTo(
                      "arn:aws:kms:%s:%s:%s"
                          .formatted(LatchkeyServer.REGION, LatchkeyServer.ACCOUNT_ID, alias));
              assertThat(entry.lastUpdatedDate()).isAfterOrEqualTo(entry.creationDate());
            });

    kms.deleteAlias(request -> request.aliasName(alias));

    assertRefused("NotFoundException", () -> target(alias));
    assertThat(kms.describeKey(request -> request.keyId(second)).keyMetadata().enabled()).isTrue();
  }

  @Test
  void aliasName_mayBeOfTheLimitAndNoLonger() {
    String keyId = newKey();
    String unique = newAlias() + "/_-";
    String longest = unique + "x".repeat(LONGEST - unique.length());

    create(longest, keyId);

    assertThat(target(longest)).isEqualTo(keyId);
    assertRefused("ValidationException", () -> create(longest + "x", keyId));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alias/aws/mine", "alias/aws/"})
  void reservedName_isInvalid(String name) {
    String keyId = newKey();

    assertRefused("InvalidAliasNameException", () -> create(name, keyId));
  }

  @ParameterizedTest
  @ValueSource(strings = {"name", "alias/", "alias", "aliases/name", "alias/a:b"})
  void nameThatIsNone_isInvalid(String name) {
    String keyId = newKey();

    assertRefused("ValidationException", () -> create(name, keyId));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alias/with space", "alias/with.dot", "alias/ä", ""})
  void nameWithOtherCharacters_breaksTheModel(String name) {
    String keyId = newKey();

    assertRefused("ValidationException", () -> create(name, keyId));
  }

  @Test
  void fiftyAliases_areTheMostOfAKey() {
    String full = newKey();
    String other = newKey();
    List<String> names = IntStream.range(0, MOST).mapToObj(i -> newAlias()).toList();
    names.forEach(name -> create(name, full));
    String outside = newAlias();
    create(outside, other);

    assertRefused("LimitExceededException", () -> create(newAlias(), full));
    assertRefused(
        "LimitExceededException",
        () -> kms.updateAlias(request -> request.aliasName(outside).targetKeyId(full)));
    kms.updateAlias(request -> request.aliasName(names.get(0)).targetKeyId(full));
    kms.deleteAlias(request -> request.aliasName(names.get(0)));
    kms.updateAlias(request -> request.aliasName(outside).targetKeyId(full));

    assertThat(aliasesOf(full)).hasSize(MOST);
  }

  @Test
  void alias_standsForOneKeyAlone() {
    String alias = newAlias();
    create(alias, newKey());
    String other = newKey();

    assertRefused("AlreadyExistsException", () -> create(alias, other));
  }

  @Test
  void alias_isNotMovedToAnotherKindOfKey() {
    String alias = newAlias();
    create(alias, newKey());
    String signing = newKey(KeySpec.ECC_NIST_P256, KeyUsageType.SIGN_VERIFY);
    String agreeing = newKey(KeySpec.ECC_NIST_P256, KeyUsageType.KEY_AGREEMENT);
    String mac = newKey(KeySpec.HMAC_256, KeyUsageType.GENERATE_VERIFY_MAC);
    String ofSigning = newAlias();
    create(ofSigning, signing);

    assertRefused("ValidationException", () -> move(alias, signing));
    assertRefused("ValidationException", () -> move(alias, mac));
    assertRefused("ValidationException", () -> move(ofSigning, agreeing));
    move(ofSigning, newKey(KeySpec.ECC_NIST_P384, KeyUsageType.SIGN_VERIFY));
  }

  @Test
  void unknownAliasesAndKeys_areRefused() {
    String alias = newAlias();
    create(alias, newKey());
    String unknownKey = UUID.randomUUID().toString();

    assertRefused("NotFoundException", () -> create(newAlias(), unknownKey));
    assertRefused("NotFoundException", () -> move(alias, unknownKey));
    assertRefused("NotFoundException", () -> move(newAlias(), newKey()));
    assertRefused(
        "NotFoundException", () -> kms.deleteAlias(request -> request.aliasName(newAlias())));
    assertRefused("ValidationException", () -> create(newAlias(), alias));
    assertRefused("ValidationException", () -> move(alias, alias));
  }

  @Test
  void permissionOnTheKeyAlone_isNotEnough() {
    String keyId = newKey();
    String alias = newAlias();
    create(alias, keyId);
    kms.putKeyPolicy(
        request ->
            request
                .keyId(keyId)
                .policy(
                    KeyPolicyText.ownerAnd(
                        user.name(),
                        "\"Action\": [\"kms:CreateAlias\", \"kms:UpdateAlias\","
                            + " \"kms:DeleteAlias\"]")));
    KmsClient asUser = userClients.kms();

    assertRefused(
        "AccessDeniedException",
        () -> asUser.createAlias(request -> request.aliasName(newAlias()).targetKeyId(keyId)));
    assertRefused(
        "AccessDeniedException",
        () -> asUser.updateAlias(request -> request.aliasName(alias).targetKeyId(keyId)));
    assertRefused(
        "AccessDeniedException", () -> asUser.deleteAlias(request -> request.aliasName(alias)));
  }

  @Test
  void permissionOnTheAliasAlone_isNotEnough() {
    String forbidden = newKey();
    String alias = newAlias();
    create(alias, forbidden);
    String allowed = newKey();
    String ofAllowed = newAlias();
    create(ofAllowed, allowed);
    kms.putKeyPolicy(
        request ->
            request
                .keyId(forbidden)
                .policy(
                    """
                    {"Version": "2012-10-17",
                     "Statement": {
                       "Effect": "Allow",
                       "Principal": {"AWS": "arn:aws:iam::%s:root"},
                       "NotAction": "kms:*Alias",
                       "Resource": "*"}}"""
                        .formatted(LatchkeyServer.ACCOUNT_ID)));

    assertRefused("AccessDeniedException", () -> create(newAlias(), forbidden));
    assertRefused("AccessDeniedException", () -> move(alias, allowed));
    assertRefused("AccessDeniedException", () -> move(ofAllowed, forbidden));
    assertRefused(
        "AccessDeniedException", () -> kms.deleteAlias(request -> request.aliasName(alias)));
  }

  @Test
  void aliases_areListedPageByPage() {
    String keyId = newKey();
    IntStream.range(0, 5).forEach(i -> create(newAlias(), keyId));
    List<String> listed = new ArrayList<>();

    for (ListAliasesResponse page :
        kms.listAliasesPaginator(request -> request.keyId(keyId).limit(2))) {
      assertThat(page.aliases()).hasSizeBetween(1, 2);
      page.aliases().forEach(entry -> listed.add(entry.aliasName()));
    }

    assertThat(listed).hasSize(5).isSorted();
    assertRefused("InvalidMarkerException", () -> kms.listAliases(request -> request.marker("{}")));
    assertRefused("ValidationException", () -> kms.listAliases(request -> request.limit(0)));
    assertRefused("ValidationException", () -> kms.listAliases(request -> request.limit(1001)));
    assertThat(kms.listAliases(request -> request.keyId(keyId).limit(1000)).aliases()).hasSize(5);
  }

  private String target(String alias) {
    return kms.describeKey(request -> request.keyId(alias)).keyMetadata().keyId();
  }

  private void create(String alias, String keyId) {
    kms.createAlias(request -> request.aliasName(alias).targetKeyId(keyId));
  }

  private void move(String alias, String keyId) {
    kms.updateAlias(request -> request.aliasName(alias).targetKeyId(keyId));
  }

  private List<AliasListEntry> aliasesOf(String keyId) {
    return kms.listAliases(request -> request.keyId(keyId).limit(100)).aliases();
  }

  private String newKey() {
    return kms.createKey().keyMetadata().keyId();
  }

  private String newKey(KeySpec spec, KeyUsageType usage) {
    return kms.createKey(request -> request.keySpec(spec).keyUsage(usage)).keyMetadata().keyId();
  }

  private static String newAlias() {
    return "alias/" + UUID.randomUUID();
  }
}
