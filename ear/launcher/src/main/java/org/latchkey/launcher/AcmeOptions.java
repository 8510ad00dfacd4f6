package org.latchkey.launcher;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The server's flags about the public CA. */
final class AcmeOptions {
  @Option(
      names = "--acme-directory",
      paramLabel = "URL",
      description =
          "The ACME directory (RFC 8555) of the public CA that issues certificates whose names were"
              + " validated, in the place of a private CA.")
  @Nullable String directory;

  @Option(
      names = "--acme-ca",
      paramLabel = "FILE",
      description =
          "PEM file of the CAs to trust for the directory; those of the Java runtime where not"
              + " given.")
  @Nullable Path ca;

  @Option(
      names = "--acme-contact",
      paramLabel = "EMAIL",
      description = "The address that the public CA may write to.")
  @Nullable String contact;

  @Option(
      names = "--acme-eab-key-id",
      paramLabel = "ID",
      description = "The key identifier that binds the account to one that the CA knows.")
  @Nullable String eabKeyId;

  @Option(
      names = "--acme-eab-hmac-key",
      paramLabel = "SECRET",
      description = "Its MAC key, in base64url.")
  @Nullable String eabHmacKey;

  @Option(
      names = "--acme-eab-hmac-key-file",
      paramLabel = "FILE",
      description = "A file that holds the MAC key.")
  @Nullable Path eabHmacKeyFile;

  @Option(
      names = "--acme-dns-server",
      paramLabel = "ADDRESS",
      description =
          "The name server that takes dynamic updates (RFC 2136) for DNS-01 challenges, with or"
              + " without a port; without it challenges are answered over HTTP.")
  @Nullable String dnsServer;

  @Option(
      names = "--acme-dns-tsig-name",
      paramLabel = "NAME",
      description = "The name of the TSIG key (RFC 8945) that signs the updates.")
  @Nullable String dnsTsigName;

  @Option(
      names = "--acme-dns-tsig-algorithm",
      paramLabel = "ALGORITHM",
      description = "hmac-sha256 where not given, or hmac-sha384 or hmac-sha512.")
  @Nullable String dnsTsigAlgorithm;

  @Option(
      names = "--acme-dns-tsig-secret",
      paramLabel = "SECRET",
      description = "The TSIG key, in base64.")
  @Nullable String dnsTsigSecret;

  @Option(
      names = "--acme-dns-tsig-secret-file",
      paramLabel = "FILE",
      description = "A file that holds the TSIG key.")
  @Nullable Path dnsTsigSecretFile;

  @Option(
      names = "--acme-dns-delay-seconds",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description =
          "How long after an update the CA is told to look, from 0 to 3600: as long as the zone's"
              + " other servers need to have it (default: ${DEFAULT-VALUE}).")
  int dnsDelaySeconds;
}
