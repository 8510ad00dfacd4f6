package org.latchkey.tests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.latchkey.tests.PolicyText.allow;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.latchkey.client.Json;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.MFADevice;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.VirtualMFADevice;

/**
 * The way into the console for IAM users, with everything that it may ask for: on a database whose
 * rows can be reached while the server runs.
 */
@Tag("postgresql")
@RequiredTool(Tool.CHROMIUM)
@ExtendWith(LatchkeyExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignInIT {
  private static final String PASSWORD = "correct Horse 1 battery";
  private static final String OTHER_PASSWORD = "another Horse 2 battery";

  private LatchkeyServer server;
  private ConsoleBrowser browser;
  private AwsClients root;
  private IamClient iam;

  @BeforeAll
  void start(LatchkeyServer shared) {
    server = shared;
    browser = new ConsoleBrowser(shared);
    root = AwsClients.root(shared);
    iam = root.iam();
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

  private IamUser user(boolean reset, String... statements) {
    IamUser user = statements.length == 0 ? IamUser.create(iam) : IamUser.create(iam, statements);
    iam.createLoginProfile(
        r -> r.userName(user.name()).password(PASSWORD).passwordResetRequired(reset));
    return user;
  }

  private Authenticator giveApp(IamUser user) {
    VirtualMFADevice device =
        iam.createVirtualMFADevice(r -> r.virtualMFADeviceName(user.name())).virtualMFADevice();
    Authenticator app = new Authenticator(device.base32StringSeed().asUtf8String());
    String first = app.code(-2);
    String second = app.code(-1);
    iam.enableMFADevice(
        r ->
            r.userName(user.name())
                .serialNumber(device.serialNumber())
                .authenticationCode1(first)
                .authenticationCode2(second));
    return app;
  }

  private void signIn(IamUser user, String password) {
    browser.open("keys");
    browser.signIn(user.name(), password);
  }

  private void assertRefusedWith(String words) {
    assertThat(browser.page().getByRole(AriaRole.ALERT)).containsText(words);
  }

  @Test
  void linkOfAnotherSite_leadsToThePageAndEndsNoSession() {
    IamUser user = user(false, allow("kms:*", "*"));
    signIn(user, PASSWORD);
    browser.awaitPath("/console/keys");
    String console = server.httpsEndpoint().resolve("/console/").toString();
    browser
        .context()
        .route(
            "https://elsewhere.test/",
            route ->
                route.fulfill(
                    new Route.FulfillOptions()
                        .setContentType("text/html")
                        .setBody(
                            """
                            <a href="%1$sgrants?key=alias/aws/acm">grants</a>
                            <a href="%1$slogin">login</a>"""
                                .formatted(console))));
    for (String link : List.of("grants", "login")) {
      browser.page().navigate("https://elsewhere.test/");
      browser.page().getByText(link).click();
      browser.awaitPath(link.equals("login") ? "/console/certificates" : "/console/grants");

      browser.open("keys");
      browser.awaitPath("/console/keys");
    }
  }

  /** To look at the grants of a key that is not there yet makes no key. */
  @Test
  void pageOfGrants_makesNoKey() {
    Region region = server.unusedRegion();
    browser.open("keys");
    browser.signIn(LatchkeyServer.ROOT_PASSWORD);
    browser.chooseRegion(region.id());
    browser.open("grants");

    assertThat(browser.page().getByText("No grants for certificates in")).isVisible();
    try (AwsClients there = AwsClients.root(server, region)) {
      assertThat(there.kms().listKeys().keys()).isEmpty();
    }
  }

  @Test
  void user_seesWhatItsPoliciesAllow() {
    String key = root.kms().createKey().keyMetadata().keyId();
    IamUser user = user(false);
    signIn(user, PASSWORD);
    browser.awaitPath("/console/keys");
    assertThat(browser.page().locator(".problem"))
        .containsText("is not authorized to perform: kms:ListKeys");
    browser.open("key?id=" + key);
    assertThat(browser.page().locator(".problem"))
        .containsText("is not authorized to perform: kms:DescribeKey");

    user.put(iam, allow("kms:ListKeys", "*"), allow("kms:ListAliases", "*"));

    browser.open("keys");
    assertThat(browser.row(key)).containsText("not yours to see");
    assertThat(browser.row(key)).not().containsText("Latchkey");
    assertThat(browser.open("certificates").locator(".problem"))
        .containsText("is not authorized to perform: acm:ListCertificates");
  }

  @Test
  void userWithAnApp_isAskedForItsCode() throws IOException {
    IamUser user = user(false, allow("kms:ListKeys", "*"));
    Authenticator app = giveApp(user);
    signIn(user, PASSWORD);
    String right = app.code(0);
    String wrong = right.equals("000000") ? "000001" : "000000";

    browser.page().getByLabel("Code").fill(wrong);
    browser.button("Verify").click();
    assertRefusedWith("The code is not right.");
    browser.page().getByLabel("Code").fill(right);
    browser.button("Verify").click();

    browser.awaitPath("/console/keys");
    JsonNode login = lastLogin();
    assertThat(login.path("userIdentity").path("arn").asText()).isEqualTo(user.arn());
    assertThat(login.at("/userIdentity/sessionContext/attributes/mfaAuthenticated").asText())
        .isEqualTo("true");
    assertThat(login.at("/additionalEventData/MFAUsed").asText()).isEqualTo("Yes");
    browser.restart();
    signIn(user, PASSWORD);
    browser.page().getByLabel("Code").fill(right);
    browser.button("Verify").click();
    assertRefusedWith("Each code counts once");
    JsonNode refused = lastLogin();
    assertThat(refused.path("errorMessage").asText()).isEqualTo("Failed authentication");
    assertThat(refused.at("/userIdentity/arn").asText()).isEqualTo(user.arn());
    assertThat(refused.path("recipientAccountId").asText()).isEqualTo(LatchkeyServer.ACCOUNT_ID);
  }

  @Test
  void passwordAlone_doesNotLetInWhoHasAnApp() {
    IamUser user = user(false);
    giveApp(user);
    signIn(user, PASSWORD);
    browser.page().getByLabel("Code").waitFor();

    browser.open("keys");

    browser.awaitPath("/console/login");
    assertThat(browser.page().locator("[id='login:account']")).isVisible();
  }

  @Test
  void tooManyWrongCodes_leadBackToTheBeginning() {
    IamUser user = user(false);
    giveApp(user);
    signIn(user, PASSWORD);
    for (int i = 0; i < 4; i++) {
      browser.page().getByLabel("Code").fill("x" + i);
      browser.button("Verify").click();
      assertThat(browser.page().getByLabel("Code")).hasValue("");
      assertRefusedWith("The code is not right.");
    }
    browser.page().getByLabel("Code").fill("x");
    browser.button("Verify").click();

    assertRefusedWith("Begin again.");
    assertThat(browser.page().locator("[id='login:account']")).isVisible();
  }

  @Test
  void passwordOfAnAdministrators_hasToBeChanged() {
    IamUser user = user(true);
    signIn(user, PASSWORD);

    changePassword("short");
    assertRefusedWith("at least 8 characters");
    changePassword(PASSWORD);
    assertRefusedWith("should not be the one that has to be changed");
    changePassword(OTHER_PASSWORD);

    browser.awaitPath("/console/keys");
    browser.restart();
    signIn(user, PASSWORD);
    assertRefusedWith("is not right");
    signIn(user, OTHER_PASSWORD);
    browser.awaitPath("/console/keys");
  }

  @Test
  void passwordTakenAwayWhileItIsToBeChanged_letsNobodyIn() {
    IamUser user = user(true);
    signIn(user, PASSWORD);
    browser.button("Change and sign in").waitFor();

    iam.deleteLoginProfile(r -> r.userName(user.name()));
    changePassword(OTHER_PASSWORD);

    assertRefusedWith("Begin again.");
    assertThatThrownBy(() -> iam.getLoginProfile(r -> r.userName(user.name())))
        .isInstanceOf(NoSuchEntityException.class);
  }

  @Test
  void passwordChangedWhileACodeIsAskedFor_letsNobodyIn() {
    IamUser user = user(false);
    Authenticator app = giveApp(user);
    signIn(user, PASSWORD);
    browser.page().getByLabel("Code").waitFor();

    iam.updateLoginProfile(r -> r.userName(user.name()).password(OTHER_PASSWORD));
    browser.page().getByLabel("Code").fill(app.code(0));
    browser.button("Verify").click();

    assertRefusedWith("Begin again.");
  }

  private void changePassword(String password) {
    browser.page().getByLabel("New password again").fill(password);
    browser.page().locator("[id='login:new-password']").fill(password);
    browser.button("Change and sign in").click();
    browser.page().waitForLoadState();
  }

  @Test
  void userWithoutALoginProfile_isShutOutAtOnce() {
    IamUser user = user(false);
    signIn(user, PASSWORD);
    browser.awaitPath("/console/keys");

    iam.deleteLoginProfile(r -> r.userName(user.name()));

    browser.open("keys");
    browser.awaitPath("/console/login");
    signIn(user, PASSWORD);
    assertRefusedWith("is not right");
  }

  @Test
  void expiredPassword_isChangedOrRefused() {
    try (MemberAccount account = MemberAccount.create(server, root)) {
      IamClient administrator = account.administrator().iam();
      IamUser user = IamUser.create(administrator);
      administrator.createLoginProfile(r -> r.userName(user.name()).password(PASSWORD));
      administrator.updateAccountPasswordPolicy(
          r -> r.minimumPasswordLength(8).maxPasswordAge(1).hardExpiry(true));
      ageUserPassword(user.userId());

      browser.open("keys");
      browser.signIn(account.id(), user.name(), PASSWORD);
      assertRefusedWith("The password has expired. An administrator");

      administrator.updateAccountPasswordPolicy(
          r -> r.minimumPasswordLength(8).maxPasswordAge(1).hardExpiry(false));
      browser.signIn(account.id(), user.name(), PASSWORD);
      changePassword(OTHER_PASSWORD);
      browser.awaitPath("/console/keys");
    }
  }

  private void ageUserPassword(String userId) {
    try (Connection connection = server.database();
        PreparedStatement update =
            connection.prepareStatement(
                "update principal set password_changed_at = ? where user_id = ?")) {
      update.setObject(1, OffsetDateTime.now(ZoneOffset.UTC).minusDays(2));
      update.setString(2, userId);
      assertThat(update.executeUpdate()).isEqualTo(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void passkey_isRegisteredAndAskedFor() {
    IamUser user =
        user(
            false,
            allow("iam:EnableMFADevice", "*"),
            allow("iam:ListMFADevices", "*"),
            allow("iam:DeactivateMFADevice", "*"));
    giveAuthenticator();
    browser.openAtLocalhost("credentials");
    browser.signIn(user.name(), PASSWORD);
    browser.awaitPath("/console/credentials");
    browser.button("Add a passkey").click();
    browser.page().getByLabel("What you call it").fill("laptop");
    browser.button("Make the passkey").click();
    assertThat(browser.page().locator("#messages-area")).containsText("asked for from the next");

    browser.button("Sign out").click();
    browser.awaitPath("/console/login");
    browser.openAtLocalhost("credentials");
    browser.signIn(user.name(), PASSWORD);
    browser.button("Use a passkey").click();

    browser.awaitPath("/console/credentials");
    assertThat(iam.listMFADevices(r -> r.userName(user.name())).mfaDevices())
        .extracting(MFADevice::serialNumber)
        .singleElement()
        .asString()
        .contains(":u2f/user/" + user.name() + "/laptop-");
    browser.button("Remove").click();
    assertThat(browser.page().locator("#messages-area")).containsText("Removed.");
    assertThat(iam.listMFADevices(r -> r.userName(user.name())).mfaDevices()).isEmpty();
  }

  @Test
  void passkeyOfAnotherAuthenticator_isRefused() {
    IamUser user = user(false, allow("iam:EnableMFADevice", "*"), allow("iam:ListMFADevices", "*"));
    giveAuthenticator();
    browser.openAtLocalhost("credentials");
    browser.signIn(user.name(), PASSWORD);
    browser.button("Add a passkey").click();
    browser.page().getByLabel("What you call it").fill("laptop");
    browser.button("Make the passkey").click();
    assertThat(browser.page().locator("#messages-area")).containsText("asked for from the next");

    browser.restart();
    browser.openAtLocalhost("credentials");
    browser.signIn(user.name(), PASSWORD);
    browser.page().locator("[id='login:answer']").waitFor(hidden());
    browser
        .page()
        .evaluate(
            "() => { document.getElementById('login:answer').value = '{}';"
                + " document.getElementById('login:show').click(); }");

    assertRefusedWith("The passkey could not be verified.");
  }

  private static Locator.WaitForOptions hidden() {
    return new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED);
  }

  /** Chromium's virtual authenticator, which says yes to everything. */
  private void giveAuthenticator() {
    CDPSession session = browser.context().newCDPSession(browser.page());
    session.send("WebAuthn.enable");
    JsonObject options = new JsonObject();
    options.addProperty("protocol", "ctap2");
    options.addProperty("transport", "internal");
    options.addProperty("hasResidentKey", true);
    options.addProperty("hasUserVerification", true);
    options.addProperty("isUserVerified", true);
    options.addProperty("automaticPresenceSimulation", true);
    JsonObject parameters = new JsonObject();
    parameters.add("options", options);
    session.send("WebAuthn.addVirtualAuthenticator", parameters);
  }

  @Test
  void app_isAddedInTheConsole() {
    IamUser user =
        user(
            false,
            allow("iam:CreateVirtualMFADevice", "*"),
            allow("iam:EnableMFADevice", "*"),
            allow("iam:ListMFADevices", "*"));
    browser.open("credentials");
    browser.signIn(user.name(), PASSWORD);
    browser.awaitPath("/console/credentials");
    browser.button("Add an authenticator app").click();
    Authenticator app =
        new Authenticator(browser.page().getByLabel("Key for the app").innerText().strip());

    browser.page().getByLabel("A code").fill(app.code(-2));
    browser.page().getByLabel("The next code").fill(app.code(-1));
    browser.button("Enable").click();

    assertThat(browser.page().locator("#messages-area")).containsText("asked for from the next");
    assertThat(browser.page().locator(".plain")).containsText("Authenticator app");
    browser.restart();
    signIn(user, PASSWORD);
    browser.page().getByLabel("Code").fill(app.code(0));
    browser.button("Verify").click();
    browser.awaitPath("/console/keys");
  }

  private JsonNode lastLogin() throws IOException {
    List<JsonNode> logins =
        new AuditTrail(server)
            .lines()
            .filter(line -> line.contains("\"ConsoleLogin\""))
            .map(Json::tree)
            .toList();
    return logins.get(logins.size() - 1);
  }
}
