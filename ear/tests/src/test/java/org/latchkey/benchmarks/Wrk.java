package org.latchkey.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One run of {@code wrk} over a file of requests. */
final class Wrk {

  private static final int THREADS = 2;

  /** How many requests are under way at once. */
  static final int CONNECTIONS = 32;

  private static final Pattern RATE = Pattern.compile("Requests/sec: +([0-9.]+)");

  private Wrk() {}

  /**
   * Sends the requests of a file, each of which is one line of {@link Requests}, again and again.
   *
   * @param connections how many of them at once
   * @return answers a second
   * @throws IllegalStateException where any was not answered with status 200
   */
  static double run(URI target, Path script, Path requests, int connections, Duration time)
      throws IOException {
    Process process =
        new ProcessBuilder(
                "wrk",
                "--threads",
                Integer.toString(THREADS),
                "--connections",
                Integer.toString(connections),
                "--duration",
                time.toSeconds() + "s",
                "--timeout",
                "30s",
                "--script",
                script.toString(),
                target.toString(),
                requests.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Matcher rate = RATE.matcher(output);
    if (output.contains("Non-2xx") || output.contains("Socket errors") || !rate.find()) {
      throw new IllegalStateException("Not every request was answered:\n" + output);
    }
    return Double.parseDouble(rate.group(1));
  }
}
