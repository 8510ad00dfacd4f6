package org.latchkey.client.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.latchkey.client.Endpoint;
import org.latchkey.client.Pem;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.regions.Region;

/**
 * What the launcher tells the demo.
 *
 * @param endpoint the server's HTTP interface
 * @param httpsEndpoint the same by HTTPS
 * @param certificatePem the certificate that the server shows for HTTPS
 * @param brokerUrl the broker
 * @param region where the flow happens
 * @param credentials the root user's access key
 * @param rootPassword the root user's password for the console; null where only the user knows it
 * @param dataFolder everything that the server keeps
 * @param classPath this module's classes and what they need, for processes of its own
 * @param exit whether the server stops when the demo is over
 * @param terminal whether whoever reads sees colours and more than ASCII
 */
record DemoSettings(
    URI endpoint,
    URI httpsEndpoint,
    String certificatePem,
    String brokerUrl,
    Region region,
    AwsBasicCredentials credentials,
    @Nullable String rootPassword,
    Path dataFolder,
    String classPath,
    boolean exit,
    boolean terminal) {

  static DemoSettings of(Map<String, String> given) {
    return new DemoSettings(
        URI.create(required(given, "endpoint")),
        URI.create(required(given, "https-endpoint")),
        read(Path.of(required(given, "certificate"))),
        required(given, "broker"),
        Region.of(required(given, "region")),
        AwsBasicCredentials.create(
            required(given, "access-key-id"), required(given, "secret-access-key")),
        given.get("root-password"),
        Path.of(required(given, "data")),
        required(given, "class-path"),
        given.containsKey("exit"),
        given.containsKey("terminal"));
  }

  /** The server's HTTP interface, for clients. */
  Endpoint api() {
    return new Endpoint(endpoint, Pem.certificate(certificatePem));
  }

  /** Shows no secret. */
  @Override
  public String toString() {
    return "DemoSettings[" + endpoint + "]";
  }

  private static String required(Map<String, String> given, String name) {
    String value = given.get(name);
    if (value == null) {
      throw new IllegalArgumentException("The demo was not told its " + name);
    }
    return value;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }
}
