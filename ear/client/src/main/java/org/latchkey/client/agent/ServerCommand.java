package org.latchkey.client.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A command of the operator's, which the shell runs. */
final class ServerCommand {
  private static final long SECONDS = 60;
  private static final int MOST_SHOWN = 2_000;

  private final @Nullable String line;

  /** A command; null for one that does nothing and always works. */
  ServerCommand(@Nullable String line) {
    this.line = line;
  }

  /**
   * Runs it.
   *
   * @throws Refused where its exit status is not 0, or it takes longer than a minute
   */
  void run() throws Refused {
    if (line == null) {
      return;
    }
    try {
      Path output = Files.createTempFile("latchkey-agent", ".out");
      try {
        Process process =
            new ProcessBuilder("/bin/sh", "-c", line)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new Refused(line + " took longer than " + SECONDS + " s");
        }
        if (process.exitValue() != 0) {
          throw new Refused(line + " said: " + shown(output));
        }
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      throw new Refused(line + " cannot be run: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refused(line + " was interrupted");
    }
  }

  private static String shown(Path output) throws IOException {
    String text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8).strip();
    return text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) : text;
  }

  /** The server does not want it. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    Refused(String why) {
      super(why);
    }
  }
}
