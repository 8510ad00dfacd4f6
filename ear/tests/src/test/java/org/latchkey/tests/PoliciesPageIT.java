package org.latchkey.tests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Policies in the console: checked, and checked before they are saved. */
@Tag("any-database")
@RequiredTool(Tool.CHROMIUM)
@ExtendWith(LatchkeyExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PoliciesPageIT {
  private static final String FOR_EVERYONE =
      """
      {"Effect": "Allow", "Principal": "*", "Action": "kms:Decrypt", "Resource": "*"}""";

  private ConsoleBrowser browser;
  private AwsClients root;

  @BeforeAll
  void start(LatchkeyServer shared) {
    browser = new ConsoleBrowser(shared);
    root = AwsClients.root(shared);
  }

  @AfterAll
  void close() {
    browser.close();
    root.close();
  }

  @BeforeEach
  void restart() {
    browser.restart();
  }

  @AfterEach
  void nothingWasKeptFromHappening() {
    assertThat(browser.complaints()).isEmpty();
  }

  private static String administrators() {
    return """
        {"Sid": "Administrators", "Effect": "Allow", "Action": "kms:*", "Resource": "*",
         "Principal": {"AWS": "%s"}}"""
        .formatted(LatchkeyServer.ACCOUNT_ID);
  }

  @Test
  void policy_isChecked() {
    browser.open("policies");
    browser.signIn(LatchkeyServer.ROOT_PASSWORD);
    browser.awaitPath("/console/policies");
    browser.page().getByLabel("The policy is for").selectOption("A user, group or role");
    browser.page().getByLabel("Policy", exact()).fill(PolicyText.of(PolicyText.allow("*", "*")));

    browser.button("Check").click();

    assertThat(browser.page().locator(".findings"))
        .containsText("The statement allows every action on every resource.");
    browser.page().getByLabel("Policy", exact()).fill("no policy");
    browser.button("Check").click();
    assertThat(browser.page().locator(".findings")).containsText("is not valid JSON");
    browser
        .page()
        .getByLabel("Policy", exact())
        .fill(PolicyText.of(PolicyText.allow("kms:Decrypt", "arn:aws:kms:*:1:key/1")));
    browser.button("Check").click();
    assertThat(browser.page().locator(".findings")).containsText("Nothing was found.");
  }

  @Test
  void keyPolicy_isSavedAfterItsFindingsHaveBeenShown() {
    String key = root.kms().createKey().keyMetadata().arn();
    browser.open("key?id=" + URLEncoder.encode(key, StandardCharsets.UTF_8));
    browser.signIn(LatchkeyServer.ROOT_PASSWORD);
    browser.awaitPath("/console/key");
    browser.page().getByText("Show, check and change the key policy").click();
    browser.awaitPath("/console/policies");
    assertThat(browser.page().getByLabel("Policy", exact()).inputValue())
        .isEqualToNormalizingNewlines(policy(key));
    String dangerous = PolicyText.of(administrators(), FOR_EVERYONE);
    browser.page().getByLabel("Policy", exact()).fill(dangerous);

    browser.button("Save").click();

    assertThat(browser.page().locator(".findings")).containsText("allows everyone");
    assertThat(policy(key)).isNotEqualTo(dangerous);
    browser.button("Save in spite of this").click();
    assertThat(browser.page().getByText("Saved. The policy counts from now on.")).isVisible();
    assertThat(policy(key)).isEqualToNormalizingNewlines(dangerous);
    String harmless = PolicyText.of(administrators());
    browser.page().getByLabel("Policy", exact()).fill(harmless);
    browser.button("Save").click();
    assertThat(browser.page().getByText("Saved. The policy counts from now on.")).isVisible();
    assertThat(policy(key)).isEqualToNormalizingNewlines(harmless);
  }

  @Test
  void policyThatLocksEveryoneOut_isNotSaved() {
    String key = root.kms().createKey().keyMetadata().arn();
    String before = policy(key);
    browser.open("policies?key=" + URLEncoder.encode(key, StandardCharsets.UTF_8));
    browser.signIn(LatchkeyServer.ROOT_PASSWORD);
    browser.awaitPath("/console/policies");
    browser
        .page()
        .getByLabel("Policy", exact())
        .fill(
            PolicyText.of(
                FOR_EVERYONE.replace("\"*\", \"Action", "{\"AWS\": \"111122223333\"}, \"Action")));

    browser.button("Save").click();
    assertThat(browser.page().locator(".findings"))
        .containsText("nobody can change this policy again");
    browser.button("Save in spite of this").click();

    assertThat(browser.page().locator(".ui-messages-error")).isVisible();
    assertThat(policy(key)).isEqualTo(before);
  }

  private String policy(String key) {
    return root.kms().getKeyPolicy(r -> r.keyId(key)).policy();
  }

  private static Page.GetByLabelOptions exact() {
    return new Page.GetByLabelOptions().setExact(true);
  }
}
