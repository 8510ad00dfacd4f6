package org.latchkey.tests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.latchkey.tests.PolicyText.allow;

import com.microsoft.playwright.options.AriaRole;
import java.net.URI;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.iam.IamClient;

/** Coming into the console through an OpenID Connect provider, in roles by groups. */
@Tag("any-database")
@RequiredTool(Tool.CHROMIUM)
@ExtendWith(LatchkeyExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FederationIT {
  private static final String CLIENT = "latchkey-console";

  private LatchkeyServer server;
  private ConsoleBrowser browser;
  private AwsClients root;
  private MemberAccount account;
  private IdentityProvider provider;
  private String providerArn = "";

  @BeforeAll
  void start(LatchkeyServer shared) throws Exception {
    server = shared;
    browser = new ConsoleBrowser(shared);
    root = AwsClients.root(shared);
    account = MemberAccount.create(shared, root);
    provider = new IdentityProvider();
    providerArn =
        account
            .administrator()
            .iam()
            .createOpenIDConnectProvider(
                r ->
                    r.url(provider.issuer())
                        .clientIDList(CLIENT)
                        .thumbprintList(provider.thumbprint())
                        .tags(IdentityProvider.letsIn(CLIENT)))
            .openIDConnectProviderArn();
    role("auditor", "auditors", "kms:ListKeys");
    role("operator", "operators", "acm:ListCertificates");
  }

  private void role(String name, String group, String action) {
    IamClient iam = account.administrator().iam();
    iam.createRole(
        r ->
            r.roleName(name)
                .path("/console/")
                .assumeRolePolicyDocument(
                    PolicyText.of(
                        """
                        {"Effect": "Allow", "Principal": {"Federated": "%s"},
                         "Action": "sts:AssumeRoleWithWebIdentity",
                         "Condition": {"StringEquals": {"%2$s:aud": "%3$s"},
                           "ForAnyValue:StringEquals": {"%2$s:groups": "%4$s"}}}"""
                            .formatted(providerArn, provider.name(), CLIENT, group))));
    iam.putRolePolicy(
        r -> r.roleName(name).policyName("own").policyDocument(PolicyText.of(allow(action, "*"))));
  }

  @AfterAll
  void close() {
    browser.close();
    account.close();
    root.close();
    provider.close();
  }

  @BeforeEach
  void restart() {
    browser.restart();
  }

  @AfterEach
  void nothingWasKeptFromHappening() {
    assertThat(browser.complaints()).isEmpty();
  }

  private void signIn() {
    browser.open("login");
    browser.page().locator("#federated").fill(account.id());
    browser.button("Go to the identity provider").click();
  }

  @Test
  void group_leadsToItsRole() {
    String person = "alice-" + UUID.randomUUID().toString().substring(0, 8);
    provider.expect(person, "auditors", "others");

    signIn();

    browser.awaitPath("/console/certificates");
    assertThat(browser.page().locator(".who")).containsText(person);
    assertThat(browser.page().locator(".problem"))
        .containsText(
            "assumed-role/auditor/"
                + person
                + " is not authorized to perform: acm:ListCertificates");
    browser.open("keys");
    assertThat(browser.page().locator(".problem")).hasCount(0);
    assertThat(
            new AuditTrail(server)
                .lines()
                .filter(line -> line.contains("ConsoleLogin") && line.contains(person)))
        .singleElement()
        .asString()
        .contains("AssumedRole", "assumed-role/auditor/" + person);
  }

  @Test
  void severalGroups_letChoose() {
    provider.expect("bob", "operators", "auditors");
    signIn();

    browser.button("operator").click();

    browser.awaitPath("/console/certificates");
    assertThat(browser.page().locator(".problem")).hasCount(0);
    assertThat(browser.open("keys").locator(".problem"))
        .containsText("assumed-role/operator/bob is not authorized");
  }

  @Test
  void noGroup_isNotLetIn() {
    provider.expect("carol", "visitors");

    signIn();

    assertThat(browser.page().getByRole(AriaRole.ALERT))
        .hasText("No role of the account lets you in.");
    browser.open("keys");
    browser.awaitPath("/console/login");
  }

  @Test
  void accountWithoutAProvider_saysSo() {
    browser.open("login");
    browser.page().locator("#federated").fill("999999999999");
    browser.button("Go to the identity provider").click();

    assertThat(browser.page().getByRole(AriaRole.ALERT))
        .hasText("The account has no identity provider for the console.");
  }

  @Test
  void answerThatNobodyAskedFor_isRefused() {
    URI address = server.httpsEndpoint().resolve("/console/federation?state=forged&code=forged");

    browser.page().navigate(address.toString());

    assertThat(browser.page().getByRole(AriaRole.ALERT))
        .hasText("The identity provider did not let you in.");
  }

  @Test
  void roleThatIsGone_endsItsSessions() {
    role("passing", "passengers", "kms:ListKeys");
    provider.expect("dave", "passengers");
    signIn();
    browser.awaitPath("/console/certificates");
    IamClient iam = account.administrator().iam();

    iam.deleteRolePolicy(r -> r.roleName("passing").policyName("own"));
    iam.deleteRole(r -> r.roleName("passing"));

    browser.open("keys");
    browser.awaitPath("/console/login");
  }
}
