package org.latchkey.benchmarks;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.latchkey.tests.container.ShippedArchive;

/**
 * The server as it is shipped, with the no-op servlet beside it, on the JVM's own defaults and on
 * the embedded database.
 */
final class BenchmarkServer implements AutoCloseable {

  /** The root user's access key. */
  static final String ACCESS_KEY_ID = "AKIABENCHMARKS000000";

  /** Its secret. */
  static final String SECRET_ACCESS_KEY = "of/the+benchmarks/0123456789ABCDEFabcdef";

  private static final Pattern HTTP_PORT = Pattern.compile("\"HTTP Port\\(s\\)\": \"([0-9]+)\"");

  private final Process process;
  private final BufferedReader output;
  private final URI endpoint;

  private BenchmarkServer(Process process, BufferedReader output, URI endpoint) {
    this.process = process;
    this.output = output;
    this.endpoint = endpoint;
  }

  /** Starts it in a folder of its own, which must be new. */
  static BenchmarkServer start(Path folder) throws IOException {
    File archive = folder.resolve("latchkey.ear").toFile();
    ShippedArchive.with("noop", NoOpServlet.class).as(ZipExporter.class).exportTo(archive);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dcontainer.data=" + folder.resolve("data"),
                "-Dcontainer.root-access-key-id=" + ACCESS_KEY_ID,
                "-Dcontainer.root-secret-access-key=" + SECRET_ACCESS_KEY,
                "-jar",
                System.getProperty("container.jar"),
                "--deploy",
                archive.getPath())
            .redirectError(folder.resolve("stderr").toFile())
            .start();
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    Matcher port = HTTP_PORT.matcher("");
    String line = output.readLine();
    while (line != null && !port.reset(line).find()) {
      line = output.readLine();
    }
    if (line == null) {
      throw new IOException("The server does not start, see " + folder);
    }
    return new BenchmarkServer(process, output, URI.create("http://127.0.0.1:" + port.group(1)));
  }

  URI endpoint() {
    return endpoint;
  }

  /** Where the no-op servlet answers. */
  URI noOp() {
    return endpoint.resolve("/noop/reply");
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    process.onExit().join();
    output.close();
  }
}
