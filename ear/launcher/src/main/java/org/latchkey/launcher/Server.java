package org.latchkey.launcher;

import fish.payara.micro.BootstrapException;
import fish.payara.micro.PayaraMicro;
import fish.payara.micro.PayaraMicroRuntime;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A running server in this process: Payara Micro with the enterprise archive.
 *
 * <p>There is one in a process, once. It stops when the process is asked to end, or by {@link
 * #stop}: the application is undeployed, the broker's journal and the database are closed.
 */
final class Server {
  private static final String APPLICATION = "latchkey";
  private static final String ARCHIVE = "/LATCHKEY-INF/latchkey.ear";
  private static final String LOGGING = "logging.properties";
  private static final Duration DRAINING = Duration.ofSeconds(6);
  private static final long LEAVING_MILLIS = 200;
  private static final Logger LOG = Logger.getLogger(Server.class.getName());

  private final Configuration configuration;
  private final DataFolder data;
  private final ServerCertificate.Keystore keystore;
  private final DomainSetup domain;
  private final PayaraMicroRuntime runtime;
  private final Lock allRequests;

  private Server(
      Configuration configuration,
      DataFolder data,
      ServerCertificate.Keystore keystore,
      DomainSetup domain,
      PayaraMicroRuntime runtime,
      Lock allRequests) {
    this.configuration = configuration;
    this.data = data;
    this.keystore = keystore;
    this.domain = domain;
    this.runtime = runtime;
    this.allRequests = allRequests;
  }

  /**
   * Starts the server; returns when the application is deployed and its listeners take requests.
   *
   * @param notice takes what the application has to say once, such as generated credentials
   * @throws ConfigurationException where the data folder or a port cannot be used
   * @throws StartException where the application does not start
   */
  static Server start(Configuration configuration, Consumer<String> notice) {
    return start(configuration, notice, Server.class.getResource(ARCHIVE));
  }

  /** Starts the server with another enterprise archive than the one in the runnable jar. */
  static Server start(Configuration configuration, Consumer<String> notice, @Nullable URL archive) {
    DataFolder data = DataFolder.open(configuration.data());
    requireFreePorts(configuration);
    StartProblem problem = new StartProblem();
    ReadWriteLock requests = new ReentrantReadWriteLock(true);
    try {
      ServerCertificate.Keystore keystore =
          new ServerCertificate(data.folder("tls"), Clock.systemUTC())
              .keystoreFor(configuration.bind());
      publish(configuration, keystore, notice, problem, requests);
      Path runtimeFolder = data.emptyFolder("runtime");
      prepareLogging(data, runtimeFolder);
      LogOutput.redirect();
      DomainSetup domain = new DomainSetup(configuration, data);
      PayaraMicroRuntime runtime = boot(configuration, domain, runtimeFolder);
      deploy(runtime, archive, runtimeFolder, problem);
      StandardErrorHandler.release();
      return new Server(configuration, data, keystore, domain, runtime, requests.writeLock());
    } catch (IOException | BootstrapException e) {
      throw new StartException("The server does not start: " + e.getMessage(), e);
    }
  }

  /** Where clients reach the server: plain HTTP where that is on, otherwise HTTPS. */
  URI endpoint() {
    Integer port = configuration.httpPort();
    return port == null ? httpsEndpoint() : uri("http", port);
  }

  /** Where clients reach the server by HTTPS. */
  URI httpsEndpoint() {
    return uri("https", configuration.httpsPort());
  }

  /** All the addresses that answer HTTP requests, for the user to read. */
  String addresses() {
    URI https = httpsEndpoint();
    return endpoint().equals(https) ? https.toString() : endpoint() + " " + https;
  }

  /** Where clients reach the broker: the embedded one, or the user's own. */
  String broker() {
    String outside = configuration.setting("broker-url");
    return outside == null ? "tcp://" + host() + ":" + configuration.brokerPort() : outside;
  }

  /** The certificate that the server shows, as a PEM file. */
  Path certificate() {
    return keystore.certificate();
  }

  /** A folder for files of this run, emptied. */
  Path emptyFolder(String name) {
    return data.emptyFolder(name);
  }

  /**
   * Ends what the server does for others: requests under way are answered, for some seconds, all
   * others refused, and then nobody is listened to any more.
   */
  void drain() {
    try {
      // goes on waiting for what takes longer: as long as somebody waits, nothing new begins
      Thread waiting = new Thread(allRequests::lock, "latchkey-drain");
      waiting.setDaemon(true);
      waiting.start();
      waiting.join(DRAINING.toMillis());
      if (waiting.isAlive()) {
        LOG.warning("Requests that are still under way are broken off");
      }
      // the container sends an answer when the application is done with it
      TimeUnit.MILLISECONDS.sleep(LEAVING_MILLIS);
      domain.closeListeners();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } catch (IllegalStateException refused) {
      LOG.log(Level.INFO, "The listeners are closed with the rest of the server", refused);
    }
  }

  /** Stops the server and gives the data folder back. */
  void stop() {
    drain();
    try {
      runtime.shutdown();
    } catch (BootstrapException e) {
      throw new IllegalStateException("The server does not stop cleanly", e);
    } finally {
      data.close();
    }
  }

  private URI uri(String scheme, int port) {
    return URI.create(scheme + "://" + host() + ":" + port);
  }

  private String host() {
    InetAddress bind = configuration.bind();
    String host = bind.isAnyLocalAddress() ? "localhost" : bind.getHostAddress();
    return host.contains(":") ? "[" + host + "]" : host;
  }

  private static void requireFreePorts(Configuration configuration) {
    requireFree("--http-port", configuration.bind(), configuration.httpPort());
    requireFree("--https-port", configuration.bind(), configuration.httpsPort());
    requireFree("--broker-port", configuration.bind(), configuration.brokerPort());
  }

  private static void requireFree(String flag, InetAddress address, @Nullable Integer port) {
    if (port != null && !Ports.isFree(address, port)) {
      throw new ConfigurationException(
          flag + ": port " + port + " of " + address.getHostAddress() + " is in use.");
    }
  }

  private static void publish(
      Configuration configuration,
      ServerCertificate.Keystore keystore,
      Consumer<String> notice,
      StartProblem problem,
      ReadWriteLock requests) {
    Properties properties = System.getProperties();
    configuration
        .settings()
        .forEach((name, value) -> properties.setProperty(Configuration.PREFIX + name, value));
    properties.put(Configuration.PREFIX + "notice", notice);
    properties.put(Configuration.PREFIX + "refusal", problem);
    properties.put(Configuration.PREFIX + "requests", requests);
    // HTTP validation asks an address that it has looked at, for a host's name.
    properties.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
    properties.setProperty("javax.net.ssl.keyStore", keystore.file().toString());
    properties.setProperty("javax.net.ssl.keyStorePassword", keystore.password());
    properties.setProperty("javax.net.ssl.keyStoreType", "PKCS12");
  }

  private static void prepareLogging(DataFolder data, Path runtimeFolder) throws IOException {
    Properties logging = new Properties();
    try (InputStream in = Server.class.getResourceAsStream(LOGGING)) {
      logging.load(in);
    }
    logging.setProperty(
        "java.util.logging.FileHandler.pattern", data.folder("logs") + "/latchkey.%g.log");
    Path file = runtimeFolder.resolve(LOGGING);
    try (OutputStream out = Files.newOutputStream(file)) {
      logging.store(out, null);
    }
    System.setProperty("java.util.logging.config.file", file.toString());
  }

  private static PayaraMicroRuntime boot(
      Configuration configuration, DomainSetup domain, Path runtimeFolder)
      throws BootstrapException {
    PayaraMicro.setUpackedJarDir(runtimeFolder.toFile());
    PayaraMicro micro = PayaraMicro.getInstance();
    micro.setRootDir(runtimeFolder.toFile());
    micro.setPrintLogo(false);
    micro.setNoHazelcast(true);
    micro.setSslPort(configuration.httpsPort());
    if (configuration.httpPort() != null) {
      micro.setHttpPort(configuration.httpPort());
    }
    micro.setPreBootHandler(domain::apply);
    return micro.bootStrap();
  }

  private static void deploy(
      PayaraMicroRuntime runtime, @Nullable URL archive, Path folder, StartProblem problem)
      throws IOException {
    if (archive == null) {
      throw new IOException("the enterprise archive is missing from the jar");
    }
    Path copy = folder.resolve(APPLICATION + ".ear");
    try (InputStream in = archive.openStream()) {
      Files.copy(in, copy);
    }
    runtime.deploy(copy.toFile());
    if (!runtime.getDeployedApplicationNames().contains(APPLICATION)) {
      throw new StartException(problem.sentence(), null);
    }
  }
}
