package org.latchkey.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.latchkey.tests.MadeUpRequests.MadeUp;
import org.latchkey.tests.MadeUpRequests.Named;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * Whatever a request says, the answer is one of the protocol's: no request fails within the server,
 * and no answer tells of its inside. On a server of its own, which is the worse for it afterwards.
 *
 * <p>Other and more requests: {@code -Dmade-up.seed=7 -Dmade-up.rounds=200}, a round being one of
 * each operation.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MadeUpRequestsIT {

  private static final long SEED = Long.getLong("made-up.seed", 20_261_124L);
  private static final int ROUNDS = Integer.getInteger("made-up.rounds", 7);

  private static final Pattern INSIDE =
      Pattern.compile("(?i)org\\.latchkey|java\\.|jakarta\\.|exception:|\\bsql\\b|\\.java:");

  private static final String JSON_TYPE = "application/x-amz-json-1.1";
  private static final String FORM_TYPE = "application/x-www-form-urlencoded; charset=utf-8";

  private final LatchkeyServer server = LatchkeyServer.configure();
  private final HttpClient http = HttpClient.newHttpClient();
  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
  private Map<String, String> known = Map.of();

  @BeforeAll
  void start() {
    server.start();
    try (AwsClients root = AwsClients.root(server)) {
      known = known(root);
    }
  }

  @AfterAll
  void stop() {
    server.close();
  }

  /** What requests may name so that they get further than to a name that is nothing's. */
  private static Map<String, String> known(AwsClients root) {
    String key = root.kms().createKey().keyMetadata().keyId();
    root.kms().createAlias(request -> request.aliasName("alias/known").targetKeyId(key));
    PrivateAuthority authority = PrivateAuthority.create(root.acmPca());
    String certificate =
        root.acm()
            .requestCertificate(
                request ->
                    request
                        .domainName("www.latchkey.test")
                        .certificateAuthorityArn(authority.arn()))
            .certificateArn();
    IamUser user = IamUser.create(root.iam(), PolicyText.allow("kms:*", "*"));
    String name = user.arn().substring(user.arn().lastIndexOf('/') + 1);
    Map<String, String> known = new LinkedHashMap<>();
    known.put("keyid", key);
    known.put("aliasname", "alias/known");
    known.put("certificateauthorityarn", authority.arn());
    known.put("certificatearn", certificate);
    known.put("principal", user.arn());
    known.put("username", name);
    known.put("rolename", name);
    known.put("policyname", "known");
    known.put("domainname", "www.latchkey.test");
    known.put("policydocument", PolicyText.of(PolicyText.allow("kms:*", "*")));
    known.put("assumerolepolicydocument", PolicyText.trust(user.arn()));
    known.put("serviceprincipal", "acm.amazonaws.com");
    known.put("path", "/");
    return known;
  }

  @Test
  void noRequest_failsWithinTheServer() throws Exception {
    MadeUpRequests requests = new MadeUpRequests(SEED, known);
    Map<Integer, Integer> statuses = new TreeMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      for (Named named : requests.operations()) {
        MadeUp request = requests.next(named);
        HttpResponse<String> answer = send(request);
        statuses.merge(answer.statusCode(), 1, Integer::sum);
        assertIsOfTheProtocol(request, answer);
      }
    }

    int all = ROUNDS * requests.operations().size();
    assertThat(statuses.getOrDefault(200, 0))
        .as("requests that are carried out, of %s", statuses)
        .isBetween(all / 10, all - all / 10);
  }

  private static void assertIsOfTheProtocol(MadeUp request, HttpResponse<String> answer)
      throws IOException {
    String what = request.named() + " " + abridged(request.body());
    String text = answer.body();
    assertThat(answer.statusCode()).as("%s: %s", what, abridged(text)).isBetween(200, 499);
    if (answer.statusCode() == 200) {
      return;
    }
    assertThat(INSIDE.matcher(text).find()).as("%s: %s", what, abridged(text)).isFalse();
    if (request.target().isEmpty()) {
      assertThat(text).as(what).contains("<Code>", "<Message>", "<RequestId>");
    } else {
      JsonNode error = new ObjectMapper().readTree(text);
      assertThat(error.path("__type").asText()).as(what).isNotBlank();
      assertThat(error.path("message").asText()).as(what).isNotBlank();
    }
  }

  private static String abridged(String text) {
    return text.substring(0, Math.min(text.length(), 2_000));
  }

  private HttpResponse<String> send(MadeUp request) throws IOException, InterruptedException {
    URI endpoint = server.endpoint();
    byte[] body = request.body().getBytes(UTF_8);
    SdkHttpRequest.Builder unsigned =
        SdkHttpRequest.builder()
            .uri(endpoint)
            .encodedPath("/")
            .method(SdkHttpMethod.POST)
            .putHeader("Content-Type", request.target().isEmpty() ? FORM_TYPE : JSON_TYPE)
            .putHeader("amz-sdk-invocation-id", UUID.randomUUID().toString());
    if (!request.target().isEmpty()) {
      unsigned.putHeader("X-Amz-Target", request.target());
    }
    HttpRequest.Builder sent =
        HttpRequest.newBuilder(endpoint).POST(BodyPublishers.ofByteArray(body));
    signer
        .sign(
            parameters ->
                parameters
                    .identity(
                        AwsCredentialsIdentity.create(
                            LatchkeyServer.ACCESS_KEY_ID, LatchkeyServer.SECRET_ACCESS_KEY))
                    .request(unsigned.build())
                    .payload(ContentStreamProvider.fromByteArray(body))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, request.named().service())
                    .putProperty(AwsV4HttpSigner.REGION_NAME, LatchkeyServer.REGION))
        .request()
        .headers()
        .forEach(
            (name, values) -> {
              if (!name.equalsIgnoreCase("Host")) {
                values.forEach(value -> sent.header(name, value));
              }
            });
    return http.send(sent.build(), BodyHandlers.ofString());
  }
}
