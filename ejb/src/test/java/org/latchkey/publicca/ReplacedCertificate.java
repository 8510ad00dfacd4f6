package org.latchkey.publicca;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.cert.X509Certificate;
import org.latchkey.x509.Pem;

/** The certificate of RFC 9773's appendix A. */
final class ReplacedCertificate {
  /** What the RFC says that it is called. */
  static final String ID = "aYhba4dGQEHhs3uEe6CuLN4ByNQ.AIdlQyE";

  private static final String EXAMPLE =
      """
      -----BEGIN CERTIFICATE-----
      MIIBQzCB66ADAgECAgUAh2VDITAKBggqhkjOPQQDAjAVMRMwEQYDVQQDEwpFeGFt
      cGxlIENBMCIYDzAwMDEwMTAxMDAwMDAwWhgPMDAwMTAxMDEwMDAwMDBaMBYxFDAS
      BgNVBAMTC2V4YW1wbGUuY29tMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEeBZu
      7cbpAYNXZLbbh8rNIzuOoqOOtmxA1v7cRm//AwyMwWxyHz4zfwmBhcSrf47NUAFf
      qzLQ2PPQxdTXREYEnKMjMCEwHwYDVR0jBBgwFoAUaYhba4dGQEHhs3uEe6CuLN4B
      yNQwCgYIKoZIzj0EAwIDRwAwRAIge09+S5TZAlw5tgtiVvuERV6cT4mfutXIlwTb
      +FYN/8oCIClDsqBklhB9KAelFiYt9+6FDj3z4KGVelYM5MdsO3pK
      -----END CERTIFICATE-----
      """;

  private ReplacedCertificate() {}

  static X509Certificate read() {
    return Pem.readCertificate(EXAMPLE.getBytes(US_ASCII));
  }
}
