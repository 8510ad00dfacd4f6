package org.latchkey.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latchkey.tests.RequiredTool;
import org.latchkey.tests.Tool;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;

/**
 * Requests a second of the operations that use a key, beside those of a servlet that does nothing
 * on the same server with bodies of the same sizes: medians of alternating runs.
 */
class OperationsBenchmark {

  private static final int ROUNDS = Integer.getInteger("benchmark.rounds", 5);
  private static final Duration RUN =
      Duration.ofSeconds(Integer.getInteger("benchmark.seconds", 5));
  private static final Duration WARM_UP =
      Duration.ofSeconds(Integer.getInteger("benchmark.warm-up", 30));

  /** So few that the compiler's threads, too, get their share of the processors. */
  private static final int WARM_UP_CONNECTIONS = 2;

  private static final int PLAINTEXT_LENGTH = 256;

  private record Operation(String label, String name, IntFunction<String> bodies) {}

  /** What was measured of one operation, a value for each round. */
  private record Measured(Operation operation, List<Double> rates, List<Double> noOpRates) {

    private static double median(List<Double> values) {
      return values.stream().sorted().toList().get(values.size() / 2);
    }

    String row() {
      double rate = median(rates);
      double noOp = median(noOpRates);
      return String.format(
          Locale.ROOT, "%-22s %10.0f %10.0f %8.2f", operation.label(), rate, noOp, rate / noOp);
    }
  }

  @Test
  @RequiredTool(Tool.WRK)
  void printRates(@TempDir Path folder) throws Exception {
    Path script = folder.resolve("wrk.lua");
    try (var in = OperationsBenchmark.class.getResourceAsStream("/benchmarks/wrk.lua")) {
      Files.write(script, in.readAllBytes());
    }
    try (BenchmarkServer server = BenchmarkServer.start(folder);
        KmsClient kms = kms(server.endpoint())) {
      List<Measured> results = new ArrayList<>();
      for (Operation operation : operations(kms)) {
        results.add(new Measured(operation, new ArrayList<>(), new ArrayList<>()));
      }
      Path requests = folder.resolve("requests");
      for (int round = -1; round < ROUNDS; round++) {
        for (Measured each : results) {
          boolean warm = round >= 0;
          Duration time = warm ? RUN : WARM_UP;
          int connections = warm ? Wrk.CONNECTIONS : WARM_UP_CONNECTIONS;
          int[] lengths = lengths(server.endpoint(), each.operation());
          Requests.sign(
              requests, server.endpoint(), each.operation().name(), each.operation().bodies());
          double rate = Wrk.run(server.endpoint(), script, requests, connections, time);
          Requests.noOp(requests, lengths[0], lengths[1]);
          double noOpRate = Wrk.run(server.noOp(), script, requests, connections, time);
          if (warm) {
            each.rates().add(rate);
            each.noOpRates().add(noOpRate);
          }
        }
      }
      print(results);
    }
  }

  private static void print(List<Measured> results) throws GeneralSecurityException {
    System.out.printf(
        Locale.ROOT,
        "%n%d cores, java %s; 32 connections, medians of %d runs of %d s%n%n",
        Runtime.getRuntime().availableProcessors(),
        Runtime.version(),
        ROUNDS,
        RUN.toSeconds());
    System.out.printf("%-22s %10s %10s %8s%n", "operation", "requests/s", "no-op/s", "ratio");
    results.forEach(result -> System.out.println(result.row()));
    System.out.printf(
        Locale.ROOT,
        "%nRSA_2048 signatures in a bare loop on all cores: %.0f a second%n",
        RawSignatures.rsa2048(RUN));
  }

  private static List<Operation> operations(KmsClient kms) {
    String symmetric = key(kms, KeySpec.SYMMETRIC_DEFAULT, KeyUsageType.ENCRYPT_DECRYPT);
    String mac = key(kms, KeySpec.HMAC_256, KeyUsageType.GENERATE_VERIFY_MAC);
    String ec = key(kms, KeySpec.ECC_NIST_P256, KeyUsageType.SIGN_VERIFY);
    String rsa = key(kms, KeySpec.RSA_2048, KeyUsageType.SIGN_VERIFY);
    List<String> ciphertexts =
        IntStream.range(0, 200)
            .mapToObj(i -> encrypt(kms, symmetric))
            .map(blob -> Base64.getEncoder().encodeToString(blob.asByteArray()))
            .toList();
    return List.of(
        new Operation(
            "Encrypt",
            "Encrypt",
            i -> json("KeyId", symmetric, "Plaintext", random(i, PLAINTEXT_LENGTH))),
        new Operation(
            "Decrypt",
            "Decrypt",
            i -> json("CiphertextBlob", ciphertexts.get(i % ciphertexts.size()))),
        new Operation(
            "GenerateDataKey",
            "GenerateDataKey",
            i -> json("KeyId", symmetric, "KeySpec", "AES_256")),
        new Operation(
            "GenerateMac",
            "GenerateMac",
            i ->
                json(
                    "KeyId",
                    mac,
                    "Message",
                    random(i, PLAINTEXT_LENGTH),
                    "MacAlgorithm",
                    "HMAC_SHA_256")),
        new Operation("Sign, ECC_NIST_P256", "Sign", i -> signature(ec, i, "ECDSA_SHA_256")),
        new Operation(
            "Sign, RSA_2048", "Sign", i -> signature(rsa, i, "RSASSA_PKCS1_V1_5_SHA_256")));
  }

  private static String signature(String key, int i, String algorithm) {
    return json(
        "KeyId", key, "Message", random(i, PLAINTEXT_LENGTH), "SigningAlgorithm", algorithm);
  }

  private static String key(KmsClient kms, KeySpec spec, KeyUsageType usage) {
    return kms.createKey(request -> request.keySpec(spec).keyUsage(usage)).keyMetadata().keyId();
  }

  private static SdkBytes encrypt(KmsClient kms, String key) {
    return kms.encrypt(
            request ->
                request.keyId(key).plaintext(SdkBytes.fromByteArray(new byte[PLAINTEXT_LENGTH])))
        .ciphertextBlob();
  }

  private static String random(int seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static String json(String... namesAndValues) {
    StringBuilder json = new StringBuilder("{");
    for (int i = 0; i < namesAndValues.length; i += 2) {
      json.append(i == 0 ? "" : ",")
          .append('"')
          .append(namesAndValues[i])
          .append("\":\"")
          .append(namesAndValues[i + 1])
          .append('"');
    }
    return json.append('}').toString();
  }

  /** The lengths of an operation's request and of its reply. */
  private static int[] lengths(URI endpoint, Operation operation)
      throws IOException, InterruptedException {
    String body = operation.bodies().apply(0);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint).POST(HttpRequest.BodyPublishers.ofString(body));
    Requests.sign(endpoint, operation.name(), body)
        .headers()
        .forEach(
            (name, values) -> {
              if (!name.equalsIgnoreCase("Host")) {
                request.header(name, values.get(0));
              }
            });
    HttpResponse<byte[]> reply =
        HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    if (reply.statusCode() != 200) {
      throw new IOException(operation.label() + ": " + new String(reply.body(), UTF_8));
    }
    return new int[] {body.length(), reply.body().length};
  }

  private static KmsClient kms(URI endpoint) {
    return KmsClient.builder()
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(
                    BenchmarkServer.ACCESS_KEY_ID, BenchmarkServer.SECRET_ACCESS_KEY)))
        .httpClient(UrlConnectionHttpClient.create())
        .build();
  }
}
