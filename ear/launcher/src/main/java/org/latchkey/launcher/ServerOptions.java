package org.latchkey.launcher;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The server's flags, shared by the commands that start one. Each has its environment variable, see
 * {@link EnvironmentDefaults}. A secret can be given in a file, too: a flag's value is visible in
 * the process list.
 */
final class ServerOptions {
  static final String DEFAULT_DATA = "latchkey-data";
  static final int DEFAULT_HTTP_PORT = 8080;
  static final int DEFAULT_HTTPS_PORT = 8443;
  static final int DEFAULT_BROKER_PORT = 61616;

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description = "Data folder; ./" + DEFAULT_DATA + " where not given.")
  @Nullable Path data;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = "Address to listen on (default: ${DEFAULT-VALUE}).")
  String bind = "";

  @Option(
      names = "--http-port",
      paramLabel = "PORT",
      description = "Port for plain HTTP; " + DEFAULT_HTTP_PORT + " where not given.")
  @Nullable Integer httpPort;

  @Option(
      names = "--https-port",
      paramLabel = "PORT",
      description = "Port for HTTPS; " + DEFAULT_HTTPS_PORT + " where not given.")
  @Nullable Integer httpsPort;

  @Option(names = "--no-http", description = "Serve HTTPS only.")
  boolean noHttp;

  @Option(
      names = "--region",
      paramLabel = "REGION",
      defaultValue = "us-east-1",
      description =
          "The server's own Region (default: ${DEFAULT-VALUE}); others are served as well.")
  String region = "";

  @Option(
      names = "--db-url",
      paramLabel = "URL",
      description =
          "PostgreSQL database, jdbc:postgresql:...; an H2 file database where not given.")
  @Nullable String dbUrl;

  @Option(names = "--db-user", paramLabel = "USER", description = "The database's user.")
  @Nullable String dbUser;

  @Option(names = "--db-password", paramLabel = "SECRET", description = "The user's password.")
  @Nullable String dbPassword;

  @Option(
      names = "--db-password-file",
      paramLabel = "FILE",
      description = "A file that holds the password.")
  @Nullable Path dbPasswordFile;

  @Option(
      names = "--broker-url",
      paramLabel = "URL",
      description = "An Artemis broker of your own, tcp://...; an embedded one where not given.")
  @Nullable String brokerUrl;

  @Option(names = "--broker-user", paramLabel = "USER", description = "The broker's user.")
  @Nullable String brokerUser;

  @Option(names = "--broker-password", paramLabel = "SECRET", description = "The user's password.")
  @Nullable String brokerPassword;

  @Option(
      names = "--broker-password-file",
      paramLabel = "FILE",
      description = "A file that holds the password.")
  @Nullable Path brokerPasswordFile;

  @Option(
      names = "--broker-port",
      paramLabel = "PORT",
      description = "Port of the embedded broker; " + DEFAULT_BROKER_PORT + " where not given.")
  @Nullable Integer brokerPort;

  @Option(
      names = "--public-url",
      paramLabel = "URL",
      description =
          "Where others reach this server for revocation lists and OCSP, as certificates say; the"
              + " address and HTTP port that it listens on where not given.")
  @Nullable String publicUrl;

  @Option(
      names = "--job-interval-minutes",
      paramLabel = "MINUTES",
      defaultValue = "10",
      description =
          "How often the batch jobs are started, from 1 to 1440 minutes (default:"
              + " ${DEFAULT-VALUE}).")
  int jobIntervalMinutes;

  @Option(
      names = "--console-idle-seconds",
      paramLabel = "SECONDS",
      defaultValue = "1800",
      description =
          "A session of the console ends when it has not been used for so long, from 1 to 86400"
              + " seconds (default: ${DEFAULT-VALUE}).")
  int consoleIdleSeconds;

  @Option(
      names = "--audit-file-megabytes",
      paramLabel = "MEGABYTES",
      defaultValue = "64",
      description =
          "A file of the audit trail is closed when it has this size, from 1 to 4096 (default:"
              + " ${DEFAULT-VALUE}).")
  int auditFileMegabytes;

  @Option(
      names = "--audit-file-hours",
      paramLabel = "HOURS",
      defaultValue = "24",
      description =
          "A file of the audit trail is closed at this age, from 1 to 8760 (default:"
              + " ${DEFAULT-VALUE}).")
  int auditFileHours;

  @Option(
      names = "--audit-archive",
      paramLabel = "FOLDER",
      description = "Where closed files are moved to; audit/archive in the data folder.")
  @Nullable Path auditArchive;

  @Option(
      names = "--audit-retention-days",
      paramLabel = "DAYS",
      defaultValue = "0",
      description =
          "Archived files are deleted when all their records are this old, up to 36500 days; 0:"
              + " never (default: ${DEFAULT-VALUE}).")
  int auditRetentionDays;

  @Option(
      names = "--audit-syslog",
      paramLabel = "HOST:PORT",
      description = "A syslog server, reached over TLS, that gets every audit record as well.")
  @Nullable String auditSyslog;

  @Option(
      names = "--audit-syslog-ca",
      paramLabel = "FILE",
      description =
          "PEM file of the CAs to trust for the syslog server; those of the Java runtime where not"
              + " given.")
  @Nullable Path auditSyslogCa;

  @Option(
      names = "--audit-topic",
      description = "Send every audit record to the topic latchkey.audit of --broker-url as well.")
  boolean auditTopic;

  @Option(
      names = "--cloudhsm-clusters",
      paramLabel = "FILE",
      description = "A file that says which PKCS#11 token each CloudHSM cluster id stands for.")
  @Nullable Path cloudhsmClusters;

  @Option(
      names = "--validated-issuer",
      paramLabel = "ARN",
      description = "The private CA that issues certificates whose names were validated.")
  @Nullable String validatedIssuer;

  @Option(
      names = "--dns-servers",
      paramLabel = "SERVERS",
      description =
          "Resolvers for the validation of names, addresses with or without a port, between"
              + " commas; the system's where not given.")
  @Nullable String dnsServers;

  @Option(
      names = "--caa-identity",
      paramLabel = "DOMAIN",
      description =
          "The name by which CAA records let the issuer in; they are not looked at where not"
              + " given.")
  @Nullable String caaIdentity;

  @Mixin final AcmeOptions acme = new AcmeOptions();

  @Mixin final TimeOptions times = new TimeOptions();

  @Mixin final MailOptions mail = new MailOptions();

  @Option(
      names = "--account-id",
      paramLabel = "DIGITS",
      defaultValue = "123456789012",
      description = "The first account's id, read at the first start (default: ${DEFAULT-VALUE}).")
  String accountId = "";

  @Option(
      names = "--root-access-key-id",
      paramLabel = "ID",
      description = "Access key id of the root user, read at the first start; generated.")
  @Nullable String rootAccessKeyId;

  @Option(
      names = "--root-secret-access-key",
      paramLabel = "SECRET",
      description = "Secret access key of the root user, read at the first start; generated.")
  @Nullable String rootSecretAccessKey;

  @Option(
      names = "--root-secret-access-key-file",
      paramLabel = "FILE",
      description = "A file that holds the secret access key.")
  @Nullable Path rootSecretAccessKeyFile;

  @Option(
      names = "--root-password",
      paramLabel = "SECRET",
      description = "The console password of the root user, read at the first start; generated.")
  @Nullable String rootPassword;

  @Option(
      names = "--root-password-file",
      paramLabel = "FILE",
      description = "A file that holds the console password.")
  @Nullable Path rootPasswordFile;

  @Option(
      names = "--root-key-passphrase",
      paramLabel = "SECRET",
      description = "Passphrase of the root key's keystore; generated into the data folder.")
  @Nullable String rootKeyPassphrase;

  @Option(
      names = "--root-key-passphrase-file",
      paramLabel = "FILE",
      description = "A file that holds the passphrase.")
  @Nullable Path rootKeyPassphraseFile;

  /** The options of a server that is not started by a command line. */
  static ServerOptions parse(String... arguments) {
    return CommandLine.populateCommand(new ServerOptions(), arguments);
  }
}
