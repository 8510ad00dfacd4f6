package org.latchkey.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Who is let in: requests signed by the AWS SDK's signer, with one thing wrong with each. */
@Tag("any-database")
@ExtendWith(LatchkeyExtension.class)
class AuthenticationIT {
  private static final String BODY = "{\"NumberOfBytes\":16}";
  private static final String RESTRICTED_BY_THE_CLIENT = "Host";

  private final LatchkeyServer server;
  private final HttpClient http = HttpClient.newHttpClient();

  AuthenticationIT(LatchkeyServer server) {
    this.server = server;
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -4, 4})
  void signatureOfThisTime_isAccepted(long minutes) throws Exception {
    HttpResponse<String> answer =
        send(sign(LatchkeyServer.ACCESS_KEY_ID, LatchkeyServer.SECRET_ACCESS_KEY, minutes), BODY);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(new ObjectMapper().readTree(answer.body()).path("Plaintext").binaryValue())
        .hasSize(16);
  }

  @Test
  void wrongSecret_isAnInvalidSignature() throws Exception {
    assertRefused(
        send(sign(LatchkeyServer.ACCESS_KEY_ID, "another secret", 0), BODY),
        "InvalidSignatureException",
        "does not match the signature you provided");
  }

  @Test
  void unknownAccessKeyId_isAnUnrecognizedClient() throws Exception {
    assertRefused(
        send(sign("AKIANOBODYKNOWSTHIS0", LatchkeyServer.SECRET_ACCESS_KEY, 0), BODY),
        "UnrecognizedClientException",
        "security token");
  }

  @Test
  void unsignedRequest_lacksItsToken() throws Exception {
    assertRefused(send(request(), BODY), "MissingAuthenticationTokenException", "");
  }

  @ParameterizedTest
  @CsvSource({"-6, Signature expired", "6, Signature not yet current"})
  void skewedDate_isAnInvalidSignature(long minutes, String message) throws Exception {
    assertRefused(
        send(sign(LatchkeyServer.ACCESS_KEY_ID, LatchkeyServer.SECRET_ACCESS_KEY, minutes), BODY),
        "InvalidSignatureException",
        message);
  }

  @Test
  void alteredBody_isAnInvalidSignature() throws Exception {
    assertRefused(
        send(
            sign(LatchkeyServer.ACCESS_KEY_ID, LatchkeyServer.SECRET_ACCESS_KEY, 0),
            BODY.replace("16", "17")),
        "InvalidSignatureException",
        "");
  }

  @Test
  void alteredTarget_isAnInvalidSignature() throws Exception {
    SdkHttpRequest signed =
        sign(LatchkeyServer.ACCESS_KEY_ID, LatchkeyServer.SECRET_ACCESS_KEY, 0).toBuilder()
            .putHeader("X-Amz-Target", "TrentService.ListKeys")
            .build();

    assertRefused(send(signed, BODY), "InvalidSignatureException", "");
  }

  private void assertRefused(HttpResponse<String> answer, String code, String message)
      throws IOException {
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("x-amzn-RequestId")).isPresent();
    JsonNode error = new ObjectMapper().readTree(answer.body());
    assertThat(error.path("__type").asText()).isEqualTo(code);
    assertThat(error.path("message").asText()).contains(message);
  }

  private SdkHttpRequest request() {
    return SdkHttpRequest.builder()
        .uri(server.endpoint())
        .encodedPath("/")
        .method(SdkHttpMethod.POST)
        .putHeader("Content-Type", "application/x-amz-json-1.1")
        .putHeader("X-Amz-Target", "TrentService.GenerateRandom")
        .build();
  }

  private SdkHttpRequest sign(String accessKeyId, String secretAccessKey, long minutesAhead) {
    Clock clock = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(minutesAhead));
    return AwsV4HttpSigner.create()
        .sign(
            parameters ->
                parameters
                    .identity(AwsCredentialsIdentity.create(accessKeyId, secretAccessKey))
                    .request(request())
                    .payload(ContentStreamProvider.fromUtf8String(BODY))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "kms")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, LatchkeyServer.REGION)
                    .putProperty(AwsV4HttpSigner.SIGNING_CLOCK, clock))
        .request();
  }

  private HttpResponse<String> send(SdkHttpRequest request, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder sent =
        HttpRequest.newBuilder(request.getUri())
            .POST(HttpRequest.BodyPublishers.ofString(body, UTF_8));
    request.headers().entrySet().stream()
        .filter(header -> !header.getKey().equalsIgnoreCase(RESTRICTED_BY_THE_CLIENT))
        .forEach(header -> header.getValue().forEach(value -> sent.header(header.getKey(), value)));
    return http.send(sent.build(), HttpResponse.BodyHandlers.ofString(UTF_8));
  }
}
