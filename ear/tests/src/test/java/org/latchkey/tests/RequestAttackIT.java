package org.latchkey.tests;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.tests.RootUser.Service;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * Requests that somebody has captured and sends again, changed, as the octets on the connection: an
 * HTTP client would not send most of them.
 */
@Tag("any-database")
@ExtendWith(LatchkeyExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequestAttackIT {
  private static final String BODY = "{\"NumberOfBytes\":16}";
  private static final String CRLF = "\r\n";
  private static final Pattern REQUEST_ID = Pattern.compile("(?i)x-amzn-requestid: (\\S+)");
  private static final int PATIENCE_MILLIS = 20_000;

  private LatchkeyServer server;
  private RootUser root;
  private Service service;

  @BeforeAll
  void start(LatchkeyServer shared) {
    server = shared;
    root = new RootUser(shared);
    service = root.register("attacker");
  }

  @AfterAll
  void close() {
    root.close();
  }

  private List<String> captured() {
    return signed(LatchkeyServer.ACCESS_KEY_ID, LatchkeyServer.SECRET_ACCESS_KEY, "GenerateRandom");
  }

  /** The header lines of a signed request. */
  private List<String> signed(String accessKeyId, String secret, String operation) {
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .uri(server.endpoint())
            .encodedPath("/")
            .method(SdkHttpMethod.POST)
            .putHeader("Content-Type", "application/x-amz-json-1.1")
            .putHeader("X-Amz-Target", "TrentService." + operation)
            .build();
    SdkHttpRequest signed =
        AwsV4HttpSigner.create()
            .sign(
                parameters ->
                    parameters
                        .identity(AwsCredentialsIdentity.create(accessKeyId, secret))
                        .request(request)
                        .payload(ContentStreamProvider.fromUtf8String(BODY))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "kms")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, LatchkeyServer.REGION))
            .request();
    List<String> lines = new ArrayList<>();
    signed
        .headers()
        .forEach((name, values) -> values.forEach(value -> lines.add(name + ": " + value)));
    return lines;
  }

  /** Everything that comes back on a connection that is used once. */
  private String send(List<String> headers, String bodyAsSent) throws IOException {
    StringBuilder request = new StringBuilder("POST / HTTP/1.1").append(CRLF);
    headers.forEach(line -> request.append(line).append(CRLF));
    request.append("Connection: close").append(CRLF).append(CRLF).append(bodyAsSent);
    return exchange(request.toString());
  }

  /** What comes back for these octets until the server closes the connection. */
  private String exchange(String octets) throws IOException {
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), server.endpoint().getPort())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      OutputStream out = socket.getOutputStream();
      out.write(octets.getBytes(UTF_8));
      out.flush();
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "xchunked",
        "identity",
        "gzip",
        "identity, chunked",
        "chunked, identity",
        "\u000bchunked",
        "\r\n chunked, x"
      })
  void transferCodingThatIsNotServed_smugglesNoSecondRequest(String coding) throws IOException {
    String get = "GET /health/live HTTP/1.1" + CRLF + "Host: latchkey.test" + CRLF;
    String reply =
        exchange(
            get
                + "Transfer-Encoding: "
                + coding
                + CRLF
                + CRLF
                + get
                + "Connection: close"
                + CRLF
                + CRLF);

    assertThat(reply).startsWith("HTTP/1.1 400").containsOnlyOnce("HTTP/1.1 ");
  }

  private String send(List<String> headers) throws IOException {
    return send(and(headers, "Content-Length: " + BODY.length()), BODY);
  }

  private static List<String> and(List<String> headers, String line) {
    List<String> more = new ArrayList<>(headers);
    more.add(line);
    return more;
  }

  private static List<String> replace(List<String> headers, String name, String line) {
    return headers.stream()
        .map(
            header ->
                header.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":")
                    ? line
                    : header)
        .toList();
  }

  private static void assertAnswered(String reply) {
    assertThat(reply).startsWith("HTTP/1.1 200").contains("\"Plaintext\"");
  }

  private static void assertRefused(String reply) {
    assertThat(reply).startsWith("HTTP/1.1 4").doesNotContain("Plaintext", " 200 ");
  }

  @Test
  void replayedRequest_isAnsweredAgainAndEachIsOnRecord() throws IOException {
    List<String> request = captured();
    for (int i = 0; i < 2; i++) {
      String reply = send(request);
      assertAnswered(reply);
      Matcher id = REQUEST_ID.matcher(reply);
      assertThat(id.find()).isTrue();
      assertThat(new AuditTrail(server).of(id.group(1))).hasSize(1);
    }
  }

  @Test
  void redatedRequest_isRefused() throws IOException {
    assertRefused(send(replace(captured(), "X-Amz-Date", "X-Amz-Date: 20200101T000000Z")));
    assertRefused(send(and(captured(), "X-Amz-Date: 20200101T000000Z")));
  }

  @Test
  void retargetedRequest_isRefusedAndOnRecord() throws IOException {
    String reply =
        send(replace(captured(), "X-Amz-Target", "X-Amz-Target: TrentService.CreateKey"));

    assertRefused(reply);
    Matcher id = REQUEST_ID.matcher(reply);
    assertThat(id.find()).isTrue();
    assertThat(new AuditTrail(server).of(id.group(1)))
        .singleElement()
        .satisfies(
            record -> {
              assertThat(record.path("eventName").asText()).isEqualTo("CreateKey");
              assertThat(record.path("errorCode").asText()).isEqualTo("InvalidSignatureException");
              assertThat(record.path("userIdentity").path("type").asText()).isEqualTo("Unknown");
            });
  }

  @Test
  void resignedRequest_isTheAttackersOwnAndNotAllowed() throws IOException {
    String reply =
        send(
            signed(
                service.credentials().accessKeyId(),
                service.credentials().secretAccessKey(),
                "CreateKey"));

    assertRefused(reply);
  }

  @Test
  void doubledHeaders_areRefused() throws IOException {
    assertRefused(send(and(captured(), "X-Amz-Target: TrentService.CreateKey")));
    assertRefused(send(and(captured(), "Host: elsewhere")));
    assertRefused(send(and(captured(), "Content-Type: application/x-www-form-urlencoded")));
    assertRefused(send(and(captured(), "X-Amz-Security-Token: forged")));
  }

  @Test
  void foldedHeader_isRefused() throws IOException {
    assertRefused(
        send(
            replace(
                captured(),
                "X-Amz-Target",
                "X-Amz-Target: TrentService.GenerateRandom" + CRLF + " TrentService.CreateKey")));
  }

  /** The signature covers the body that is read, whichever of the two lengths is believed. */
  @Test
  void secondRequestInAChunkedBody_isNotCarriedOut() throws IOException {
    String smuggled =
        Integer.toHexString(BODY.length())
            + CRLF
            + BODY
            + CRLF
            + "0"
            + CRLF
            + CRLF
            + "POST / HTTP/1.1"
            + CRLF
            + "Host: 127.0.0.1"
            + CRLF
            + "X-Amz-Target: TrentService.CreateKey"
            + CRLF
            + "Content-Type: application/x-amz-json-1.1"
            + CRLF
            + "Content-Length: 2"
            + CRLF
            + CRLF
            + "{}";
    String reply =
        send(
            and(
                and(captured(), "Content-Length: " + smuggled.length()),
                "Transfer-Encoding: chunked"),
            smuggled);

    assertThat(reply).doesNotContain("KeyMetadata");
    assertThat(reply.split("HTTP/1.1 ", -1)).as(reply).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void bodyThatALengthCutsShort_isRefused() throws IOException {
    assertRefused(send(and(captured(), "Content-Length: 2"), BODY));
    assertRefused(
        send(and(and(captured(), "Content-Length: " + BODY.length()), "Content-Length: 2"), BODY));
  }
}
