package org.latchkey.launcher;

import java.io.PrintStream;
import java.net.InetAddress;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Stands in for Payara Micro's own main class where Arquillian starts the container: boots the
 * server as the launcher does, with the archive that Arquillian hands over, and says where it is in
 * the form that Arquillian's adapter reads.
 */
public final class ContainerUnderTest {
  private static final String ARCHIVE = "--deploy";

  /** The servlet that runs a test in the container, as Arquillian's protocol names it. */
  private static final String RUNNER = "ArquillianServletRunnerEE9";

  private ContainerUnderTest() {}

  /** Runs the server until Arquillian ends the process. */
  public static void main(String[] arguments) throws Exception {
    PrintStream out = System.out;
    ServerOptions options = options();
    Configuration configuration = Configuration.of(options);
    Path archive = Path.of(List.of(arguments).get(List.of(arguments).indexOf(ARCHIVE) + 1));
    Server.start(configuration, text -> {}, url(archive));
    out.printf(
        """
      {"Instance Configuration": {
          "Host": "127.0.0.1",
          "HTTP Port(s)": "%d",
          "HTTPS Port(s)": "%d",
          "Deployed": [{
              "Name": "latchkey",
              "Type": "war",
              "Context Root": "/tests",
              "Mappings": {"/%s": "%s"}}]}}
      """,
        configuration.httpPort(), configuration.httpsPort(), RUNNER, RUNNER);
    out.flush();
    new CountDownLatch(1).await();
  }

  private static ServerOptions options() {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    ServerOptions options = new ServerOptions();
    options.data = Path.of(System.getProperty("container.data"));
    options.bind = loopback.getHostAddress();
    options.region = "us-east-1";
    options.accountId = "123456789012";
    options.httpPort = Ports.freePort(loopback, ServerOptions.DEFAULT_HTTP_PORT);
    options.httpsPort = Ports.freePort(loopback, ServerOptions.DEFAULT_HTTPS_PORT);
    options.brokerPort = Ports.freePort(loopback, ServerOptions.DEFAULT_BROKER_PORT);
    options.rootAccessKeyId = System.getProperty("container.root-access-key-id");
    options.rootSecretAccessKey = System.getProperty("container.root-secret-access-key");
    String database = System.getProperty("container.db-url", "");
    if (!database.isEmpty()) {
      options.dbUrl = database;
      options.dbUser = System.getProperty("container.db-user");
    }
    return options;
  }

  private static URL url(Path file) throws MalformedURLException {
    return file.toUri().toURL();
  }
}
