package org.latchkey.launcher;

import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks the settings about the validation of names. */
final class ValidationSettings {

  private static final Pattern ISSUER =
      Pattern.compile("arn:aws:acm-pca:[a-z0-9-]+:[0-9]{12}:certificate-authority/[0-9a-f-]{36}");

  /** An IPv4 address with or without a port, or an IPv6 address. */
  private static final Pattern SERVER =
      Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}(:[0-9]{1,5})?|[0-9a-fA-F:]*::?[0-9a-fA-F:.]*");

  private static final Pattern DOMAIN = Pattern.compile("([a-z0-9-]{1,63}\\.)+[a-z0-9-]{2,63}");

  private ValidationSettings() {}

  /**
   * Puts what was given.
   *
   * @throws ConfigurationException with one sentence about the first value that cannot be used
   */
  static void put(Map<String, String> settings, ServerOptions options) {
    put(settings, "validated-issuer", options.validatedIssuer, ISSUER, "the ARN of a private CA");
    put(settings, "caa-identity", options.caaIdentity, DOMAIN, "a domain name in lower case");
    if (options.dnsServers == null) {
      return;
    }
    for (String server : options.dnsServers.split(",", -1)) {
      if (!SERVER.matcher(server).matches()) {
        throw new ConfigurationException(
            "--dns-servers: '" + server + "' is not an address with or without a port.");
      }
    }
    settings.put("dns-servers", options.dnsServers);
  }

  /**
   * Takes a value where there is one.
   *
   * @param what the pattern stands for, with its article
   * @throws ConfigurationException where the value does not look like it
   */
  static void put(
      Map<String, String> settings,
      String name,
      @Nullable String value,
      Pattern pattern,
      String what) {
    if (value == null) {
      return;
    }
    if (!pattern.matcher(value).matches()) {
      throw new ConfigurationException("--" + name + ": '" + value + "' is not " + what + ".");
    }
    settings.put(name, value);
  }
}
