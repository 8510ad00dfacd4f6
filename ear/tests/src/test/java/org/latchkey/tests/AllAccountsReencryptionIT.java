package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.latchkey.client.Endpoint;
import org.latchkey.client.Json;
import org.latchkey.client.LatchkeyClient;
import org.latchkey.client.LatchkeyException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.model.AliasListEntry;

/** A re-encryption of what all accounts have, in every Region. */
@Tag("postgresql")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AllAccountsReencryptionIT {
  private final LatchkeyServer server = LatchkeyServer.configure().start();
  private final RootUser root = new RootUser(server);
  private final AwsClients clients = AwsClients.root(server);
  private final AwsClients elsewhere = AwsClients.root(server, Region.EU_WEST_1);
  private final MemberAccount member = MemberAccount.create(server, clients);

  @AfterAll
  void close() {
    member.close();
    elsewhere.close();
    clients.close();
    root.close();
    server.close();
  }

  @Test
  void newKeys_takeThePlaceOfTheOldOnesEverywhere() throws Exception {
    List<AwsClients> homes = List.of(clients, elsewhere, member.administrator());
    List<String> certificates = new ArrayList<>();
    for (AwsClients home : homes) {
      certificates.add(PrivateAuthority.create(home.acmPca()).request(home, "all.latchkey.test"));
    }
    List<String> before = homes.stream().map(AllAccountsReencryptionIT::acmKey).toList();
    IamUser user =
        IamUser.create(member.administrator().iam(), PolicyText.allow("latchkey:*", "*"));
    try (LatchkeyClient own =
        new LatchkeyClient(
            new Endpoint(server.endpoint(), null),
            Region.of(LatchkeyServer.REGION),
            user.credentials())) {
      assertThatThrownBy(() -> call(own, "StartReencryption", Map.of("AllAccounts", true)))
          .isInstanceOfSatisfying(
              LatchkeyException.class,
              refused -> assertThat(refused.code()).isEqualTo("AccessDeniedException"));
    }

    LatchkeyClient latchkey = root.latchkey();
    JsonNode counted =
        call(
            latchkey,
            "StartReencryption",
            Map.of("AllAccounts", true, "NewKey", true, "DryRun", true));
    assertThat(counted.path("Scope")).hasSize(homes.size());
    assertThat(counted.path("Scope"))
        .allSatisfy(home -> assertThat(home.path("PrivateKeys").asInt()).isEqualTo(1));
    assertThat(homes.stream().map(AllAccountsReencryptionIT::acmKey)).isEqualTo(before);

    Map<String, String> id =
        Map.of(
            "ReencryptionId",
            call(latchkey, "StartReencryption", Map.of("AllAccounts", true, "NewKey", true))
                .path("Reencryption")
                .path("ReencryptionId")
                .asText());
    Await.until(
        "it ends",
        () ->
            call(latchkey, "DescribeReencryption", id).path("Status").asText().equals("COMPLETED"));

    JsonNode ended = call(latchkey, "DescribeReencryption", id);
    assertThat(ended.path("Total").asInt()).isEqualTo(homes.size());
    assertThat(ended.path("Reencrypted").asInt()).isEqualTo(homes.size());
    assertThat(ended.path("Verified").asInt()).isEqualTo(homes.size());
    assertThat(ended.path("Remaining").asInt()).isZero();
    assertThat(call(latchkey, "ListReencryptionOutcomes", id).path("Outcomes"))
        .extracting(outcome -> outcome.path("CertificateArn").asText())
        .containsExactlyInAnyOrderElementsOf(certificates);
    assertThat(homes.stream().map(AllAccountsReencryptionIT::acmKey))
        .doesNotContainAnyElementsOf(before);
    for (int i = 0; i < certificates.size(); i++) {
      assertThat(ExportedKey.decrypt(ExportedKey.export(homes.get(i).acm(), certificates.get(i))))
          .isNotNull();
    }
  }

  private static JsonNode call(LatchkeyClient latchkey, String operation, Map<String, ?> request) {
    return Json.tree(latchkey.call(operation, Json.write(request)));
  }

  /** What {@code alias/aws/acm} stands for. */
  private static String acmKey(AwsClients home) {
    return home.kms().listAliases().aliases().stream()
        .filter(alias -> alias.aliasName().equals("alias/aws/acm"))
        .map(AliasListEntry::targetKeyId)
        .findFirst()
        .orElseThrow();
  }
}
