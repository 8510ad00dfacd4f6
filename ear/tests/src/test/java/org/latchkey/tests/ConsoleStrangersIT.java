package org.latchkey.tests;

import static java.net.http.HttpRequest.BodyPublishers.ofString;
import static java.net.http.HttpResponse.BodyHandlers;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the console answers to those who make their requests up. */
@ExtendWith(LatchkeyExtension.class)
class ConsoleStrangersIT {
  private final HttpClient http = HttpClient.newHttpClient();
  private final LatchkeyServer server;

  ConsoleStrangersIT(LatchkeyServer server) {
    this.server = server;
  }

  @ParameterizedTest
  @ValueSource(strings = {"stateless", "invented", "1:2", ":", ""})
  void inventedState_leadsToTheLogin(String state) throws Exception {
    HttpResponse<String> whole = post("/console/login", state, false);
    assertThat(whole.statusCode()).isEqualTo(302);
    assertThat(whole.headers().firstValue("Location"))
        .hasValueSatisfying(to -> assertThat(to).endsWith("/console/login?ended=true"));

    HttpResponse<String> partial = post("/console/login", state, true);
    assertThat(partial.statusCode()).isEqualTo(200);
    assertThat(partial.body()).contains("<redirect url=\"/console/login?ended=true\">");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/console/associations",
        "/console/certificate?arn=a",
        "/console/certificates",
        "/console/credentials",
        "/console/grants",
        "/console/jobs",
        "/console/key?id=a",
        "/console/keys",
        "/console/policies",
        "/console/re-encryption",
        "/console/services",
        "/console/keys.xhtml",
        "/console/login.xhtml",
        "/console/%6Beys",
        "/console/keys;a=b",
        "/console/login/../keys",
        "/console/error/../keys.xhtml",
        "/nowhere/../console/keys",
        "/console/nothing"
      })
  void strangers_areSentToTheLogin(String path) throws Exception {
    for (String method : List.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "INVENTED")) {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(
                      URI.create("http://127.0.0.1:" + server.endpoint().getPort() + path))
                  .method(method, HttpRequest.BodyPublishers.noBody())
                  .build(),
              BodyHandlers.ofString());

      assertThat(answer.statusCode()).as(method).isEqualTo(302);
      assertThat(answer.headers().firstValue("Location").orElse(""))
          .as(method)
          .contains(method.equals("GET") ? "/console/login?next=%2F" : "/console/login?ended=true");
      assertThat(answer.headers().map()).as(method).doesNotContainKey("set-cookie");
      assertThat(answer.body()).as(method).doesNotContain("Latchkey");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/nowhere.xhtml", "/login.xhtml"})
  void pageThatIsNone_isNotFound(String path) throws Exception {
    assertThat(post(path, "invented", false).statusCode()).isEqualTo(404);
    assertThat(server.get(path).statusCode()).isEqualTo(404);
  }

  /** The page that has a browser come again leads nowhere but to the console. */
  @ParameterizedTest
  @ValueSource(strings = {"//elsewhere.test/a.xhtml", "//elsewhere.test/console/keys"})
  void linkOfAnotherSite_leadsToNoOtherSite(String path) throws Exception {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + server.endpoint().getPort() + path))
                .header("Sec-Fetch-Mode", "navigate")
                .header("Sec-Fetch-Site", "cross-site")
                .build(),
            BodyHandlers.ofString());

    assertThat(answer.body()).doesNotContain("//elsewhere.test");
    assertThat(answer.headers().firstValue("Location").orElse("")).doesNotContain("//elsewhere");
  }

  @Test
  void linkOfAnotherSiteToTheConsole_isAskedForAgain() throws Exception {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(server.endpoint().resolve("/console/keys?a=%22%3E"))
                .header("Sec-Fetch-Mode", "navigate")
                .header("Sec-Fetch-Site", "cross-site")
                .build(),
            BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().map()).doesNotContainKey("set-cookie");
    assertThat(answer.body()).contains("url=/console/keys?a=%22%3E\"");
  }

  @Test
  void errorPage_isThereForErrorsAlone() {
    assertThat(server.get("/console/error").statusCode()).isEqualTo(404);
    HttpResponse<String> sentHere =
        server.get("/console/error?id=9f0e3a52-6a0e-4f0e-8a36-0d7f6a3f7c11");
    assertThat(sentHere.statusCode()).isEqualTo(200);
    assertThat(sentHere.body())
        .contains("Something went wrong")
        .contains("9f0e3a52-6a0e-4f0e-8a36-0d7f6a3f7c11");
  }

  private HttpResponse<String> post(String path, String state, boolean partial)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.endpoint().resolve(path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(
                ofString(
                    "login=login&jakarta.faces.ViewState="
                        + state
                        + (partial ? "&jakarta.faces.partial.ajax=true" : "")));
    if (partial) {
      request.header("Faces-Request", "partial/ajax");
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }
}
