package org.latchkey.launcher;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Starts a server and shows the private-key flow through its public interfaces.
 *
 * <p>The flow itself is the client's part: {@link ClientJars} runs it apart from the server's
 * classes. It is told where the server is by the arguments that {@link #arguments} lists.
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
  @Option(names = "--exit", description = "Stop the server and exit once the flow was shown.")
  private boolean exit;

  @Mixin private final ServerOptions options = new ServerOptions();

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path temporary = options.data == null ? Files.createTempDirectory("latchkey-demo-") : null;
    fillIn(temporary);
    Configuration configuration = Configuration.of(options);
    PrintWriter out = spec.commandLine().getOut();
    Server server = Server.start(configuration, new Notice(out));
    new Notice(out).accept("Latchkey is ready: " + server.addresses());
    int status =
        ClientJars.extract(server.emptyFolder("client"))
            .run(arguments(configuration, server).toArray(String[]::new));
    if (status == CommandLine.ExitCode.OK && !exit) {
      new CountDownLatch(1).await();
    }
    server.stop();
    if (temporary != null) {
      DataFolder.deleteTree(temporary);
    }
    return status;
  }

  private void fillIn(@Nullable Path temporary) {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    if (temporary != null) {
      options.data = temporary;
    }
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
      RootCredentials credentials = RootCredentials.generate();
      options.rootAccessKeyId = credentials.accessKeyId();
      options.rootSecretAccessKey = credentials.secretAccessKey();
    }
    if (options.rootPassword == null && options.rootPasswordFile == null) {
      options.rootPassword = RootCredentials.generatePassword();
    }
  }

  /**
   * What the client is told, each as a flag followed by its value: {@code --endpoint}, {@code
   * --https-endpoint}, {@code --certificate} (the PEM file of the certificate that HTTPS shows),
   * {@code --broker} (its URL), {@code --region}, {@code --account-id}, {@code --access-key-id},
   * {@code --secret-access-key} and {@code --root-password} of the root user, {@code --data} (the
   * data folder), {@code --jars} (a folder with the client's jars, for processes of its own); and
   * {@code --exit} alone, where given.
   */
  private List<String> arguments(Configuration configuration, Server server) {
    List<String> arguments = new ArrayList<>();
    add(arguments, "--endpoint", server.endpoint().toString());
    add(arguments, "--https-endpoint", server.httpsEndpoint().toString());
    add(arguments, "--certificate", server.certificate().toString());
    add(arguments, "--broker", server.broker());
    for (String name : new String[] {"region", "account-id", "root-password", "data"}) {
      add(arguments, "--" + name, configuration.setting(name));
    }
    add(arguments, "--access-key-id", configuration.setting("root-access-key-id"));
    add(arguments, "--secret-access-key", configuration.setting("root-secret-access-key"));
    add(arguments, "--jars", configuration.data().resolve("client").toString());
    if (exit) {
      arguments.add("--exit");
    }
    return arguments;
  }

  private static void add(List<String> arguments, String flag, @Nullable String value) {
    if (value != null) {
      arguments.add(flag);
      arguments.add(value);
    }
  }
}
