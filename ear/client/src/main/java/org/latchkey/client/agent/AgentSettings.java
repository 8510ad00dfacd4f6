package org.latchkey.client.agent;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.latchkey.client.Endpoint;
import org.latchkey.client.Json;
import org.latchkey.client.Pem;
import org.latchkey.client.ServiceCredentials;

/**
 * What the connector is told.
 *
 * @param certificates the certificates' ARNs by the names of their folders
 * @param checkCommand says by its exit status whether the server likes its files; null for none
 * @param reloadCommand has the server read its files; null for none
 * @param keystorePassword for PKCS #12; null for other forms
 */
record AgentSettings(
    Endpoint endpoint,
    String brokerUrl,
    String service,
    ServiceCredentials credentials,
    String resourceArn,
    Map<String, String> certificates,
    Path folder,
    FileForm form,
    char @Nullable [] keystorePassword,
    @Nullable String checkCommand,
    @Nullable String reloadCommand,
    boolean once) {

  /** Between the names and ARNs of {@code certificates}. */
  private static final String SEPARATOR = "\n";

  /**
   * The settings by their names, as {@link Agent#run} lists them.
   *
   * @throws IOException where a file cannot be read
   */
  static AgentSettings of(Map<String, String> settings) throws IOException {
    ServiceCredentials credentials =
        Json.read(
            Files.readString(Path.of(need(settings, "credentials"))), ServiceCredentials.class);
    String trusted = settings.get("trust");
    String password = settings.get("keystore-password-file");
    return new AgentSettings(
        new Endpoint(
            URI.create(need(settings, "endpoint")),
            trusted == null ? null : Pem.certificate(Files.readString(Path.of(trusted)))),
        need(settings, "broker-url"),
        credentials.serviceArn().substring(credentials.serviceArn().lastIndexOf('/') + 1),
        credentials,
        need(settings, "resource-arn"),
        certificates(need(settings, "certificates")),
        Path.of(need(settings, "folder")).toAbsolutePath().normalize(),
        FileForm.valueOf(need(settings, "form")),
        password == null ? null : Files.readString(Path.of(password)).strip().toCharArray(),
        settings.get("check-command"),
        settings.get("reload-command"),
        settings.containsKey("once"));
  }

  private static Map<String, String> certificates(String lines) {
    Map<String, String> certificates = new LinkedHashMap<>();
    for (String line : lines.split(SEPARATOR, -1)) {
      int equals = line.indexOf('=');
      certificates.put(line.substring(0, equals), line.substring(equals + 1));
    }
    return certificates;
  }

  private static String need(Map<String, String> settings, String name) {
    String value = settings.get(name);
    if (value == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return value;
  }

  /** Shows whose settings these are, and no secret. */
  @Override
  public String toString() {
    return "AgentSettings[" + service + "]";
  }
}
