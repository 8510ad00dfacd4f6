package org.latchkey.authorities;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.latchkey.authorities.AuditReportOperations.AuditReportResponseFormat;
import org.latchkey.shared.Arn;
import org.latchkey.x509.Pem;
import org.latchkey.x509.SerialNumbers;

/**
 * Writes the lines of an audit report.
 *
 * @see <a href="https://docs.aws.amazon.com/privateca/latest/userguide/PcaAuditReport.html">AWS
 *     Private CA User Guide, Use audit reports with your private CA</a>
 */
final class AuditReportText {

  private static final String HEADER =
      "awsAccountId,requestedByServicePrincipal,certificateArn,serial,subject,notBefore,notAfter,"
          + "issuedAt,revokedAt,revocationReason,templateArn\n";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxx", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final JsonMapper JSON = new JsonMapper();

  private final AuditReportResponseFormat format;
  private final Arn authority;
  private boolean begun;

  /**
   * Writes a report, or goes on with it.
   *
   * @param begun whether there are lines already
   */
  AuditReportText(AuditReportResponseFormat format, Arn authority, boolean begun) {
    this.format = format;
    this.authority = authority;
    this.begun = begun;
  }

  /** What comes before the first certificate. */
  String begin() {
    return format == AuditReportResponseFormat.CSV ? HEADER : "[";
  }

  /** What comes after the last certificate. */
  String end() {
    return format == AuditReportResponseFormat.CSV ? "" : "]\n";
  }

  /** A certificate. */
  String line(IssuedCertificate certificate) {
    Map<String, @Nullable String> values = values(certificate);
    if (format == AuditReportResponseFormat.CSV) {
      return values.values().stream()
          .map(AuditReportText::quoted)
          .collect(Collectors.joining(",", "", "\n"));
    }
    String separator = begun ? ",\n" : "";
    begun = true;
    values.values().removeIf(value -> value == null);
    try {
      return separator + JSON.writeValueAsString(values);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private Map<String, @Nullable String> values(IssuedCertificate certificate) {
    X509Certificate read = Pem.readCertificate(certificate.certificate().getBytes(US_ASCII));
    Map<String, @Nullable String> values = new LinkedHashMap<>();
    values.put(
        "awsAccountId",
        certificate.requestedBy() == null ? authority.account() : certificate.requestedBy());
    values.put("requestedByServicePrincipal", certificate.requestedByService());
    values.put("certificateArn", authority + "/certificate/" + certificate.serial());
    values.put("serial", SerialNumbers.format(read.getSerialNumber()));
    values.put("subject", read.getSubjectX500Principal().getName());
    values.put("notBefore", time(read.getNotBefore().toInstant()));
    values.put("notAfter", time(read.getNotAfter().toInstant()));
    values.put("issuedAt", time(certificate.issuedAt()));
    values.put("revokedAt", time(certificate.revokedAt()));
    values.put(
        "revocationReason",
        certificate.revocationReason() == null ? null : certificate.revocationReason().name());
    values.put("templateArn", certificate.templateArn());
    return values;
  }

  private static @Nullable String time(@Nullable Instant moment) {
    return moment == null ? null : TIME.format(moment);
  }

  /**
   * A field as RFC 4180 has it. One that a spreadsheet would take for a formula gets an apostrophe.
   */
  private static String quoted(@Nullable String value) {
    if (value == null) {
      return "";
    }
    String safe = !value.isEmpty() && "=+-@".indexOf(value.charAt(0)) >= 0 ? '\'' + value : value;
    return safe.matches("(?s).*[,\"\\r\\n].*") ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
  }
}
