package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.latchkey.client.Endpoint;
import org.latchkey.client.Json;
import org.latchkey.client.LatchkeyClient;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.regions.Region;

/**
 * The connector with the web server and the proxy that most have: they serve real handshakes while
 * certificates are renewed and everything around is restarted.
 */
@Tag("any-database")
@ExtendWith(LatchkeyExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AgentIT {
  private final List<Process> processes = new ArrayList<>();
  private LatchkeyServer server;
  private AwsClients clients;
  private LatchkeyClient latchkey;
  private PrivateAuthority authority;

  @TempDir private Path folder;

  @BeforeAll
  void start(LatchkeyServer shared) {
    server = shared;
    clients = AwsClients.root(server);
    latchkey =
        new LatchkeyClient(
            new Endpoint(server.endpoint(), null),
            Region.of(LatchkeyServer.REGION),
            AwsBasicCredentials.create(
                LatchkeyServer.ACCESS_KEY_ID, LatchkeyServer.SECRET_ACCESS_KEY));
    authority = PrivateAuthority.create(clients.acmPca());
  }

  @AfterAll
  void stop() throws InterruptedException {
    for (Process process : processes) {
      process.destroy();
      process.waitFor();
    }
    latchkey.close();
    clients.close();
  }

  private Process run(String... command) throws IOException {
    return started(new ProcessBuilder(command));
  }

  private Process started(ProcessBuilder builder) throws IOException {
    Process process =
        builder
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(folder.resolve("processes.log").toFile()))
            .start();
    processes.add(process);
    return process;
  }

  private Process agent(
      RegisteredService service, String arn, Path files, String form, String check, String reload)
      throws IOException {
    return agent(service, Map.of("www", arn), files, form, check, reload);
  }

  private Process agent(
      RegisteredService service,
      Map<String, String> certificates,
      Path files,
      String form,
      String check,
      String reload)
      throws IOException {
    Path credentials = files.resolve("credentials.json");
    Files.writeString(credentials, Json.write(service.credentials()));
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "agent",
                "--endpoint",
                server.endpoint().toString(),
                "--broker-url",
                server.broker(),
                "--credentials",
                credentials.toString(),
                "--resource-arn",
                service.resourceArn(),
                "--folder",
                files.toString(),
                "--form",
                form,
                "--check-command",
                check,
                "--reload-command",
                reload));
    if (form.equals("PKCS12")) {
      arguments.addAll(List.of("--keystore-password-file", files.resolve("password").toString()));
    }
    certificates.forEach(
        (name, arn) -> arguments.addAll(List.of("--certificate", name + "=" + arn)));
    return started(LatchkeyCommand.process(Map.of(), arguments.toArray(String[]::new)));
  }

  private void renew(String arn) {
    clients.acm().renewCertificate(request -> request.certificateArn(arn));
  }

  private String serial(String arn) {
    return clients
        .acm()
        .describeCertificate(request -> request.certificateArn(arn))
        .certificate()
        .serial();
  }

  private JsonNode association(String arn) {
    return Json.tree(latchkey.call("ListAssociations", Json.write(Map.of("CertificateArn", arn))))
        .path("Associations")
        .path(0);
  }

  @Test
  @RequiredTool(Tool.NGINX)
  void nginx_servesEveryRenewalWithoutALostConnection() throws Exception {
    Path files = Files.createDirectory(folder.resolve("nginx"));
    int port = LatchkeyServer.freePort();
    Path configuration = files.resolve("nginx.conf");
    Files.writeString(
        configuration,
        """
        daemon off;
        user root;
        pid %1$s/nginx.pid;
        error_log %1$s/error.log;
        events {}
        http {
          access_log off;
          client_body_temp_path %1$s/body;
          server {
            listen 127.0.0.1:%2$d ssl;
            ssl_certificate %1$s/www/fullchain.pem;
            ssl_certificate_key %1$s/www/privkey.pem;
            location / { return 200 "served"; }
          }
        }
        """
            .formatted(files, port));
    String nginx = "nginx -c %s -p %s".formatted(configuration, files);
    String check = "test ! -e %s/refuse && %s -t".formatted(files, nginx);
    String reload = "test ! -s %s/nginx.pid || %s -s reload".formatted(files, nginx);
    String arn = authority.request(clients, "nginx.latchkey.test");
    RegisteredService service = RegisteredService.create(server);

    Process agent = agent(service, arn, files, "PEM", check, reload);
    Await.until("it is installed", () -> Files.exists(files.resolve("www/applied")));
    run("/bin/sh", "-c", "exec " + nginx);

    try (TlsTraffic traffic = TlsTraffic.start(port, authority.certificate())) {
      traffic.awaitSerial(serial(arn));
      renew(arn);
      traffic.awaitSerial(serial(arn));
      Await.until(
          "it is confirmed",
          () ->
              association(arn).path("ConfirmedRevision").asInt()
                  == association(arn).path("DeliveredRevision").asInt());

      Files.createFile(files.resolve("refuse"));
      String before = serial(arn);
      renew(arn);
      Await.until("it is taken back", () -> !association(arn).path("Problem").isMissingNode());
      traffic.awaitSerial(before);

      agent.destroyForcibly().waitFor();
      Files.delete(files.resolve("refuse"));
      agent(service, arn, files, "PEM", check, reload);
      traffic.awaitSerial(serial(arn));

      server.kill9();
      server.restart();
      renew(arn);
      traffic.awaitSerial(serial(arn));
      assertThat(traffic.failures()).isEmpty();
    }
  }

  @Test
  @RequiredTool(Tool.OPENSSL)
  void keystore_isReadByOpenSsl() throws Exception {
    Path files = Files.createDirectory(folder.resolve("keystore"));
    Files.writeString(files.resolve("password"), "keystore's password");
    String arn = authority.request(clients, "keystore.latchkey.test");
    String read =
        "openssl pkcs12 -in %1$s/www/keystore.p12 -passin file:%1$s/password -noenc"
            + " | openssl x509 -noout -serial > %1$s/serial";

    agent(
        RegisteredService.create(server),
        arn,
        files,
        "PKCS12",
        read.formatted(files),
        "test -s %s/serial".formatted(files));

    Await.until("it is installed", () -> Files.exists(files.resolve("www/applied")));
    assertThat(files.resolve("serial"))
        .content()
        .isEqualToIgnoringCase("serial=" + serial(arn).replace(":", "") + "\n");
  }

  @Test
  void certificatesThatAreCheckedTogether_areInstalledWhateverBecomesOfAnother() throws Exception {
    Path files = Files.createDirectory(folder.resolve("several"));
    String check = "test -e %1$s/www/privkey.pem && test -e %1$s/shop/privkey.pem";
    String gone = authority.request(clients, "gone.latchkey.test");
    clients.acm().deleteCertificate(request -> request.certificateArn(gone));
    Map<String, String> certificates =
        Map.of(
            "gone",
            gone,
            "www",
            authority.request(clients, "www.latchkey.test"),
            "shop",
            authority.request(clients, "shop.latchkey.test"));

    agent(
        RegisteredService.create(server),
        certificates,
        files,
        "PEM",
        check.formatted(files),
        "true");

    Await.until(
        "both are applied",
        () ->
            Files.exists(files.resolve("www/applied"))
                && Files.exists(files.resolve("shop/applied")));
    assertThat(files.resolve("gone")).doesNotExist();
  }

  @Test
  @RequiredTool(Tool.HAPROXY)
  void haproxy_servesARenewalWithoutALostConnection() throws Exception {
    Path files = Files.createDirectory(folder.resolve("haproxy"));
    int port = LatchkeyServer.freePort();
    Path configuration = files.resolve("haproxy.cfg");
    Files.writeString(
        configuration,
        """
        global
          stats socket %1$s/admin.sock mode 600 level admin expose-fd listeners
        defaults
          mode http
          timeout client 10s
          timeout server 10s
          timeout connect 10s
        frontend web
          bind 127.0.0.1:%2$d ssl crt %1$s/www/combined.pem
          http-request return status 200 content-type text/plain string served
        """
            .formatted(files, port));
    String check = "haproxy -c -f " + configuration;
    String reload = "test ! -s %1$s/pid || kill -USR2 $(cat %1$s/pid)".formatted(files);
    String arn = authority.request(clients, "haproxy.latchkey.test");

    agent(RegisteredService.create(server), arn, files, "COMBINED", check, reload);
    Await.until("it is installed", () -> Files.exists(files.resolve("www/applied")));
    run("haproxy", "-W", "-f", configuration.toString(), "-p", files.resolve("pid").toString());

    try (TlsTraffic traffic = TlsTraffic.start(port, authority.certificate())) {
      traffic.awaitSerial(serial(arn));
      renew(arn);
      traffic.awaitSerial(serial(arn));
      assertThat(traffic.failures()).isEmpty();
    }
  }
}
