package org.latchkey.launcher;

import java.nio.file.Files;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks the settings about the public CA. */
final class AcmeSettings {
  private static final Pattern DIRECTORY = Pattern.compile("https://[\\x21-\\x7e]{1,900}");
  private static final Pattern CONTACT = Pattern.compile("[^\\s@,;?&]{1,64}@[A-Za-z0-9.-]{1,253}");
  private static final Pattern SERVER =
      Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}(:[0-9]{1,5})?|[0-9a-fA-F:]*::?[0-9a-fA-F:.]*");
  private static final Pattern TSIG_NAME = Pattern.compile("[A-Za-z0-9._-]{1,253}");
  private static final Pattern KEY_ID = Pattern.compile("[\\x21-\\x7e]{1,512}");
  private static final Set<String> TSIG_ALGORITHMS =
      Set.of("hmac-sha256", "hmac-sha384", "hmac-sha512");
  private static final int LONGEST_DELAY = 3_600;

  private AcmeSettings() {}

  /**
   * Puts what was given.
   *
   * @throws ConfigurationException with one sentence about the first value that cannot be used
   */
  static void put(Map<String, String> settings, ServerOptions server) {
    AcmeOptions options = server.acme;
    String eabKey =
        Configuration.secret("--acme-eab-hmac-key", options.eabHmacKey, options.eabHmacKeyFile);
    String tsigKey =
        Configuration.secret(
            "--acme-dns-tsig-secret", options.dnsTsigSecret, options.dnsTsigSecretFile);
    if (options.directory == null) {
      requireNoDirectoryNeeded(options, eabKey, tsigKey);
      return;
    }
    if (server.validatedIssuer != null) {
      throw new ConfigurationException(
          "--acme-directory and --validated-issuer cannot be given together.");
    }
    ValidationSettings.put(
        settings, "acme-directory", options.directory, DIRECTORY, "a URL that begins with https:");
    ValidationSettings.put(settings, "acme-contact", options.contact, CONTACT, "an e-mail address");
    if (options.ca != null) {
      if (!Files.isReadable(options.ca)) {
        throw new ConfigurationException("--acme-ca: " + options.ca + " cannot be read.");
      }
      settings.put("acme-ca", options.ca.toAbsolutePath().normalize().toString());
    }
    requireBoth("--acme-eab-key-id", options.eabKeyId, "--acme-eab-hmac-key", eabKey);
    ValidationSettings.put(
        settings, "acme-eab-key-id", options.eabKeyId, KEY_ID, "a key identifier");
    putKey(settings, "acme-eab-hmac-key", eabKey, Base64.getUrlDecoder());
    putDns(settings, options, tsigKey);
  }

  private static void putDns(
      Map<String, String> settings, AcmeOptions options, @Nullable String tsigKey) {
    if (options.dnsServer == null) {
      if (options.dnsTsigName != null || tsigKey != null) {
        throw new ConfigurationException(
            "--acme-dns-tsig-name is of no use without --acme-dns-server.");
      }
      return;
    }
    ValidationSettings.put(
        settings,
        "acme-dns-server",
        options.dnsServer,
        SERVER,
        "an address with or without a port");
    requireBoth("--acme-dns-tsig-name", options.dnsTsigName, "--acme-dns-tsig-secret", tsigKey);
    ValidationSettings.put(
        settings, "acme-dns-tsig-name", options.dnsTsigName, TSIG_NAME, "a key's name");
    putKey(settings, "acme-dns-tsig-secret", tsigKey, Base64.getDecoder());
    if (options.dnsTsigAlgorithm != null) {
      if (!TSIG_ALGORITHMS.contains(options.dnsTsigAlgorithm)) {
        throw new ConfigurationException(
            "--acme-dns-tsig-algorithm: '"
                + options.dnsTsigAlgorithm
                + "' is not hmac-sha256, hmac-sha384 or hmac-sha512.");
      }
      settings.put("acme-dns-tsig-algorithm", options.dnsTsigAlgorithm);
    }
    if (options.dnsDelaySeconds < 0 || options.dnsDelaySeconds > LONGEST_DELAY) {
      throw new ConfigurationException(
          "--acme-dns-delay-seconds: "
              + options.dnsDelaySeconds
              + " is not from 0 to "
              + LONGEST_DELAY
              + ".");
    }
    settings.put("acme-dns-delay-seconds", Integer.toString(options.dnsDelaySeconds));
  }

  private static void requireNoDirectoryNeeded(
      AcmeOptions options, @Nullable String eabKey, @Nullable String tsigKey) {
    if (options.ca != null
        || options.contact != null
        || options.eabKeyId != null
        || eabKey != null
        || options.dnsServer != null
        || options.dnsTsigName != null
        || tsigKey != null) {
      throw new ConfigurationException(
          "The settings that begin with --acme- are of no use without --acme-directory.");
    }
  }

  private static void requireBoth(
      String flag, @Nullable String value, String otherFlag, @Nullable String other) {
    if ((value == null) != (other == null)) {
      throw new ConfigurationException(flag + " and " + otherFlag + " must be given together.");
    }
  }

  /** Says nothing of the value: it is a secret. */
  private static void putKey(
      Map<String, String> settings, String name, @Nullable String value, Base64.Decoder decoder) {
    if (value == null) {
      return;
    }
    try {
      decoder.decode(value);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException("--" + name + ": it is not in base64.");
    }
    settings.put(name, value);
  }
}
