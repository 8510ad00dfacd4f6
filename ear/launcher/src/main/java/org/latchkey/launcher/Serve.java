package org.latchkey.launcher;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs the server until the process is asked to end. */
@Command(
    name = "serve",
    description = "Runs the server until it is asked to end (SIGTERM, Ctrl-C).",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false,
    footer = {
      "",
      "Each option --x-y is also read from the variable LATCHKEY_X_Y; the option wins.",
      "The value of an option is visible in the process list: give a secret by its variable or by",
      "its file. The data folder keeps everything, and is made readable by its owner alone."
    })
final class Serve implements Callable<Integer> {
  @Mixin private final ServerOptions options = new ServerOptions();

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    Server server = Server.start(Configuration.of(options), new Notice(out));
    StopSignals.before(server::drain);
    new Notice(out).accept("Latchkey is ready: " + server.addresses());
    new CountDownLatch(1).await();
    return CommandLine.ExitCode.OK;
  }
}
