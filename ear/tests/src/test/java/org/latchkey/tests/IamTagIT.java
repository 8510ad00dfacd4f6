package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.latchkey.tests.PolicyText.allow;
import static org.latchkey.tests.Refusal.assertRefused;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Tag;

/** Tags of OpenID Connect providers and MFA devices, which change after these were made. */
@ExtendWith(LatchkeyExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IamTagIT {
  private final LatchkeyServer server;
  private final AwsClients clients;
  private final IamClient iam;

  IamTagIT(LatchkeyServer server) {
    this.server = server;
    clients = AwsClients.root(server);
    iam = clients.iam();
  }

  @AfterAll
  void close() {
    clients.close();
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  private static List<Tag> tags(int count) {
    return IntStream.range(0, count).mapToObj(i -> tag("key" + i, "value")).toList();
  }

  private String provider() {
    return iam.createOpenIDConnectProvider(
            r -> r.url("https://" + UUID.randomUUID() + ".test").tags(tag("team", "blue")))
        .openIDConnectProviderArn();
  }

  private String device() {
    return iam.createVirtualMFADevice(
            r -> r.virtualMFADeviceName(UUID.randomUUID().toString()).tags(tag("team", "blue")))
        .virtualMFADevice()
        .serialNumber();
  }

  @Test
  void provider_hasTagsThatCanBeChanged() {
    String arn = provider();

    iam.tagOpenIDConnectProvider(
        r -> r.openIDConnectProviderArn(arn).tags(tag("Team", "red"), tag("floor", "3")));
    assertThat(
            iam.listOpenIDConnectProviderTags(r -> r.openIDConnectProviderArn(arn).maxItems(1))
                .tags())
        .containsExactly(tag("Team", "red"));
    iam.untagOpenIDConnectProvider(r -> r.openIDConnectProviderArn(arn).tagKeys("floor", "none"));

    assertThat(iam.getOpenIDConnectProvider(r -> r.openIDConnectProviderArn(arn)).tags())
        .containsExactlyInAnyOrder(tag("Team", "red"), tag("team", "blue"));
    assertRefused(
        "LimitExceeded",
        409,
        () -> iam.tagOpenIDConnectProvider(r -> r.openIDConnectProviderArn(arn).tags(tags(50))));
    assertRefused(
        "NoSuchEntity",
        404,
        () ->
            iam.tagOpenIDConnectProvider(
                r -> r.openIDConnectProviderArn(arn + "x").tags(tag("a", "b"))));
  }

  @Test
  void device_hasTagsThatCanBeChanged() {
    String serialNumber = device();

    iam.tagMFADevice(r -> r.serialNumber(serialNumber).tags(tag("Team", "red"), tag("a", "b")));
    iam.untagMFADevice(r -> r.serialNumber(serialNumber).tagKeys("a", "A"));

    assertThat(iam.listMFADeviceTags(r -> r.serialNumber(serialNumber)).tags())
        .containsExactly(tag("Team", "red"), tag("team", "blue"));
    assertRefused(
        "LimitExceeded",
        409,
        () -> iam.tagMFADevice(r -> r.serialNumber(serialNumber).tags(tags(50))));
    assertRefused(
        "NoSuchEntity", 404, () -> iam.listMFADeviceTags(r -> r.serialNumber(serialNumber + "x")));
  }

  @Test
  void anotherAccount_isRefusedWhateverThereIs() {
    String arn = provider();
    String serialNumber = device();
    try (MemberAccount member = MemberAccount.create(server, clients)) {
      IamClient other = member.administrator().iam();
      for (String end : List.of("", "x")) {
        assertRefused(
            "AccessDenied",
            403,
            () ->
                other.tagOpenIDConnectProvider(
                    r -> r.openIDConnectProviderArn(arn + end).tags(tag("a", "b"))));
        assertRefused(
            "AccessDenied",
            403,
            () -> other.listOpenIDConnectProviderTags(r -> r.openIDConnectProviderArn(arn + end)));
        assertRefused(
            "AccessDenied",
            403,
            () -> other.untagMFADevice(r -> r.serialNumber(serialNumber + end).tagKeys("team")));
      }
    }
    assertThat(iam.listMFADeviceTags(r -> r.serialNumber(serialNumber)).tags())
        .containsExactly(tag("team", "blue"));
  }

  @Test
  void whoeverTags_isHeldToTheTagsOfTheRequest() {
    String arn = provider();
    String serialNumber = device();
    IamUser user =
        IamUser.create(
            iam,
            """
            {"Effect": "Allow", "Action": "iam:*Tag*", "Resource": "*",
             "Condition": {"StringEquals": {"aws:RequestTag/team": "blue"}}}""",
            allow("iam:UntagMFADevice", "*"));
    try (AwsClients own = AwsClients.of(server, user.credentials())) {
      own.iam()
          .tagOpenIDConnectProvider(r -> r.openIDConnectProviderArn(arn).tags(tag("team", "blue")));
      own.iam().tagMFADevice(r -> r.serialNumber(serialNumber).tags(tag("team", "blue")));

      assertRefused(
          "AccessDenied",
          403,
          () ->
              own.iam()
                  .tagOpenIDConnectProvider(
                      r -> r.openIDConnectProviderArn(arn).tags(tag("team", "red"))));
      assertRefused(
          "AccessDenied",
          403,
          () -> own.iam().tagMFADevice(r -> r.serialNumber(serialNumber).tags(tag("x", "blue"))));
      own.iam().untagMFADevice(r -> r.serialNumber(serialNumber).tagKeys("team"));
      assertRefused(
          "AccessDenied",
          403,
          () ->
              own.iam()
                  .untagOpenIDConnectProvider(
                      r -> r.openIDConnectProviderArn(arn).tagKeys("team")));
    }
  }
}
