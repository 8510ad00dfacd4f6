package org.latchkey.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.regions.Region;

/**
 * Calls Latchkey's own operations, which no AWS SDK knows: JSON over HTTP as AWS's services speak
 * it, with {@code X-Amz-Target: Latchkey.<operation>}, signed with Signature Version 4 for the
 * service name {@code latchkey}.
 */
public final class LatchkeyClient implements AutoCloseable {
  private static final String CONTENT_TYPE = "application/x-amz-json-1.1";
  private static final int MAX_RESPONSE_BYTES = 1 << 20;

  private final Endpoint endpoint;
  private final Region region;
  private final AwsBasicCredentials credentials;
  private final String service;
  private final String targetPrefix;
  private final SdkHttpClient http;
  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

  /**
   * A client for one account and Region.
   *
   * @param endpoint the server
   * @param region the Region that calls are for
   * @param credentials who calls
   */
  public LatchkeyClient(Endpoint endpoint, Region region, AwsBasicCredentials credentials) {
    this(endpoint, region, credentials, "latchkey", "Latchkey");
  }

  private LatchkeyClient(
      Endpoint endpoint,
      Region region,
      AwsBasicCredentials credentials,
      String service,
      String targetPrefix) {
    this.endpoint = endpoint;
    this.region = region;
    this.credentials = credentials;
    this.service = service;
    this.targetPrefix = targetPrefix + ".";
    this.http = endpoint.httpClient();
  }

  /** A client for ACM's operations, the newest too, which an AWS SDK may not know yet. */
  public static LatchkeyClient ofAcm(
      Endpoint endpoint, Region region, AwsBasicCredentials credentials) {
    return new LatchkeyClient(endpoint, region, credentials, "acm", "CertificateManager");
  }

  /**
   * Makes an integrated service in the caller's account.
   *
   * @param name 1–48 characters of {@code a-z}, {@code 0-9} and {@code -}
   * @param contextKey the name under which a resource's ARN stands in the encryption context
   * @param resourceArnPattern the resources that the service may speak for; {@code *} and {@code ?}
   *     are wildcards
   * @return its credentials, which cannot be had a second time
   * @throws LatchkeyException where the server refuses
   * @throws UncheckedIOException where the server cannot be reached
   */
  public ServiceCredentials registerService(
      String name, String contextKey, String resourceArnPattern) {
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    request.put("Name", name);
    request.put("ContextKey", contextKey);
    request.put("ResourceArnPattern", resourceArnPattern);
    return Json.read(call("RegisterService", request.toString()), ServiceCredentials.class);
  }

  /**
   * Calls an operation.
   *
   * @param operation its name
   * @param request its request, JSON
   * @return its response, JSON
   * @throws LatchkeyException where the server refuses
   * @throws UncheckedIOException where the server cannot be reached
   */
  public String call(String operation, String request) {
    SignedRequest signed = sign(operation, request);
    HttpExecuteRequest.Builder execution = HttpExecuteRequest.builder().request(signed.request());
    signed.payload().ifPresent(execution::contentStreamProvider);
    try {
      HttpExecuteResponse response = http.prepareRequest(execution.build()).call();
      String body = body(response);
      if (!response.httpResponse().isSuccessful()) {
        throw refusal(response.httpResponse().statusCode(), body);
      }
      return body;
    } catch (IOException e) {
      throw new UncheckedIOException(endpoint.uri() + " cannot be reached: " + e.getMessage(), e);
    }
  }

  private SignedRequest sign(String operation, String request) {
    byte[] body = request.getBytes(StandardCharsets.UTF_8);
    SdkHttpRequest unsigned =
        SdkHttpRequest.builder()
            .uri(endpoint.uri())
            .encodedPath("/")
            .method(SdkHttpMethod.POST)
            .putHeader("Content-Type", CONTENT_TYPE)
            .putHeader("Content-Length", Integer.toString(body.length))
            .putHeader("X-Amz-Target", targetPrefix + operation)
            .build();
    return signer.sign(
        parameters ->
            parameters
                .identity(credentials)
                .request(unsigned)
                .payload(ContentStreamProvider.fromByteArray(body))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                .putProperty(AwsV4HttpSigner.REGION_NAME, region.id()));
  }

  private static String body(HttpExecuteResponse response) throws IOException {
    AbortableInputStream stream = response.responseBody().orElse(null);
    if (stream == null) {
      return "";
    }
    try (stream) {
      return new String(stream.readNBytes(MAX_RESPONSE_BYTES), StandardCharsets.UTF_8);
    }
  }

  private static LatchkeyException refusal(int status, String body) {
    String code = "HTTP " + status;
    String message = "The server answered with HTTP status " + status;
    try {
      JsonNode error = Json.tree(body);
      code = error.path("__type").asText(code);
      message = error.path("message").asText(message);
    } catch (IllegalArgumentException e) {
      // Whatever stands between may answer in another form; its status says enough.
    }
    return new LatchkeyException(code, message);
  }

  @Override
  public void close() {
    http.close();
  }
}
