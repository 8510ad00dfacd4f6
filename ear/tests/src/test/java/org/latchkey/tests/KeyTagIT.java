package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.latchkey.tests.Refusal.assertRefused;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.ListResourceTagsResponse;
import software.amazon.awssdk.services.kms.model.Tag;

/** The tags of keys. */
@ExtendWith(LatchkeyExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeyTagIT {
  private static final int MOST = 50;

  private final LatchkeyServer server;
  private final AwsClients clients;
  private final KmsClient kms;
  private final RegisteredService user;
  private final AwsClients userClients;
  private String keyId = "";

  KeyTagIT(LatchkeyServer server) {
    this.server = server;
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
  void tags_areAddedChangedListedAndRemoved() {
    tag(tag("team", "blue"), tag("Team", "Blå: 1/2 = a+b-c_d.e@f"), tag("empty", ""));
    tag(tag("team", "green"));

    assertThat(tags())
        .containsExactlyInAnyOrder(
            tag("team", "green"), tag("Team", "Blå: 1/2 = a+b-c_d.e@f"), tag("empty", ""));

    kms.untagResource(request -> request.keyId(keyId).tagKeys("team", "empty", "never there"));

    assertThat(tags()).containsExactly(tag("Team", "Blå: 1/2 = a+b-c_d.e@f"));
  }

  @Test
  void tagsOfCreateKey_areListed() {
    String tagged =
        kms.createKey(request -> request.tags(tag("team", "blue"))).keyMetadata().keyId();

    assertThat(kms.listResourceTags(request -> request.keyId(tagged)).tags())
        .containsExactly(tag("team", "blue"));
  }

  @Test
  void fiftyTags_areTheMost() {
    tag(numbered(MOST));
    tag(tag("tag-00", "another value"));

    assertRefused("TagException", () -> tag(tag("one more", "")));
    assertRefused("TagException", () -> kms.createKey(request -> request.tags(numbered(MOST + 1))));
    assertThat(kms.createKey(request -> request.tags(numbered(MOST))).keyMetadata().keyId())
        .isNotEmpty();
    assertThat(tags()).hasSize(MOST).contains(tag("tag-00", "another value"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"aws:", "aws:team", "AWS:team", "a\tb", "a<b", "a\"b", "a*"})
  void reservedAndOddTagKeys_areRefused(String key) {
    assertRefused("TagException", () -> tag(tag(key, "value")));
    assertRefused("TagException", () -> kms.createKey(request -> request.tags(tag(key, "value"))));
  }

  @Test
  void reservedTagKeys_cannotBeRemoved() {
    assertRefused(
        "TagException",
        () -> kms.untagResource(request -> request.keyId(keyId).tagKeys("aws:team")));
  }

  @Test
  void tagKeyGivenTwice_isRefused() {
    assertRefused("TagException", () -> tag(tag("team", "blue"), tag("team", "green")));
  }

  @Test
  void lengths_ofTheLimitsAreTakenAndBeyondThemRefused() {
    tag(tag("k".repeat(128), "v".repeat(256)));

    assertThat(tags()).containsExactly(tag("k".repeat(128), "v".repeat(256)));
    assertRefused("ValidationException", () -> tag(tag("k".repeat(129), "")));
    assertRefused("ValidationException", () -> tag(tag("", "")));
    assertRefused("ValidationException", () -> tag(tag("k", "v".repeat(257))));
  }

  @Test
  void tags_areListedPageByPage() {
    tag(numbered(5));
    List<Tag> listed = new ArrayList<>();

    for (ListResourceTagsResponse page :
        kms.listResourceTagsPaginator(request -> request.keyId(keyId).limit(2))) {
      assertThat(page.tags()).hasSizeBetween(1, 2);
      assertThat(page.truncated()).isEqualTo(page.nextMarker() != null);
      listed.addAll(page.tags());
    }

    assertThat(listed).containsExactly(numbered(5));
    assertRefused(
        "InvalidMarkerException",
        () -> kms.listResourceTags(request -> request.keyId(keyId).marker("not base64!")));
    assertRefused(
        "ValidationException",
        () -> kms.listResourceTags(request -> request.keyId(keyId).limit(0)));
    assertRefused(
        "ValidationException",
        () -> kms.listResourceTags(request -> request.keyId(keyId).limit(1001)));
    assertThat(kms.listResourceTags(request -> request.keyId(keyId).limit(1000)).tags()).hasSize(5);
  }

  @Test
  void tagsOfANewKey_needThePermissionForTheAccountsKeys() {
    IamUser maker =
        IamUser.create(
            clients.iam(),
            PolicyText.allow("kms:CreateKey", "*"),
            PolicyText.allow(
                "kms:TagResource", "arn:aws:kms:*:" + LatchkeyServer.ACCOUNT_ID + ":key/*"));
    IamUser other = IamUser.create(clients.iam(), PolicyText.allow("kms:CreateKey", "*"));
    try (AwsClients makers = maker.clients(server);
        AwsClients others = other.clients(server)) {
      String made =
          makers
              .kms()
              .createKey(request -> request.tags(tag("team", "blue")))
              .keyMetadata()
              .keyId();
      assertThat(kms.listResourceTags(request -> request.keyId(made)).tags())
          .containsExactly(tag("team", "blue"));
      assertRefused(
          "AccessDeniedException",
          () -> others.kms().createKey(request -> request.tags(tag("team", "blue"))));
    }
  }

  @Test
  void alias_doesNotNameTheKeyOfATag() {
    assertRefused(
        "InvalidArnException",
        () -> kms.tagResource(request -> request.keyId("alias/x").tags(tag("team", "blue"))));
  }

  @Test
  void conditions_seeTheTagsOfTheRequest() {
    allowUser(
        """
        "Action": ["kms:TagResource", "kms:UntagResource"],
        "Condition": {
          "StringEqualsIfExists": {"aws:RequestTag/team": "blue"},
          "ForAllValues:StringEquals": {"aws:TagKeys": ["team"]}}""");

    tagAsUser(tag("team", "blue"));
    assertRefused("AccessDeniedException", () -> tagAsUser(tag("team", "green")));
    assertRefused("AccessDeniedException", () -> tagAsUser(tag("cost", "blue")));
    assertRefused(
        "AccessDeniedException",
        () ->
            userClients
                .kms()
                .untagResource(request -> request.keyId(keyId).tagKeys("team", "cost")));
    userClients.kms().untagResource(request -> request.keyId(keyId).tagKeys("team"));

    assertThat(tags()).isEmpty();
  }

  @Test
  void tag_decidesFromTheNextRequestOn() {
    allowUser(
        """
        "Action": "kms:DescribeKey",
        "Condition": {"StringEquals": {"aws:ResourceTag/team": "blue"}}""");
    assertRefused("AccessDeniedException", this::describeAsUser);

    tag(tag("team", "blue"));
    describeAsUser();

    tag(tag("team", "green"));
    assertRefused("AccessDeniedException", this::describeAsUser);
  }

  private void describeAsUser() {
    userClients.kms().describeKey(request -> request.keyId(keyId));
  }

  private void tagAsUser(Tag tag) {
    userClients.kms().tagResource(request -> request.keyId(keyId).tags(tag));
  }

  private void allowUser(String rest) {
    kms.putKeyPolicy(
        request -> request.keyId(keyId).policy(KeyPolicyText.ownerAnd(user.name(), rest)));
  }

  private void tag(Tag... tags) {
    kms.tagResource(request -> request.keyId(keyId).tags(tags));
  }

  private List<Tag> tags() {
    return kms.listResourceTags(request -> request.keyId(keyId)).tags();
  }

  private static Tag[] numbered(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> tag("tag-%02d".formatted(i), "v"))
        .toArray(Tag[]::new);
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().tagKey(key).tagValue(value).build();
  }
}
