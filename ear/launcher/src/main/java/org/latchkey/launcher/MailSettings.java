package org.latchkey.launcher;

import java.nio.file.Files;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks the settings about mail, validation by HTTP, and where the server may go. */
final class MailSettings {
  private static final Pattern SERVER = Pattern.compile("[A-Za-z0-9.-]{1,253}:[0-9]{1,5}");
  private static final Pattern ADDRESS = Pattern.compile("[^\\s@,;<>]{1,64}@[A-Za-z0-9.-]{1,253}");
  private static final Set<String> SECURITY = Set.of("starttls", "tls", "none");
  private static final int MAX_PORT = 65_535;

  private MailSettings() {}

  /**
   * Puts what was given.
   *
   * @throws ConfigurationException with one sentence about the first value that cannot be used
   */
  static void put(Map<String, String> settings, MailOptions options) {
    if (options.httpValidationPort < 1 || options.httpValidationPort > MAX_PORT) {
      throw new ConfigurationException(
          "--http-validation-port: " + options.httpValidationPort + " is not a port.");
    }
    settings.put("http-validation-port", Integer.toString(options.httpValidationPort));
    if (options.httpValidationInner) {
      settings.put("http-validation-inner", "true");
    }
    if (options.webhookInner) {
      settings.put("webhook-inner", "true");
    }
    if (options.identityProviderInner) {
      settings.put("identity-provider-inner", "true");
    }
    String password =
        Configuration.secret("--smtp-password", options.smtpPassword, options.smtpPasswordFile);
    if (options.smtpServer == null) {
      if (options.mailFrom != null
          || options.smtpUser != null
          || password != null
          || options.smtpCa != null) {
        throw new ConfigurationException(
            "The settings about mail are of no use without --smtp-server.");
      }
      return;
    }
    putMail(settings, options, password);
  }

  private static void putMail(
      Map<String, String> settings, MailOptions options, @Nullable String password) {
    String server = options.smtpServer;
    String from = options.mailFrom;
    if (server == null || !SERVER.matcher(server).matches()) {
      throw new ConfigurationException("--smtp-server: '" + server + "' is not a host and a port.");
    }
    if (from == null) {
      throw new ConfigurationException("--smtp-server needs --mail-from.");
    }
    if (!ADDRESS.matcher(from).matches()) {
      throw new ConfigurationException("--mail-from: '" + from + "' is not an e-mail address.");
    }
    if (!SECURITY.contains(options.smtpSecurity)) {
      throw new ConfigurationException(
          "--smtp-security: '" + options.smtpSecurity + "' is not starttls, tls or none.");
    }
    if ((options.smtpUser == null) != (password == null)) {
      throw new ConfigurationException("--smtp-user and --smtp-password must be given together.");
    }
    settings.put("smtp-server", server);
    settings.put("mail-from", from);
    settings.put("smtp-security", options.smtpSecurity);
    if (options.smtpUser != null && password != null) {
      settings.put("smtp-user", options.smtpUser);
      settings.put("smtp-password", password);
    }
    if (options.smtpCa != null) {
      if (!Files.isReadable(options.smtpCa)) {
        throw new ConfigurationException("--smtp-ca: " + options.smtpCa + " cannot be read.");
      }
      settings.put("smtp-ca", options.smtpCa.toAbsolutePath().normalize().toString());
    }
  }
}
