package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The {@code aws} command line, as the root user of a server's account. */
final class AwsCommand {
  private static final long TIMEOUT_MINUTES = 3;

  private final LatchkeyServer server;
  private final Path folder;

  /** What a call came to. */
  record Result(int status, String out, String err) {}

  /**
   * The command line against a server.
   *
   * @param folder where what it prints is kept
   */
  AwsCommand(LatchkeyServer server, Path folder) {
    this.server = server;
    this.folder = folder;
  }

  /** What a call prints, of which a JMESPath query selects a part. */
  String text(String query, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--output", "text", "--query", query));
    Result result = run(all.toArray(String[]::new));
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
    return result.out().strip();
  }

  /** Runs a call to its end. */
  Result run(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(Tool.AWS.command(), "--endpoint-url", server.endpoint().toString()));
    command.addAll(List.of(arguments));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    builder.environment().put("AWS_CONFIG_FILE", folder.resolve("none").toString());
    builder.environment().put("AWS_SHARED_CREDENTIALS_FILE", folder.resolve("none").toString());
    builder.environment().put("AWS_ACCESS_KEY_ID", LatchkeyServer.ACCESS_KEY_ID);
    builder.environment().put("AWS_SECRET_ACCESS_KEY", LatchkeyServer.SECRET_ACCESS_KEY);
    builder.environment().put("AWS_DEFAULT_REGION", LatchkeyServer.REGION);
    try {
      Process process = builder.start();
      boolean ended = process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES);
      if (!ended) {
        process.destroyForcibly().waitFor();
      }
      assertThat(ended).as("%s ended", command).isTrue();
      return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
