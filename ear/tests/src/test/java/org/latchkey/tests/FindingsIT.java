package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.latchkey.client.Json;
import software.amazon.awssdk.services.kms.model.Tag;

/** Tags and descriptions that give something away are found, and the log does not repeat it. */
@ExtendWith(LatchkeyExtension.class)
class FindingsIT {

  private static List<JsonNode> findings(RootUser root, String keyArn) {
    List<JsonNode> found = new ArrayList<>();
    String token = null;
    do {
      Map<String, Object> request =
          token == null ? Map.of("MaxItems", 2) : Map.of("MaxItems", 2, "NextToken", token);
      JsonNode page = Json.tree(root.latchkey().call("ListFindings", Json.write(request)));
      page.path("Findings").forEach(found::add);
      token = page.path("NextToken").asText(null);
    } while (token != null);
    return found.stream().filter(each -> each.path("Resource").asText().equals(keyArn)).toList();
  }

  @Test
  void sensitiveTagsAndDescriptions_areFoundAndNotRepeated(LatchkeyServer server) {
    String local = "jane" + UUID.randomUUID();
    try (RootUser root = new RootUser(server)) {
      String keyArn =
          root.kms()
              .createKey(
                  request ->
                      request
                          .description("Key of " + local + "@example.org")
                          .tags(
                              Tag.builder().tagKey("team").tagValue("red").build(),
                              Tag.builder()
                                  .tagKey("db")
                                  .tagValue("postgresql://app:" + local + "@db.example/app")
                                  .build()))
              .keyMetadata()
              .arn();

      Await.until("both are found", () -> findings(root, keyArn).size() >= 2);

      assertThat(findings(root, keyArn))
          .extracting(each -> each.path("Kind").asText() + " in " + each.path("Member").asText())
          .contains("EMAIL_ADDRESS in description", "URL_WITH_CREDENTIALS in tags[1].tagValue")
          .noneMatch(text -> text.contains("tags[0]"));
      assertThat(findings(root, keyArn))
          .allSatisfy(
              each -> {
                assertThat(each.path("EventName").asText()).isEqualTo("CreateKey");
                assertThat(each.toString()).doesNotContain(local);
              });
      assertThat(server.log()).contains("EMAIL_ADDRESS").doesNotContain(local);
    }
  }
}
