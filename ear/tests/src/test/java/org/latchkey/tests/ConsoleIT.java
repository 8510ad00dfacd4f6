package org.latchkey.tests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.SameSiteAttribute;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.client.AssociationClient;
import org.latchkey.client.AssociationReply;
import org.latchkey.client.Json;
import org.latchkey.tests.RootUser.Service;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;

/** The console, as somebody with a browser sees it. */
@Tag("any-database")
@RequiredTool(Tool.CHROMIUM)
@ExtendWith(LatchkeyExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String COOKIE = "latchkey-console";

  private LatchkeyServer server;
  private ConsoleBrowser browser;
  private RootUser root;

  @BeforeAll
  void start(LatchkeyServer shared) {
    server = shared;
    browser = new ConsoleBrowser(shared);
    root = new RootUser(shared);
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "certificates",
        "certificate",
        "keys",
        "key",
        "grants",
        "associations",
        "policies",
        "services",
        "re-encryption",
        "jobs",
        "nowhere"
      })
  void stranger_isSentToTheLogin(String page) {
    for (String suffix : List.of("", ".xhtml")) {
      HttpResponse<String> response = server.get("/console/" + page + suffix);

      assertThat(response.statusCode()).isEqualTo(302);
      assertThat(response.headers().firstValue("Location").orElseThrow())
          .contains("/console/login?next=");
      assertThat(response.headers().firstValue("Set-Cookie")).isEmpty();
    }
  }

  @Test
  void wrongPassword_isRefusedWithoutSayingWhatIsWrong() {
    browser.open("keys");

    browser.signIn("not the password");

    assertThat(browser.page().getByRole(AriaRole.ALERT))
        .hasText("The account ID, the user name or the password is not right.");
    assertThat(browser.page().getByLabel("Password")).hasValue("");
    assertThat(browser.open("keys").url()).contains("/console/login");
    browser.signIn(LatchkeyServer.ROOT_PASSWORD);
    browser.awaitPath("/console/keys");
  }

  @Test
  void signIn_leadsToThePageThatWasAskedFor() {
    String key = root.kms().createKey().keyMetadata().arn();
    browser.open("key?id=" + encoded(key));

    browser.signIn(LatchkeyServer.ROOT_PASSWORD);

    browser.awaitPath("/console/key");
    assertThat(browser.page().getByText(key, exact())).isVisible();
  }

  @Test
  void signIn_doesNotLeadElsewhere() {
    browser.open("login?next=" + encoded("//example.com/console/keys"));

    browser.signIn(LatchkeyServer.ROOT_PASSWORD);

    browser.awaitPath("/console/certificates");
    assertThat(browser.page().url()).startsWith(server.httpsEndpoint().toString());
  }

  @Test
  void signIn_changesTheSessionAndKeepsItsCookieClose() {
    browser.open("certificates");
    String before = cookie().value;

    browser.signIn(LatchkeyServer.ROOT_PASSWORD);
    browser.awaitPath("/console/certificates");

    Cookie cookie = cookie();
    assertThat(cookie.value).isNotEqualTo(before);
    assertThat(cookie.httpOnly).isTrue();
    assertThat(cookie.secure).isTrue();
    assertThat(cookie.sameSite).isEqualTo(SameSiteAttribute.STRICT);
  }

  @Test
  void signIn_leavesRecordsWithoutThePassword() throws IOException {
    browser.open("certificates");
    browser.signIn("a password that is not right");
    assertThat(browser.page().getByRole(AriaRole.ALERT)).containsText("not right");
    browser.signIn(LatchkeyServer.ROOT_PASSWORD);
    browser.awaitPath("/console/certificates");

    List<JsonNode> logins = logins();
    JsonNode refused = logins.get(logins.size() - 2);
    JsonNode accepted = logins.get(logins.size() - 1);
    assertThat(refused.path("eventSource").asText()).isEqualTo("signin.amazonaws.com");
    assertThat(refused.path("errorMessage").asText()).isEqualTo("Failed authentication");
    assertThat(refused.at("/responseElements/ConsoleLogin").asText()).isEqualTo("Failure");
    assertThat(refused.at("/additionalEventData/AccountId").asText())
        .isEqualTo(LatchkeyServer.ACCOUNT_ID);
    assertThat(refused.path("requestParameters").isNull()).isTrue();
    assertThat(refused.has("errorCode")).isFalse();
    assertThat(refused.path("recipientAccountId").asText()).isEqualTo(LatchkeyServer.ACCOUNT_ID);
    assertThat(refused.path("userIdentity").path("type").asText()).isEqualTo("Root");
    assertThat(accepted.has("errorCode")).isFalse();
    assertThat(accepted.at("/responseElements/ConsoleLogin").asText()).isEqualTo("Success");
    assertThat(accepted.at("/additionalEventData/MFAUsed").asText()).isEqualTo("No");
    assertThat(accepted.path("userIdentity").path("type").asText()).isEqualTo("Root");
    assertThat(logins.toString())
        .doesNotContain("a password that is not right", LatchkeyServer.ROOT_PASSWORD);
  }

  @Test
  void furtherAttempts_areHeldBack() throws IOException {
    browser.open("login");
    for (int i = 0; i < 4; i++) {
      browser.signIn("guessed", "guess " + i);
      assertThat(browser.page().getByLabel("User name")).hasValue("guessed");
      assertThat(browser.page().getByRole(AriaRole.ALERT)).containsText("is not right");
    }
    Await.until(
        "an attempt is held back",
        () -> {
          browser.signIn("guessed", "another guess");
          browser.page().waitForLoadState();
          return browser.page().getByRole(AriaRole.ALERT).innerText().contains("Try again in");
        });

    JsonNode last = logins().get(logins().size() - 1);
    assertThat(last.path("errorCode").asText()).isEqualTo("ThrottlingException");
    assertThat(last.toString()).doesNotContain("guess");
    assertThat(last.has("recipientAccountId")).isFalse();
  }

  @Test
  void sessionThatHasEnded_leadsToTheLogin() {
    signIn();
    browser.context().clearCookies();

    browser.page().getByLabel("Region").selectOption("eu-west-1");

    browser.awaitPath("/console/login");
    assertThat(browser.page().getByText("Your session has ended")).isVisible();
  }

  @Test
  void signOut_endsTheSession() {
    signIn();
    Cookie before = cookie();

    browser.button("Sign out").click();

    browser.awaitPath("/console/login");
    browser.context().clearCookies();
    browser.context().addCookies(List.of(before));
    browser.open("certificates");
    browser.awaitPath("/console/login");
  }

  @Test
  void pages_areGuardedByHeaders() {
    signIn();

    Response response =
        browser.page().navigate(server.httpsEndpoint().resolve("/console/keys").toString());

    String policy = response.headerValue("Content-Security-Policy");
    assertThat(policy)
        .contains("default-src 'self'", "frame-ancestors 'none'", "script-src 'self' 'nonce-")
        .doesNotContain("unsafe");
    assertThat(response.headerValue("X-Frame-Options")).isEqualTo("DENY");
    assertThat(response.headerValue("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(response.headerValue("Referrer-Policy")).isEqualTo("same-origin");
    assertThat(response.headerValue("Strict-Transport-Security")).contains("max-age");
    assertThat(response.headerValue("Cache-Control")).contains("no-store");
    assertThat(server.get("/console/login").headers().firstValue("Strict-Transport-Security"))
        .isEmpty();
  }

  @Test
  void certificateMadeThroughTheSdk_isShown() {
    String certificate = root.certificate();
    signIn();
    browser.open("certificates");

    Locator row = browser.row(id(certificate));
    assertThat(row).containsText("web.latchkey.test");
    assertThat(row).containsText("Issued");
    assertThat(row).containsText("days");
    row.getByRole(AriaRole.LINK).first().click();

    browser.awaitPath("/console/certificate");
    assertThat(browser.page().getByText(certificate, exact())).isVisible();
    assertThat(browser.page().locator("#pem"))
        .hasText(
            root.acm()
                .getCertificate(request -> request.certificateArn(certificate))
                .certificate());
    assertThat(browser.page().content()).doesNotContain("PRIVATE KEY");
  }

  @Test
  void brokenAssociation_isShownAndRepaired() {
    Service service = root.register("console");
    String certificate = root.certificate();
    String resource = service.resource("1");
    AssociationReply reply;
    try (AssociationClient broker =
        AssociationClient.connect(server.broker(), service.name(), service.credentials())) {
      reply = broker.associate(certificate, resource, PATIENCE);
    }
    signIn();
    assertThat(browser.open("associations").getByRole(AriaRole.HEADING).first())
        .containsText("Associations");
    assertThat(browser.row(resource)).containsText("Active");

    root.kms().revokeGrant(request -> request.keyId(root.acmKey()).grantId(reply.grantId()));

    browser.open("associations");
    assertThat(browser.row(resource)).containsText("Broken");
    browser.row(resource).getByRole(AriaRole.BUTTON).click();
    assertThat(browser.page().locator(".ui-messages-info")).containsText("Repaired");
    assertThat(browser.row(resource)).containsText("Active");
    assertThat(root.associations(service).get(0).status()).isEqualTo("ACTIVE");
    browser.open("grants");
    assertThat(browser.row(service.credentials().serviceArn())).containsText("Decrypt");
  }

  @Test
  void serviceRegistered_isListedWithItsCredentialsShownOnce() {
    signIn();
    browser.open("services");
    browser.page().locator("[id='register:name']").fill("from-the-console");

    browser.button("Register").click();

    assertThat(browser.page().locator("#credentials")).containsText("BrokerPassword");
    assertThat(browser.row("from-the-console")).containsText("latchkey.deliveries.");
    browser.open("services");
    assertThat(browser.row("from-the-console")).isVisible();
    assertThat(browser.page().locator("#credentials")).hasCount(0);
  }

  @Test
  void reencryption_isCountedStartedAndReported() {
    root.certificate();
    signIn();
    browser.open("re-encryption");
    browser.button("Count").click();
    assertThat(browser.page().locator("[id$=counted]")).containsText("private keys");

    browser.button("Start").click();

    assertThat(browser.page().locator(".ui-messages-info")).containsText("Started");
    awaitCompleted("re-encryption", "[id$=reencryptions] tbody tr");
    browser.page().locator("[id$=reencryptions] tbody tr").first().getByRole(AriaRole.LINK).click();
    assertThat(browser.page().getByText("What became of each private key")).isVisible();
  }

  @Test
  void job_isStartedAndShownUntilItsEnd() {
    signIn();
    browser.open("jobs");

    browser.button("rotate-keys").click();

    assertThat(browser.page().locator("tbody tr").first()).containsText("rotate-keys");
    awaitCompleted("jobs", "tbody tr");
  }

  @Test
  void otherRegion_showsItsOwnKeysPageByPage() {
    Region region = server.unusedRegion();
    List<String> keys = keysIn(region, 21);
    signIn();
    browser.open("keys");

    browser.chooseRegion(region.id());

    List<String> shown = browser.page().locator("tbody a.id").allInnerTexts();
    assertThat(shown).hasSize(20).isSubsetOf(keys);
    keys.removeAll(shown);
    assertThat(browser.row(keys.get(0))).containsText("Enabled");
  }

  @Test
  void openPage_staysInItsRegionWhenAnotherTabChoosesOne() {
    Region region = server.unusedRegion();
    List<String> keys = keysIn(region, 21);
    signIn();
    browser.open("keys");
    browser.chooseRegion(region.id());
    List<String> shown = browser.page().locator("tbody a.id").allInnerTexts();

    try (Page tab = browser.context().newPage()) {
      tab.navigate(browser.page().url());
      tab.getByLabel("Region").selectOption(server.unusedRegion().id());
      assertThat(tab.getByText("No keys in")).isVisible();
    }

    keys.removeAll(shown);
    assertThat(browser.row(keys.get(0))).containsText("Enabled");
    assertThat(browser.page().locator("h1")).containsText(region.id());
  }

  @Test
  void emptyList_saysWhatToDoNext() {
    String region = server.unusedRegion().id();
    signIn();
    browser.chooseRegion(region);

    assertThat(browser.page().getByLabel("Command line"))
        .containsText("--region " + region + " acm request-certificate");
  }

  @Test
  void unknownPage_isSaidToBeNoneUnderARequestId() {
    signIn();

    Response response =
        browser.page().navigate(server.httpsEndpoint().resolve("/console/nowhere").toString());

    assertThat(response.status()).isEqualTo(404);
    assertThat(browser.page().getByRole(AriaRole.HEADING)).hasText("There is no such page");
    assertThat(browser.page().locator("dd.id")).hasText(response.headerValue("x-amzn-RequestId"));
  }

  @Test
  void unknownCertificate_isSaidNotToBeThere() {
    signIn();
    String nobodys =
        "arn:aws:acm:us-east-1:123456789012:certificate/00000000-0000-0000-0000-000000000000";

    browser.open("certificate?arn=" + encoded(nobodys));

    assertThat(browser.page().locator(".problem")).containsText("Could not find certificate");
  }

  /** Waits until the first row of a page's table says so. */
  private void awaitCompleted(String page, String rows) {
    Await.until(
        page + " shows the end",
        () -> browser.open(page).locator(rows).first().innerText().contains("Completed"));
  }

  private void signIn() {
    browser.open("certificates");
    browser.signIn(LatchkeyServer.ROOT_PASSWORD);
    browser.awaitPath("/console/certificates");
  }

  private Cookie cookie() {
    return browser
        .context()
        .cookies(server.httpsEndpoint().resolve("/console/").toString())
        .stream()
        .filter(cookie -> cookie.name.equals(COOKIE))
        .findFirst()
        .orElseThrow();
  }

  private List<JsonNode> logins() throws IOException {
    return new AuditTrail(server)
        .lines()
        .filter(line -> line.contains("\"ConsoleLogin\""))
        .map(Json::tree)
        .toList();
  }

  private List<String> keysIn(Region region, int count) {
    AwsBasicCredentials credentials =
        AwsBasicCredentials.create(LatchkeyServer.ACCESS_KEY_ID, LatchkeyServer.SECRET_ACCESS_KEY);
    List<String> keys = new ArrayList<>();
    try (SdkHttpClient http = RootUser.endpoint(server).httpClient();
        KmsClient kms =
            RootUser.endpoint(server).client(KmsClient.builder(), region, credentials, http)) {
      for (int i = 0; i < count; i++) {
        keys.add(kms.createKey().keyMetadata().keyId());
      }
    }
    return keys;
  }

  private static Page.GetByTextOptions exact() {
    return new Page.GetByTextOptions().setExact(true);
  }

  private static String id(String arn) {
    return arn.substring(arn.lastIndexOf('/') + 1);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
