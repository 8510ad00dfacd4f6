package org.latchkey.launcher;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The server's flags about mail that it sends, validation by HTTP, and where it may go. */
final class MailOptions {
  @Option(
      names = "--smtp-server",
      paramLabel = "HOST:PORT",
      description = "The server to send mail through; none is sent where not given.")
  @Nullable String smtpServer;

  @Option(
      names = "--smtp-security",
      paramLabel = "HOW",
      defaultValue = "starttls",
      description = "starttls, tls or none (default: ${DEFAULT-VALUE}).")
  String smtpSecurity = "";

  @Option(
      names = "--smtp-ca",
      paramLabel = "FILE",
      description =
          "PEM file of the CAs to trust for that server; those of the Java runtime where not"
              + " given.")
  @Nullable Path smtpCa;

  @Option(names = "--smtp-user", paramLabel = "USER", description = "That server's user.")
  @Nullable String smtpUser;

  @Option(names = "--smtp-password", paramLabel = "SECRET", description = "The user's password.")
  @Nullable String smtpPassword;

  @Option(
      names = "--smtp-password-file",
      paramLabel = "FILE",
      description = "A file that holds the password.")
  @Nullable Path smtpPasswordFile;

  @Option(
      names = "--mail-from",
      paramLabel = "EMAIL",
      description = "The address that mail comes from.")
  @Nullable String mailFrom;

  @Option(
      names = "--http-validation-port",
      paramLabel = "PORT",
      defaultValue = "80",
      description = "Where web servers are asked by HTTP validation (default: ${DEFAULT-VALUE}).")
  int httpValidationPort;

  @Option(
      names = "--http-validation-inner",
      description =
          "Let HTTP validation ask loopback, private and other addresses that are not public.")
  boolean httpValidationInner;

  @Option(
      names = "--webhook-inner",
      description = "Let webhooks be at loopback, private and other addresses that are not public.")
  boolean webhookInner;

  @Option(
      names = "--identity-provider-inner",
      description =
          "Let OpenID Connect providers be at loopback, private and other addresses that are not"
              + " public.")
  boolean identityProviderInner;
}
