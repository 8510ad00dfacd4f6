package org.latchkey.launcher;

import fish.payara.micro.ClusterCommandResult;
import fish.payara.micro.boot.AdminCommandRunner;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Payara's domain, set up by administration commands before it starts. */
final class DomainSetup {
  private static final String CONFIG = "configs.config.server-config.";
  private static final List<String> HTTP_LISTENERS = List.of("http-listener", "https-listener");
  private static final String LISTENER =
      CONFIG + "network-config.network-listeners.network-listener.";
  private static final String PROTOCOL = CONFIG + "network-config.protocols.protocol.";
  private static final String POOL = "latchkey-pool";
  private static final String DATASOURCE = "jdbc/latchkey";
  private static final String POOL_PROPERTY = Configuration.PREFIX + "pool-";

  /**
   * H2's file database. WRITE_DELAY=0: a commit is on disk when it returns. LOCK_TIMEOUT: in
   * milliseconds; those that wait for each other are told at once. Its own shutdown hook is off, as
   * it would close the database under the application that is still stopping.
   */
  private static final String H2_URL =
      "jdbc:h2:file:%s;WRITE_DELAY=0;LOCK_TIMEOUT=30000;DB_CLOSE_ON_EXIT=FALSE";

  private final Configuration configuration;
  private final DataFolder data;
  private @Nullable AdminCommandRunner runner;

  DomainSetup(Configuration configuration, DataFolder data) {
    this.configuration = configuration;
    this.data = data;
  }

  /** Sets the domain up that takes these commands. */
  void apply(AdminCommandRunner commands) {
    runner = commands;
    listeners();
    set(CONFIG + "phone-home-runtime-configuration.enabled", "false");
    // Every module has its beans.xml; without this each library would be searched for beans, twice.
    set(CONFIG + "cdi-service.enable-implicit-cdi", "false");
    set(CONFIG + "availability-service.availability-enabled", "false");
    set(CONFIG + "transaction-service.tx-log-dir", data.folder("transactions").toString());
    database();
    set(CONFIG + "batch-runtime-configuration.data-source-lookup-name", DATASOURCE);
  }

  /** Has nobody listened to any more, while the domain runs. */
  void closeListeners() {
    HTTP_LISTENERS.forEach(listener -> set(LISTENER + listener + ".enabled", "false"));
  }

  private void listeners() {
    InetAddress bind = configuration.bind();
    for (String listener : HTTP_LISTENERS) {
      set(LISTENER + listener + ".address", bind.getHostAddress());
      set(PROTOCOL + listener + ".http.server-header", "false");
    }
    if (configuration.httpPort() == null) {
      set(LISTENER + "http-listener.enabled", "false");
    }
    String ssl = PROTOCOL + "https-listener.ssl.";
    set(ssl + "tls12-enabled", "true");
    set(ssl + "tls13-enabled", "true");
  }

  /**
   * The pool's connection settings are references to system properties, so that a password is not
   * written into the domain's file.
   */
  private void database() {
    String url = configuration.setting("db-url");
    boolean embedded = url == null;
    publish("url", embedded ? H2_URL.formatted(data.folder("database").resolve("latchkey")) : url);
    publish("user", embedded ? "latchkey" : configuration.setting("db-user"));
    publish("password", embedded ? "" : configuration.setting("db-password"));
    run(
        "create-jdbc-connection-pool",
        "--datasourceclassname="
            + (embedded ? "org.h2.jdbcx.JdbcDataSource" : "org.postgresql.ds.PGSimpleDataSource"),
        "--restype=javax.sql.DataSource",
        "--steadypoolsize=4",
        "--maxpoolsize=64",
        "--isconnectvalidatereq=true",
        "--validationmethod=custom-validation",
        "--validationclassname=org.glassfish.api.jdbc.validation.JDBC40ConnectionValidation",
        "--property=url="
            + reference("url")
            + ":user="
            + reference("user")
            + ":password="
            + reference("password"),
        POOL);
    run("create-jdbc-resource", "--connectionpoolid=" + POOL, DATASOURCE);
  }

  private static void publish(String name, @Nullable String value) {
    System.setProperty(POOL_PROPERTY + name, value == null ? "" : value);
  }

  private static String reference(String name) {
    return "${" + POOL_PROPERTY + name + "}";
  }

  private void set(String path, String value) {
    run("set", path + "=" + value);
  }

  private void run(String command, String... arguments) {
    ClusterCommandResult result = Objects.requireNonNull(runner).run(command, arguments);
    if (result.getExitStatus() == ClusterCommandResult.ExitStatus.FAILURE) {
      throw new IllegalStateException(
          command + " " + String.join(" ", arguments) + ": " + result.getOutput());
    }
  }
}
