package org.latchkey.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The server's configuration, checked.
 *
 * @param data the data folder, absolute
 * @param bind the address to listen on
 * @param httpPort the port for plain HTTP, or null where it is switched off
 * @param httpsPort the port for HTTPS
 * @param brokerPort the embedded broker's port, or null where an outside broker is used
 * @param settings what the application reads, by the name of its system property
 */
record Configuration(
    Path data,
    InetAddress bind,
    @Nullable Integer httpPort,
    int httpsPort,
    @Nullable Integer brokerPort,
    Map<String, String> settings) {
  static final String PREFIX = "latchkey.";

  private static final int MAX_PORT = 65_535;
  private static final int MIN_PASSWORD = 8;
  private static final int MINUTES_OF_A_DAY = 1_440;
  private static final int SECONDS_OF_A_DAY = 86_400;
  private static final Pattern HOST_AND_PORT =
      Pattern.compile("[A-Za-z0-9._\\-\\[\\]:]{1,255}:[0-9]{1,5}");
  private static final int MAX_FILE_MEGABYTES = 4_096;
  private static final int HOURS_OF_A_YEAR = 8_760;
  private static final int DAYS_OF_A_YEAR = 365;
  private static final int MAX_RETENTION_DAYS = 36_500;
  private static final Pattern REGION = Pattern.compile("[a-z]{2,}(-[a-z]+)+-[0-9]+");
  private static final Pattern ACCOUNT_ID = Pattern.compile("[0-9]{12}");

  /** A host, a port where it is not the usual one, and a folder below which this server is. */
  private static final Pattern PUBLIC_URL =
      Pattern.compile(
          "https?://([A-Za-z0-9.-]{1,200}|\\[[0-9a-fA-F:.]{2,45}\\])(:[0-9]{1,5})?"
              + "(/[A-Za-z0-9._~-]{1,100}){0,5}/?");

  /** IAM's AccessKey: 16 to 128 word characters. */
  private static final Pattern ACCESS_KEY_ID = Pattern.compile("\\w{16,128}");

  private static final Pattern SECRET_ACCESS_KEY = Pattern.compile("[\\x21-\\x7e]{16,128}");

  /**
   * Checks what the user gave.
   *
   * @throws ConfigurationException with one sentence about the first value that cannot be used
   */
  static Configuration of(ServerOptions options) {
    Path data = data(options);
    InetAddress bind = bind(options.bind);
    boolean embeddedBroker = options.brokerUrl == null;
    Integer httpPort =
        options.noHttp
            ? null
            : port("--http-port", options.httpPort, ServerOptions.DEFAULT_HTTP_PORT);
    int httpsPort = port("--https-port", options.httpsPort, ServerOptions.DEFAULT_HTTPS_PORT);
    Integer brokerPort =
        embeddedBroker
            ? port("--broker-port", options.brokerPort, ServerOptions.DEFAULT_BROKER_PORT)
            : null;
    requireDistinct(httpPort, httpsPort, brokerPort);

    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("data", data.toString());
    settings.put("bind", bind.getHostAddress());
    settings.put("https-port", Integer.toString(httpsPort));
    if (httpPort != null) {
      settings.put("http-port", httpPort.toString());
    }
    if (brokerPort != null) {
      settings.put("broker-port", brokerPort.toString());
    }
    settings.put("region", matching("--region", options.region, REGION, "a Region's name"));
    settings.put("public-url", publicUrl(options.publicUrl, bind, httpPort, httpsPort));
    settings.put("job-interval-minutes", jobInterval(options.jobIntervalMinutes));
    putTimes(settings, options.times);
    settings.put("console-idle-seconds", consoleIdle(options.consoleIdleSeconds));
    putAudit(settings, options);
    putAuditSinks(settings, options);
    putDatabase(settings, options);
    putBroker(settings, options);
    putRoot(settings, options);
    ValidationSettings.put(settings, options);
    AcmeSettings.put(settings, options);
    MailSettings.put(settings, options.mail);
    if (options.cloudhsmClusters != null) {
      settings.put("cloudhsm-clusters", CloudHsmClustersFile.checked(options.cloudhsmClusters));
    }
    return new Configuration(data, bind, httpPort, httpsPort, brokerPort, Map.copyOf(settings));
  }

  /** The setting of this name, or null where it was not given. */
  @Nullable String setting(String name) {
    return settings.get(name);
  }

  /** Shows no settings, as some are secrets. */
  @Override
  public String toString() {
    return "Configuration[" + data + "]";
  }

  private static Path data(ServerOptions options) {
    Path data = options.data == null ? Path.of(ServerOptions.DEFAULT_DATA) : options.data;
    return data.toAbsolutePath().normalize();
  }

  private static InetAddress bind(String address) {
    InetAddress parsed;
    try {
      parsed = InetAddress.getByName(address);
    } catch (UnknownHostException e) {
      throw new ConfigurationException("--bind: '" + address + "' is not an address.");
    }
    if (!parsed.isAnyLocalAddress() && !isLocal(parsed)) {
      throw new ConfigurationException(
          "--bind: '" + address + "' is not an address of this machine.");
    }
    return parsed;
  }

  private static boolean isLocal(InetAddress address) {
    try {
      return NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      throw new ConfigurationException("--bind: the network interfaces cannot be read.");
    }
  }

  private static int port(String flag, @Nullable Integer given, int standard) {
    int port = given == null ? standard : given;
    if (port < 1 || port > MAX_PORT) {
      throw new ConfigurationException(
          flag + ": " + port + " is not a port; it must be from 1 to " + MAX_PORT + ".");
    }
    return port;
  }

  private static void requireDistinct(
      @Nullable Integer httpPort, int httpsPort, @Nullable Integer brokerPort) {
    Map<Integer, String> taken = new LinkedHashMap<>();
    taken.put(httpsPort, "--https-port");
    requireOther(taken, httpPort, "--http-port");
    requireOther(taken, brokerPort, "--broker-port");
  }

  private static void requireOther(
      Map<Integer, String> taken, @Nullable Integer port, String flag) {
    if (port == null) {
      return;
    }
    String other = taken.putIfAbsent(port, flag);
    if (other != null) {
      throw new ConfigurationException(flag + " and " + other + " are both " + port + ".");
    }
  }

  /** Without a slash at its end. */
  private static String publicUrl(
      @Nullable String given, InetAddress bind, @Nullable Integer httpPort, int httpsPort) {
    if (given == null) {
      String host = bind.isAnyLocalAddress() ? hostName() : bind.getHostAddress();
      String written = host.contains(":") ? '[' + host + ']' : host;
      return httpPort == null
          ? "https://" + written + ':' + httpsPort
          : "http://" + written + ':' + httpPort;
    }
    if (!PUBLIC_URL.matcher(given).matches()) {
      throw new ConfigurationException(
          "--public-url: '" + given + "' is not a URL such as http://pki.example.com.");
    }
    return given.endsWith("/") ? given.substring(0, given.length() - 1) : given;
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getCanonicalHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  private static String consoleIdle(int seconds) {
    if (seconds < 1 || seconds > SECONDS_OF_A_DAY) {
      throw new ConfigurationException(
          "--console-idle-seconds: " + seconds + " is not from 1 to " + SECONDS_OF_A_DAY + ".");
    }
    return Integer.toString(seconds);
  }

  private static String jobInterval(int minutes) {
    if (minutes < 1 || minutes > MINUTES_OF_A_DAY) {
      throw new ConfigurationException(
          "--job-interval-minutes: " + minutes + " is not from 1 to " + MINUTES_OF_A_DAY + ".");
    }
    return Integer.toString(minutes);
  }

  private static void putTimes(Map<String, String> settings, TimeOptions times) {
    settings.put(
        "confirmation-days",
        within("--confirmation-days", times.confirmationDays, 1, DAYS_OF_A_YEAR));
    settings.put(
        "unread-delivery-hours",
        within("--unread-delivery-hours", times.unreadDeliveryHours, 1, HOURS_OF_A_YEAR));
    settings.put(
        "redelivery-days", within("--redelivery-days", times.redeliveryDays, 1, DAYS_OF_A_YEAR));
    settings.put(
        "reencryption-report-days",
        within("--reencryption-report-days", times.reencryptionReportDays, 0, MAX_RETENTION_DAYS));
    settings.put(
        "job-history-days",
        within("--job-history-days", times.jobHistoryDays, 0, MAX_RETENTION_DAYS));
  }

  private static void putAudit(Map<String, String> settings, ServerOptions options) {
    settings.put(
        "audit-file-megabytes",
        within("--audit-file-megabytes", options.auditFileMegabytes, 1, MAX_FILE_MEGABYTES));
    settings.put(
        "audit-file-hours",
        within("--audit-file-hours", options.auditFileHours, 1, HOURS_OF_A_YEAR));
    settings.put(
        "audit-retention-days",
        within("--audit-retention-days", options.auditRetentionDays, 0, MAX_RETENTION_DAYS));
    if (options.auditArchive != null) {
      settings.put("audit-archive", options.auditArchive.toAbsolutePath().normalize().toString());
    }
  }

  private static void putAuditSinks(Map<String, String> settings, ServerOptions options) {
    if (options.auditSyslog != null) {
      settings.put(
          "audit-syslog",
          matching("--audit-syslog", options.auditSyslog, HOST_AND_PORT, "a host and a port"));
    }
    if (options.auditSyslogCa != null) {
      requirePresent("--audit-syslog-ca", options.auditSyslog, "--audit-syslog");
      if (!Files.isReadable(options.auditSyslogCa)) {
        throw new ConfigurationException(
            "--audit-syslog-ca: " + options.auditSyslogCa + " cannot be read.");
      }
      settings.put(
          "audit-syslog-ca", options.auditSyslogCa.toAbsolutePath().normalize().toString());
    }
    if (options.auditTopic) {
      requirePresent("--audit-topic", options.brokerUrl, "--broker-url");
      settings.put("audit-topic", "true");
    }
  }

  private static void requirePresent(String flag, @Nullable String needed, String neededFlag) {
    if (needed == null) {
      throw new ConfigurationException(flag + " is of no use without " + neededFlag + ".");
    }
  }

  private static String within(String flag, int value, int least, int most) {
    if (value < least || value > most) {
      throw new ConfigurationException(
          flag + ": " + value + " is not from " + least + " to " + most + ".");
    }
    return Integer.toString(value);
  }

  private static void putDatabase(Map<String, String> settings, ServerOptions options) {
    String password = secret("--db-password", options.dbPassword, options.dbPasswordFile);
    if (options.dbUrl == null) {
      requireAbsent("--db-user", options.dbUser, "--db-url");
      requireAbsent("--db-password", password, "--db-url");
      return;
    }
    if (!options.dbUrl.startsWith("jdbc:postgresql:")) {
      throw new ConfigurationException(
          "--db-url: only PostgreSQL is supported; the URL must begin with jdbc:postgresql:.");
    }
    settings.put("db-url", options.dbUrl);
    putIfGiven(settings, "db-user", options.dbUser);
    putIfGiven(settings, "db-password", password);
  }

  private static void putBroker(Map<String, String> settings, ServerOptions options) {
    String password =
        secret("--broker-password", options.brokerPassword, options.brokerPasswordFile);
    if (options.brokerUrl == null) {
      requireAbsent("--broker-user", options.brokerUser, "--broker-url");
      requireAbsent("--broker-password", password, "--broker-url");
      return;
    }
    if (!options.brokerUrl.startsWith("tcp://") && !options.brokerUrl.startsWith("(tcp://")) {
      throw new ConfigurationException(
          "--broker-url: the URL of an Artemis broker must begin with tcp://.");
    }
    settings.put("broker-url", options.brokerUrl);
    putIfGiven(settings, "broker-user", options.brokerUser);
    putIfGiven(settings, "broker-password", password);
  }

  private static void putRoot(Map<String, String> settings, ServerOptions options) {
    settings.put(
        "account-id",
        matching("--account-id", options.accountId, ACCOUNT_ID, "an account id of 12 digits"));
    String secretKey =
        secret(
            "--root-secret-access-key",
            options.rootSecretAccessKey,
            options.rootSecretAccessKeyFile);
    if ((options.rootAccessKeyId == null) != (secretKey == null)) {
      throw new ConfigurationException(
          "--root-access-key-id and --root-secret-access-key must be given together.");
    }
    if (options.rootAccessKeyId != null && secretKey != null) {
      settings.put(
          "root-access-key-id",
          matching(
              "--root-access-key-id",
              options.rootAccessKeyId,
              ACCESS_KEY_ID,
              "an access key id of 16 to 128 letters and digits"));
      if (!SECRET_ACCESS_KEY.matcher(secretKey).matches()) {
        throw new ConfigurationException(
            "--root-secret-access-key: it must have 16 to 128 printable ASCII characters.");
      }
      settings.put("root-secret-access-key", secretKey);
    }
    String password = secret("--root-password", options.rootPassword, options.rootPasswordFile);
    if (password != null && password.length() < MIN_PASSWORD) {
      throw new ConfigurationException(
          "--root-password: it must have at least " + MIN_PASSWORD + " characters.");
    }
    putIfGiven(settings, "root-password", password);
    putIfGiven(
        settings,
        "root-key-passphrase",
        secret("--root-key-passphrase", options.rootKeyPassphrase, options.rootKeyPassphraseFile));
  }

  private static String matching(String flag, String value, Pattern pattern, String what) {
    if (!pattern.matcher(value).matches()) {
      throw new ConfigurationException(flag + ": '" + value + "' is not " + what + ".");
    }
    return value;
  }

  private static void putIfGiven(
      Map<String, String> settings, String name, @Nullable String value) {
    if (value != null) {
      settings.put(name, value);
    }
  }

  private static void requireAbsent(String flag, @Nullable String value, String needed) {
    if (value != null) {
      throw new ConfigurationException(flag + " is of no use without " + needed + ".");
    }
  }

  /** A secret, given by value or in a file whose last line end does not count. */
  static @Nullable String secret(String flag, @Nullable String value, @Nullable Path file) {
    if (file == null) {
      return value;
    }
    if (value != null) {
      throw new ConfigurationException("Give either " + flag + " or " + flag + "-file, not both.");
    }
    String content;
    try {
      content = Files.readString(file).stripTrailing();
    } catch (IOException e) {
      throw new ConfigurationException(flag + "-file: " + file + " cannot be read.");
    }
    if (content.isEmpty()) {
      throw new ConfigurationException(flag + "-file: " + file + " is empty.");
    }
    return content;
  }
}
