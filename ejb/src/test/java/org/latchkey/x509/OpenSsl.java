package org.latchkey.x509;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The {@code openssl} command, as whoever receives our files would run it. */
final class OpenSsl {

  private static final long TIMEOUT_SECONDS = 30;

  private final Path directory;

  private OpenSsl(Path directory) {
    this.directory = directory;
  }

  /** Skips the test where there is no openssl, and says what to install. */
  static OpenSsl in(Path directory) {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      if (Files.isExecutable(Path.of(folder, "openssl"))) {
        return new OpenSsl(directory);
      }
    }
    return abort("skipped: openssl is not on the PATH; install the package openssl");
  }

  Path file(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }

  Path file(String name, byte[] content) throws IOException {
    return Files.write(directory.resolve(name), content);
  }

  /** Runs to a good end and returns what was written to stdout and stderr. */
  String run(String... arguments) throws IOException, InterruptedException {
    Result result = attempt(arguments);
    assertThat(result.status()).as(result.output()).isZero();
    return result.output();
  }

  record Result(int status, String output) {}

  Result attempt(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
    return new Result(process.exitValue(), output);
  }
}
