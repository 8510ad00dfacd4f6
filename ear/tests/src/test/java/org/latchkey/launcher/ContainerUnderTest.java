package org.latchkey.launcher;

import java.io.PrintStream;
import java.net.InetAddress;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

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
    List<String> arguments = new ArrayList<>();
    add(arguments, "--data", System.getProperty("container.data"));
    add(arguments, "--http-port", freePort(ServerOptions.DEFAULT_HTTP_PORT));
    add(arguments, "--https-port", freePort(ServerOptions.DEFAULT_HTTPS_PORT));
    add(arguments, "--broker-port", freePort(ServerOptions.DEFAULT_BROKER_PORT));
    add(arguments, "--db-url", System.getProperty("container.db-url"));
    add(arguments, "--db-user", System.getProperty("container.db-user"));
    add(arguments, "--root-access-key-id", System.getProperty("container.root-access-key-id"));
    add(
        arguments,
        "--root-secret-access-key",
        System.getProperty("container.root-secret-access-key"));
    return ServerOptions.parse(arguments.toArray(String[]::new));
  }

  private static void add(List<String> arguments, String option, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      arguments.add(option);
      arguments.add(value);
    }
  }

  private static String freePort(int usual) {
    return Integer.toString(Ports.freePort(InetAddress.getLoopbackAddress(), usual));
  }

  private static URL url(Path file) throws MalformedURLException {
    return file.toUri().toURL();
  }
}
