package org.latchkey.launcher;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Starts a server and shows the private-key flow through its public interfaces.
 *
 * <p>The flow itself is the client's part: {@link ClientJars} runs it apart from the server's
 * classes. It is told where the server is by the settings that {@link #settings} lists.
 */
@Command(
    name = "demo",
    description = {
      "Starts a server and shows the private-key flow: a private CA, a certificate, an integrated"
          + " service that serves HTTPS with it until it is disassociated.",
      "Where not given, the data folder is a new temporary one, ports are the usual ones or others"
          + " that are free, and the root user's credentials are generated."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false,
    footer = {
      "",
      "Each option --x-y is also read from the variable LATCHKEY_X_Y; the option wins.",
      "Exit status: 0, or 1 where a step failed; then the server stops, too."
    })
final class Demo implements Callable<Integer> {
  /** The client's jars, below the data folder. */
  private static final String CLIENT = "client";

  @Option(names = "--exit", description = "Stop the server and exit once the flow was shown.")
  private boolean exit;

  @Mixin private final ServerOptions options = new ServerOptions();

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  private boolean generated;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    TemporaryFolder temporary = options.data == null ? TemporaryFolder.create() : null;
    if (temporary != null) {
      options.data = temporary.path();
    }
    fillIn();
    Configuration configuration = Configuration.of(options);
    requireKnownRoot(configuration);
    Server server = Server.start(configuration, new Notice(out));
    if (temporary != null) {
      temporary.belongsTo(server);
    }
    new Notice(out).accept("Latchkey is ready: " + server.addresses());
    int status =
        ClientJars.extract(server.emptyFolder(CLIENT))
            .run(ClientJars.DEMO, settings(configuration, server), out);
    if (status == CommandLine.ExitCode.OK && !exit) {
      new CountDownLatch(1).await();
    }
    server.stop();
    return status;
  }

  private void fillIn() {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    if (options.httpPort == null) {
      options.httpPort = Ports.freePort(loopback, ServerOptions.DEFAULT_HTTP_PORT);
    }
    if (options.httpsPort == null) {
      options.httpsPort = Ports.freePort(loopback, ServerOptions.DEFAULT_HTTPS_PORT);
    }
    if (options.brokerPort == null) {
      options.brokerPort = Ports.freePort(loopback, ServerOptions.DEFAULT_BROKER_PORT);
    }
    if (options.rootAccessKeyId == null) {
      generated = true;
      RootCredentials credentials = RootCredentials.generate();
      options.rootAccessKeyId = credentials.accessKeyId();
      options.rootSecretAccessKey = credentials.secretAccessKey();
      if (options.rootPassword == null && options.rootPasswordFile == null) {
        options.rootPassword = RootCredentials.generatePassword();
      }
    }
  }

  /** A root access key counts at a folder's first start only; later it has to be the same. */
  private void requireKnownRoot(Configuration configuration) throws IOException {
    if (generated && DataFolder.isUsed(configuration.data())) {
      throw new ConfigurationException(
          "--data: the folder "
              + configuration.data()
              + " is in use already; the demo needs its --root-access-key-id and"
              + " --root-secret-access-key, or a new folder.");
    }
  }

  /**
   * What the client is told: {@code endpoint}, {@code https-endpoint}, {@code certificate} (the PEM
   * file of the certificate that HTTPS shows), {@code broker} (its URL), {@code region}, {@code
   * access-key-id} and {@code secret-access-key} of the root user, {@code data} (the data folder),
   * {@code class-path} (the client's jars, for processes of its own); and, as they apply, {@code
   * root-password} (the root user's), {@code exit} and {@code terminal} (whether colours and
   * Unicode can be shown).
   */
  private Map<String, String> settings(Configuration configuration, Server server) {
    Map<String, String> settings = new HashMap<>();
    settings.put("endpoint", server.endpoint().toString());
    settings.put("https-endpoint", server.httpsEndpoint().toString());
    settings.put("certificate", server.certificate().toString());
    settings.put("broker", server.broker());
    settings.put("region", configuration.setting("region"));
    settings.put("access-key-id", configuration.setting("root-access-key-id"));
    settings.put("secret-access-key", configuration.setting("root-secret-access-key"));
    if (configuration.setting("root-password") != null) {
      settings.put("root-password", configuration.setting("root-password"));
    }
    settings.put("data", configuration.data().toString());
    settings.put("class-path", configuration.data().resolve(CLIENT).resolve("*").toString());
    if (exit) {
      settings.put("exit", "");
    }
    if (isTerminal()) {
      settings.put("terminal", "");
    }
    return settings;
  }

  private static boolean isTerminal() {
    String encoding = System.getProperty("stdout.encoding", Charset.defaultCharset().name());
    return CommandLine.Help.Ansi.AUTO.enabled() && encoding.equals(StandardCharsets.UTF_8.name());
  }
}
