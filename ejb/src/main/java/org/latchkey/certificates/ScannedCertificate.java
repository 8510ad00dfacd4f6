package org.latchkey.certificates;

import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.latchkey.x509.KeyAlgorithm;

/**
 * What filters look at of a certificate: enough to decide by, and little enough to read thousands.
 *
 * @param status at the time of the scan
 * @param alternativeNames domain names, in lower case, and IP addresses
 * @param position the attribute that the scan goes by; null where it has none
 */
record ScannedCertificate(
    String id,
    CertificateStatus status,
    CertificateType type,
    KeyAlgorithm keyAlgorithm,
    @Nullable RenewalStatus renewalStatus,
    @Nullable ValidationMethod validationMethod,
    boolean inUse,
    boolean exported,
    String exportOption,
    String keyPairOrigin,
    @Nullable String commonName,
    @Nullable String serial,
    List<String> alternativeNames,
    List<String> keyUsages,
    List<String> extendedKeyUsages,
    @Nullable Instant notBefore,
    @Nullable Instant notAfter,
    @Nullable String managedBy,
    @Nullable Object position) {

  private static final String COLUMNS =
      "c.id, c.status, c.type, c.keyAlgorithm, c.renewalStatus, c.validationMethod, c.inUse,"
          + " c.exported, c.exportOption, c.keyPairOrigin, c.commonName, c.serial,"
          + " c.alternativeNames, c.keyUsages, c.extendedKeyUsages, c.notBefore, c.notAfter,"
          + " c.managedBy";

  /** As {@code CertificateDetails} writes them: four numbers, or hexadecimal with colons. */
  private static final Pattern IP_ADDRESS =
      Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|[0-9a-f.]*:[0-9a-f:.]*");

  /** What a query selects of {@code Certificate c} for the scan in an order. */
  static String columns(CertificateOrder order) {
    return order.attribute() == null ? COLUMNS : COLUMNS + ", c." + order.attribute();
  }

  /** A row of these columns. */
  static ScannedCertificate of(@Nullable Object[] row, Instant now) {
    CertificateStatus stored = (CertificateStatus) row[1];
    Instant notAfter = (Instant) row[16];
    boolean ended = stored == CertificateStatus.ISSUED && notAfter != null && now.isAfter(notAfter);
    return new ScannedCertificate(
        (String) row[0],
        ended ? CertificateStatus.EXPIRED : stored,
        (CertificateType) row[2],
        (KeyAlgorithm) row[3],
        (RenewalStatus) row[4],
        (ValidationMethod) row[5],
        (Boolean) row[6],
        (Boolean) row[7],
        (String) row[8],
        (String) row[9],
        (String) row[10],
        (String) row[11],
        words(row[12]),
        words(row[13]),
        words(row[14]),
        (Instant) row[15],
        notAfter,
        (String) row[17],
        row.length > 18 ? row[18] : null);
  }

  /** The alternative names that are no IP addresses. */
  Stream<String> dnsNames() {
    return alternativeNames.stream().filter(name -> !isAddress(name));
  }

  static boolean isAddress(String name) {
    return IP_ADDRESS.matcher(name).matches();
  }

  private static List<String> words(@Nullable Object text) {
    return text == null || text.equals("") ? List.of() : List.of(text.toString().split(" ", -1));
  }
}
