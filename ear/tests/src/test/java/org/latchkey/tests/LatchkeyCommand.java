package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs {@code java -jar latchkey.jar ...} as a user does. */
public final class LatchkeyCommand {
  private static final long TIMEOUT_MINUTES = 10;

  /**
   * Keeps a short-lived server from compiling and collecting for a long life, and from checking
   * twenty thousand classes that the compiler has just written or that others run every day. With
   * one compiler alone the JVM would reserve 48 MB for its code, which a few minutes of traffic
   * fill.
   */
  private static final List<String> JVM =
      List.of(
          "-XX:TieredStopAtLevel=1",
          "-XX:ReservedCodeCacheSize=240m",
          "-XX:+UseSerialGC",
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:-BytecodeVerificationRemote",
          "-XX:MetaspaceSize=256m",
          "-Xms400m",
          "-Xmn200m",
          "-Xmx1g");

  private LatchkeyCommand() {}

  /**
   * What a command left behind.
   *
   * @param status its exit status
   * @param out its standard output
   * @param err its standard error
   */
  public record Result(int status, String out, String err) {}

  /**
   * Runs a command to its end.
   *
   * @param environment variables for it; it sees no others that begin with {@code LATCHKEY_}
   */
  public static Result run(Map<String, String> environment, String... arguments) {
    try {
      Path out = Files.createTempFile("latchkey", ".out");
      Path err = Files.createTempFile("latchkey", ".err");
      Process process =
          process(environment, arguments)
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      boolean ended = process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES);
      if (!ended) {
        process.destroyForcibly().waitFor();
      }
      Result result = new Result(process.exitValue(), Files.readString(out), Files.readString(err));
      Files.delete(out);
      Files.delete(err);
      assertThat(ended).as("the command ended: %s", result).isTrue();
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A command that is ready to be started. */
  static ProcessBuilder process(Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM);
    command.add("-jar");
    command.add(jar().getPath());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("LATCHKEY_"));
    builder.environment().putAll(environment);
    return builder;
  }

  private static File jar() {
    return new File(System.getProperty("latchkey.jar"));
  }
}
