package org.latchkey.certificates;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.ServiceException;
import org.latchkey.x509.KeyAlgorithm;

/**
 * What certificates are listed by. Each order has an index that begins with account, Region and its
 * attribute and ends with the id, which decides between equals; certificates without the attribute
 * come last.
 */
enum CertificateOrder {
  CREATED_AT("createdAt", false, Kind.TIME),
  NOT_AFTER("notAfter", true, Kind.TIME),
  STATUS("status", false, Kind.STATUS),
  RENEWAL_STATUS("renewalStatus", true, Kind.RENEWAL_STATUS),
  EXPORTED("exported", false, Kind.FLAG),
  IN_USE("inUse", false, Kind.FLAG),
  NOT_BEFORE("notBefore", true, Kind.TIME),
  KEY_ALGORITHM("keyAlgorithm", false, Kind.KEY_ALGORITHM),
  TYPE("type", false, Kind.TYPE),
  CERTIFICATE_ARN(null, false, Kind.TEXT),
  COMMON_NAME("commonName", true, Kind.TEXT),
  REVOKED_AT("revokedAt", true, Kind.TIME),
  RENEWAL_ELIGIBILITY("renewalEligibility", false, Kind.TEXT),
  ISSUED_AT("issuedAt", true, Kind.TIME),
  MANAGED_BY("managedBy", true, Kind.TEXT),
  EXPORT_OPTION("exportOption", false, Kind.TEXT),
  VALIDATION_METHOD("validationMethod", true, Kind.VALIDATION_METHOD),
  IMPORTED_AT("importedAt", true, Kind.TIME),
  /** Nothing comes from an ACME endpoint here. */
  ACME_ENDPOINT_ARN(null, false, Kind.TEXT),
  ACME_ACCOUNT_ID(null, false, Kind.TEXT),
  CERTIFICATE_KEY_PAIR_ORIGIN("keyPairOrigin", false, Kind.TEXT);

  /** What an attribute's values are. */
  private enum Kind {
    TEXT,
    TIME,
    FLAG,
    STATUS,
    RENEWAL_STATUS,
    KEY_ALGORITHM,
    TYPE,
    VALIDATION_METHOD;

    Object parse(String text) {
      return switch (this) {
        case TEXT -> text;
        case TIME -> time(text);
        case FLAG -> Boolean.valueOf(text);
        case STATUS -> CertificateStatus.valueOf(text);
        case RENEWAL_STATUS -> RenewalStatus.valueOf(text);
        case KEY_ALGORITHM -> KeyAlgorithm.valueOf(text);
        case TYPE -> CertificateType.valueOf(text);
        case VALIDATION_METHOD -> ValidationMethod.valueOf(text);
      };
    }
  }

  /** RFC 5280 section 4.1.2.5. */
  private static final int LAST_YEAR = 9999;

  /** Times that the database can compare with; no certificate has others. */
  private static Instant time(String text) {
    Instant time = Instant.parse(text);
    int year = time.atOffset(ZoneOffset.UTC).getYear();
    if (year < 1 || year > LAST_YEAR) {
      throw new IllegalArgumentException("no time of a certificate");
    }
    return time;
  }

  private final @Nullable String attribute;
  private final boolean optional;
  private final Kind kind;

  CertificateOrder(@Nullable String attribute, boolean optional, Kind kind) {
    this.attribute = attribute;
    this.optional = optional;
    this.kind = kind;
  }

  /** The entity's attribute; null where the id is all there is to go by. */
  @Nullable String attribute() {
    return attribute;
  }

  /** Whether a certificate may be without the attribute. */
  boolean optional() {
    return optional;
  }

  /** A value of the attribute as a token carries it. */
  static String write(Object value) {
    return value instanceof Enum<?> constant ? constant.name() : value.toString();
  }

  /**
   * A value of the attribute, from a token.
   *
   * @throws ServiceException {@code ValidationException} where it is none
   */
  Object read(String text) {
    try {
      return kind.parse(text);
    } catch (IllegalArgumentException | DateTimeException malformed) {
      throw new ServiceException(
          CommonFault.VALIDATION,
          "The NextToken is not one that this operation has returned for this order.");
    }
  }
}
