package org.latchkey.certificates;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latchkey.x509.KeyAlgorithm;

/** Makes rows for the tests of filters: an issued RSA_2048 certificate of a private CA's. */
final class Scanned {

  private final String id;
  private @Nullable String commonName;
  private @Nullable String serial;
  private List<String> names = List.of();
  private CertificateStatus status = CertificateStatus.ISSUED;
  private KeyAlgorithm keyAlgorithm = KeyAlgorithm.RSA_2048;
  private @Nullable Instant notAfter;
  private @Nullable String managedBy;
  private @Nullable Instant position;

  private Scanned(String id) {
    this.id = id;
  }

  static Scanned certificate(String id) {
    return new Scanned(id);
  }

  Scanned at(@Nullable Instant where) {
    position = where;
    return this;
  }

  Scanned named(String name, String... alternatives) {
    commonName = name;
    names = List.of(alternatives);
    return this;
  }

  Scanned serial(String number) {
    serial = number;
    return this;
  }

  Scanned ending(Instant when) {
    notAfter = when;
    return this;
  }

  Scanned managedBy(String service) {
    managedBy = service;
    return this;
  }

  Scanned status(CertificateStatus now) {
    status = now;
    return this;
  }

  Scanned key(KeyAlgorithm algorithm) {
    keyAlgorithm = algorithm;
    return this;
  }

  ScannedCertificate row() {
    return new ScannedCertificate(
        id,
        status,
        CertificateType.PRIVATE,
        keyAlgorithm,
        null,
        null,
        false,
        false,
        "ENABLED",
        "AWS_MANAGED",
        commonName,
        serial,
        names,
        List.of("DIGITAL_SIGNATURE", "KEY_ENCIPHERMENT"),
        List.of("TLS_WEB_SERVER_AUTHENTICATION"),
        null,
        notAfter,
        managedBy,
        position);
  }
}
