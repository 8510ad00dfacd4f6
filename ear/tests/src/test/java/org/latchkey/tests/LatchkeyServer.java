package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.latchkey.client.Endpoint;
import software.amazon.awssdk.regions.Region;

/**
 * A server as a process of its own, {@code java -jar latchkey.jar serve}, with a data folder, ports
 * and a database that nobody else uses. Data folder, ports and database stay the same when it is
 * started again.
 *
 * <p>Its folder is kept when it is closed, under {@code target/servers}, for whoever has to find
 * out why a test failed.
 */
public final class LatchkeyServer implements AutoCloseable {
  /** The account that the first start makes. */
  public static final String ACCOUNT_ID = "123456789012";

  /** The access key of that account's root user. */
  public static final String ACCESS_KEY_ID = "AKIAROOTOFTHETESTS00";

  /** Its secret. */
  public static final String SECRET_ACCESS_KEY = "root/secret+of/the/tests0123456789ABCDEF";

  /** The console's password of the user {@code root}. */
  public static final String ROOT_PASSWORD = "the tests' root password";

  /** The Region of the tests' server. */
  public static final String REGION = "us-east-1";

  /** Regions that the console offers and that no test names. */
  private static final List<Region> SPARE_REGIONS =
      Stream.of(
              "af-south-1",
              "ap-east-1",
              "ap-northeast-1",
              "ap-northeast-2",
              "ap-northeast-3",
              "ap-south-2",
              "ap-southeast-1",
              "ap-southeast-2",
              "ap-southeast-4",
              "ca-central-1",
              "ca-west-1",
              "eu-central-2",
              "eu-south-1",
              "eu-south-2",
              "il-central-1",
              "me-central-1",
              "me-south-1",
              "mx-central-1",
              "sa-east-1",
              "us-west-1")
          .map(Region::of)
          .toList();

  private static final long START_MINUTES = 10;
  private static final long STOP_MINUTES = 2;
  private static final AtomicInteger COUNT = new AtomicInteger();

  /** Processes that test at the same time have ids close to each other. */
  private static final int PROCESSES = 32;

  private static final int PORTS_OF_PROCESS = 500;
  private static final int FIRST_PORT =
      15_000 + (int) (ProcessHandle.current().pid() % PROCESSES) * PORTS_OF_PROCESS;
  private static final AtomicInteger NEXT_PORT = new AtomicInteger();

  private final Path folder;
  private final Map<String, String> environment;
  private final AtomicInteger usedRegions = new AtomicInteger();
  private @Nullable Process process;

  private LatchkeyServer(Path folder, Map<String, String> environment) {
    this.folder = folder;
    this.environment = environment;
    Runtime.getRuntime().addShutdownHook(new Thread(this::destroy, "end of " + folder));
  }

  /** Leaves no process behind, however the tests end. */
  private void destroy() {
    if (process != null) {
      process.destroyForcibly();
    }
  }

  /** A server that is not started yet, for tests that need one of their own. */
  public static LatchkeyServer configure() {
    Path folder =
        Path.of(
            System.getProperty("latchkey.test.folder"),
            Database.current().name().toLowerCase(Locale.ROOT) + "-" + COUNT.incrementAndGet());
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("LATCHKEY_DATA", folder.resolve("data").toString());
    environment.put("LATCHKEY_HTTP_PORT", Integer.toString(freePort()));
    environment.put("LATCHKEY_HTTPS_PORT", Integer.toString(freePort()));
    environment.put("LATCHKEY_BROKER_PORT", Integer.toString(freePort()));
    environment.put("LATCHKEY_REGION", REGION);
    environment.put("LATCHKEY_ACCOUNT_ID", ACCOUNT_ID);
    environment.put("LATCHKEY_ROOT_ACCESS_KEY_ID", ACCESS_KEY_ID);
    environment.put("LATCHKEY_ROOT_SECRET_ACCESS_KEY", SECRET_ACCESS_KEY);
    environment.put("LATCHKEY_ROOT_PASSWORD", ROOT_PASSWORD);
    environment.put("LATCHKEY_WEBHOOK_INNER", "true");
    environment.put("LATCHKEY_IDENTITY_PROVIDER_INNER", "true");
    environment.putAll(Database.current().create());
    try {
      DeletedTree.delete(folder);
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new LatchkeyServer(folder, environment);
  }

  /**
   * Another node on this server's database, with the same root key; not started yet. Only where the
   * database is a server of its own.
   */
  public LatchkeyServer anotherNode() {
    Path other = folder.resolveSibling(folder.getFileName() + "-node-" + COUNT.incrementAndGet());
    Map<String, String> same = new LinkedHashMap<>(environment);
    same.put("LATCHKEY_DATA", other.resolve("data").toString());
    same.put("LATCHKEY_HTTP_PORT", Integer.toString(freePort()));
    same.put("LATCHKEY_HTTPS_PORT", Integer.toString(freePort()));
    same.put("LATCHKEY_BROKER_PORT", Integer.toString(freePort()));
    try {
      DeletedTree.delete(other);
      Files.createDirectories(other.resolve("data"));
      for (String file : List.of("root-key.bcfks", "root-key.bcfks.passphrase")) {
        Files.copy(
            data().resolve(file),
            other.resolve("data").resolve(file),
            StandardCopyOption.COPY_ATTRIBUTES);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new LatchkeyServer(other, same);
  }

  /** Sets a variable, in place of what is usual here; before the start. */
  public LatchkeyServer with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** Unsets the variables with this beginning; before it is started again. */
  LatchkeyServer without(String prefix) {
    environment.keySet().removeIf(variable -> variable.startsWith(prefix));
    return this;
  }

  /** Starts the server, and returns when it is ready. */
  public LatchkeyServer start() {
    CompletableFuture<Boolean> ready = new CompletableFuture<>();
    try {
      Process started =
          LatchkeyCommand.process(environment, "serve")
              .redirectError(ProcessBuilder.Redirect.appendTo(err().toFile()))
              .start();
      process = started;
      Thread reader = new Thread(() -> readOutput(started, ready), "output of " + folder);
      reader.setDaemon(true);
      reader.start();
      boolean isReady = ready.get(START_MINUTES, TimeUnit.MINUTES);
      assertThat(isReady).as("the server started:%n%s%s", output(), errors()).isTrue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      kill9();
      throw new IllegalStateException("The server did not start: " + errors(), e);
    }
    assertThat(status("/health/ready")).isEqualTo(200);
    return this;
  }

  private void readOutput(Process started, CompletableFuture<Boolean> ready) {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8))) {
      String line = reader.readLine();
      while (line != null) {
        Files.writeString(out(), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        if (line.startsWith("Latchkey is ready")) {
          ready.complete(true);
        }
        line = reader.readLine();
      }
      ready.complete(false);
    } catch (IOException e) {
      ready.completeExceptionally(e);
    }
  }

  /** Kills the process, which gets no chance to do anything. */
  public void kill9() {
    Process running = running();
    running.destroyForcibly();
    running.onExit().join();
  }

  /**
   * Asks the process to end, as {@code kill} does.
   *
   * @return its exit status
   */
  public int stop() {
    Process running = running();
    running.destroy();
    try {
      boolean ended = running.waitFor(STOP_MINUTES, TimeUnit.MINUTES);
      if (!ended) {
        running.destroyForcibly();
      }
      assertThat(ended).as("the server ended when asked to").isTrue();
      return running.exitValue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Starts it again, after it was killed or stopped. */
  public LatchkeyServer restart() {
    assertThat(isAlive()).as("the server still runs").isFalse();
    return start();
  }

  /** Runs a server that should refuse to start, with all that is set here, to its end. */
  LatchkeyCommand.Result refuse() {
    assertThat(isAlive()).as("the server still runs").isFalse();
    return LatchkeyCommand.run(environment, "serve");
  }

  /** Whether the process is there. */
  public boolean isAlive() {
    return process != null && process.isAlive();
  }

  private Process running() {
    if (process == null) {
      throw new IllegalStateException("The server was not started");
    }
    return process;
  }

  /** A Region where nothing has been made, and where no other test makes anything. */
  Region unusedRegion() {
    return SPARE_REGIONS.get(usedRegions.getAndIncrement());
  }

  /** Whether plain HTTP is answered. */
  boolean answersHttp() {
    return !environment.containsKey("LATCHKEY_NO_HTTP");
  }

  /** Where plain HTTP is answered. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + environment.get("LATCHKEY_HTTP_PORT"));
  }

  /** Where HTTPS is answered. */
  public URI httpsEndpoint() {
    return URI.create("https://127.0.0.1:" + environment.get("LATCHKEY_HTTPS_PORT"));
  }

  /** The broker's URL, for Artemis's clients. */
  public String broker() {
    return "tcp://127.0.0.1:" + brokerPort();
  }

  /** The port of the embedded broker. */
  int brokerPort() {
    return Integer.parseInt(environment.get("LATCHKEY_BROKER_PORT"));
  }

  /** The data folder. */
  public Path data() {
    return folder.resolve("data");
  }

  /** The server's database, past the server. H2's can be had only while the server does not run. */
  public Connection database() throws SQLException {
    String postgresql = environment.get("LATCHKEY_DB_URL");
    return postgresql == null
        ? DriverManager.getConnection(
            "jdbc:h2:file:" + data().resolve("database").resolve("latchkey"), "latchkey", "")
        : DriverManager.getConnection(postgresql, environment.get("LATCHKEY_DB_USER"), "");
  }

  /**
   * Has rows changed past the server, as no operation changes them: a date is reached, say. A
   * server on H2 is stopped for it and started again; one on PostgreSQL runs on, and has forgotten
   * what it knew of any row when this returns.
   */
  void edit(Runnable change) {
    if (environment.containsKey("LATCHKEY_DB_URL")) {
      change.run();
      forgetCaches();
    } else {
      if (isAlive()) {
        stop();
      }
      change.run();
      restart();
    }
  }

  /** Leaves a gap in the log of changes, at which every node drops all that it keeps. */
  private void forgetCaches() {
    try (Connection database = database();
        Statement statement = database.createStatement()) {
      statement.execute("update change_sequence set revision = revision + 1");
      Await.until("every node has read the log up to there", () -> nodesBehind(statement) == 0);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int nodesBehind(Statement statement) {
    try (ResultSet row =
        statement.executeQuery(
            "select count(*) from cache_node where expires_at > current_timestamp"
                + " and seen < (select revision from change_sequence)")) {
      row.next();
      return row.getInt(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The certificate that HTTPS shows, as PEM. */
  public Path certificate() {
    return data().resolve("tls").resolve("server.pem");
  }

  /** What it printed on standard output, over all its starts. */
  public String output() {
    return read(out());
  }

  /** What it printed on standard error, over all its starts. */
  public String errors() {
    return read(err());
  }

  /** Its log. */
  public String log() {
    try (Stream<Path> files = Files.list(data().resolve("logs"))) {
      StringBuilder log = new StringBuilder();
      files
          .filter(file -> file.toString().endsWith(".log"))
          .sorted()
          .forEach(file -> log.append(read(file)));
      return log.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The HTTP status with which a GET of this path is answered. */
  public int status(String path) {
    return get(path).statusCode();
  }

  /** The answer to a GET of this path. */
  public HttpResponse<String> get(String path) {
    try {
      return httpClient()
          .send(
              HttpRequest.newBuilder(RootUser.endpoint(this).uri().resolve(path)).build(),
              HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private HttpClient httpClient() throws GeneralSecurityException {
    X509Certificate trusted = RootUser.endpoint(this).trusted();
    if (trusted == null) {
      return HttpClient.newHttpClient();
    }
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, Endpoint.trustManagers(trusted), null);
    return HttpClient.newBuilder().sslContext(tls).build();
  }

  /** Ends the process, without the time that an orderly stop takes. */
  @Override
  public void close() {
    if (isAlive()) {
      kill9();
    }
  }

  private Path out() {
    return folder.resolve("stdout");
  }

  private Path err() {
    return folder.resolve("stderr");
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A TCP port of the loopback address that is free at this moment, and stays so until somebody
   * asks for it by its number: below those that the system gives to connections, and of this
   * process's own.
   */
  public static int freePort() {
    for (int attempt = 0; attempt < PORTS_OF_PROCESS; attempt++) {
      int port = FIRST_PORT + Math.floorMod(NEXT_PORT.getAndIncrement(), PORTS_OF_PROCESS);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException taken) {
        // the next one may be free
      }
    }
    throw new IllegalStateException("None of " + PORTS_OF_PROCESS + " ports is free");
  }
}
