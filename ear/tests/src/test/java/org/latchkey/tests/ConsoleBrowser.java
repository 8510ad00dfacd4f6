package org.latchkey.tests;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Chromium in front of a server's console, by HTTPS. */
final class ConsoleBrowser implements AutoCloseable {
  private final LatchkeyServer server;
  private final Playwright playwright;
  private final Browser browser;
  private final List<String> complaints = new ArrayList<>();
  private BrowserContext context;
  private Page page;

  ConsoleBrowser(LatchkeyServer server) {
    this.server = server;
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(executable(Tool.CHROMIUM.command()))
                    .setArgs(List.of("--no-sandbox")));
    restart();
  }

  /** Forgets every cookie and begins anew. */
  void restart() {
    if (context != null) {
      context.close();
    }
    // The server's certificate is one that it issued to itself.
    context = browser.newContext(new Browser.NewContextOptions().setIgnoreHTTPSErrors(true));
    page = context.newPage();
    page.onPageError(complaints::add);
    page.onConsoleMessage(
        message -> {
          if (message.text().contains("Content Security Policy")) {
            complaints.add(message.text());
          }
        });
    complaints.clear();
  }

  /** Opens a page of the console, for example {@code keys}. */
  Page open(String path) {
    page.navigate(server.httpsEndpoint().resolve("/console/" + path).toString());
    return page;
  }

  /** Fills in the login page that is shown as the root user, and sends it. */
  void signIn(String password) {
    signIn("root", password);
  }

  /** Opens a page of the console at {@code localhost}, where browsers let passkeys work. */
  Page openAtLocalhost(String path) {
    page.navigate("http://localhost:" + server.endpoint().getPort() + "/console/" + path);
    return page;
  }

  /** Fills in the login page that is shown, and sends it. */
  void signIn(String user, String password) {
    signIn(LatchkeyServer.ACCOUNT_ID, user, password);
  }

  /** Fills in the login page that is shown as a user of some account, and sends it. */
  void signIn(String account, String user, String password) {
    page.locator("[id='login:account']").fill(account);
    page.getByLabel("User name").fill(user);
    page.getByLabel("Password").fill(password);
    button("Sign in").click();
  }

  Page page() {
    return page;
  }

  BrowserContext context() {
    return context;
  }

  /** Returns when the page of this path is shown; fails where another one stays. */
  void awaitPath(String path) {
    page.waitForURL(url -> URI.create(url).getPath().equals(path));
  }

  /** Chooses a Region, and returns when its page is shown. */
  void chooseRegion(String region) {
    page.getByLabel("Region").selectOption(region);
    page.locator("h1", new Page.LocatorOptions().setHasText(region)).waitFor();
    page.waitForLoadState();
  }

  Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  /** The row of a table that holds this text, on whichever of its pages that is. */
  Locator row(String text) {
    Locator row = page.locator("tbody tr", new Page.LocatorOptions().setHasText(text));
    Locator next = page.locator(".ui-paginator-next:not(.ui-state-disabled)");
    int number = 1;
    while (row.count() == 0 && next.count() > 0) {
      next.click();
      number++;
      page.locator(
              ".ui-paginator-current",
              new Page.LocatorOptions().setHasText(Pattern.compile("Page " + number + "$")))
          .waitFor();
    }
    return row;
  }

  /** Errors of scripts, and what the content security policy kept from happening. */
  List<String> complaints() {
    return complaints;
  }

  private static Path executable(String command) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
        .map(folder -> Path.of(folder, command))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    context.close();
    browser.close();
    playwright.close();
  }
}
