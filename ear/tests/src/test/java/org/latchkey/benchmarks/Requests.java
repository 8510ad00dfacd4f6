package org.latchkey.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * Files of requests for {@code wrk.lua}: a line each, headers as {@code name=value} and at last the
 * body, separated by tabs.
 */
final class Requests {

  /** How many different requests a file has. */
  private static final int COUNT = 20_000;

  private static final AwsV4HttpSigner SIGNER = AwsV4HttpSigner.create();
  private static final AwsCredentialsIdentity ROOT =
      AwsCredentialsIdentity.create(
          BenchmarkServer.ACCESS_KEY_ID, BenchmarkServer.SECRET_ACCESS_KEY);

  private Requests() {}

  /** Requests of a KMS operation, all different and signed now. */
  static void sign(Path file, URI endpoint, String operation, IntFunction<String> bodies)
      throws IOException {
    try (BufferedWriter lines = Files.newBufferedWriter(file)) {
      for (int i = 0; i < COUNT; i++) {
        String body = bodies.apply(i);
        write(lines, sign(endpoint, operation, body).headers(), body);
      }
    }
  }

  /** One request that asks the no-op servlet for so many bytes. */
  static void noOp(Path file, int requestLength, int replyLength) throws IOException {
    try (BufferedWriter lines = Files.newBufferedWriter(file)) {
      write(
          lines,
          Map.of(NoOpServlet.LENGTH, List.of(Integer.toString(replyLength))),
          "x".repeat(requestLength));
    }
  }

  static SdkHttpRequest sign(URI endpoint, String operation, String body) {
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(endpoint)
            .putHeader("Content-Type", "application/x-amz-json-1.1")
            .putHeader("X-Amz-Target", "TrentService." + operation)
            .build();
    return SIGNER
        .sign(
            sign ->
                sign.identity(ROOT)
                    .request(request)
                    .payload(ContentStreamProvider.fromByteArray(body.getBytes(UTF_8)))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "kms")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1"))
        .request();
  }

  private static void write(BufferedWriter lines, Map<String, List<String>> headers, String body)
      throws IOException {
    lines.write(
        headers.entrySet().stream()
            .map(header -> header.getKey() + '=' + header.getValue().get(0))
            .collect(Collectors.joining("\t")));
    lines.write("\t" + body + "\n");
  }
}
