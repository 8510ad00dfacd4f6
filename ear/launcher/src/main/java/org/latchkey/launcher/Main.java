package org.latchkey.launcher;

import java.io.PrintWriter;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.Charset;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IVersionProvider;

/** The command line's entry. */
@Command(
    name = "latchkey",
    description = "A certificate manager and key management service that you run yourself.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = {Serve.class, Demo.class, Agent.class, Audit.class, Main.VersionCommand.class})
public final class Main implements Callable<Integer> {
  private static final Logger LOG = System.getLogger(Main.class.getName());

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  private Main() {}

  /** Runs a command and ends the process with its exit status. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  /**
   * Runs a command.
   *
   * @return the exit status: 0 for success, 1 where the server or the demo failed, 2 where the
   *     command line or the configuration is wrong
   */
  static int run(String... args) {
    CommandLine line = new CommandLine(new Main());
    // The terminal's streams: the server sends those of the process to its log.
    line.setOut(new PrintWriter(System.out, true, Charset.defaultCharset()));
    line.setErr(new PrintWriter(System.err, true, Charset.defaultCharset()));
    line.setDefaultValueProvider(new EnvironmentDefaults(System.getenv()));
    line.setParameterExceptionHandler(
        (exception, arguments) -> complain(exception.getCommandLine(), exception.getMessage()));
    line.setExecutionExceptionHandler(
        (exception, command, result) -> {
          if (exception instanceof ConfigurationException) {
            return complain(command, exception.getMessage());
          }
          if (!(exception instanceof StartException)) {
            LOG.log(Level.ERROR, "Unexpected failure", exception);
          }
          command.getErr().println("latchkey: " + exception.getMessage());
          return ExitCode.SOFTWARE;
        });
    return line.execute(args);
  }

  private static int complain(CommandLine command, @Nullable String sentence) {
    PrintWriter err = command.getErr();
    err.println("latchkey: " + sentence);
    return ExitCode.USAGE;
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.USAGE;
  }

  /** Prints the version. */
  @Command(
      name = "version",
      description = "Prints the version of Latchkey and of the Java runtime.",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class)
  static final class VersionCommand implements Callable<Integer> {
    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
      spec.commandLine().printVersionHelp(spec.commandLine().getOut());
      return ExitCode.OK;
    }
  }

  /** The version as built. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {
        "latchkey " + Build.version(), "java " + System.getProperty("java.runtime.version")
      };
    }
  }
}
