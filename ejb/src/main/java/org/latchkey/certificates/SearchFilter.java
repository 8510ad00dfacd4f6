package org.latchkey.certificates;

import java.time.Instant;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.latchkey.certificates.SearchOperations.AcmCertificateMetadataFilter;
import org.latchkey.certificates.SearchOperations.CertificateFilterStatement;
import org.latchkey.certificates.SearchOperations.CommonNameFilter;
import org.latchkey.certificates.SearchOperations.ComparisonOperator;
import org.latchkey.certificates.SearchOperations.DnsNameFilter;
import org.latchkey.certificates.SearchOperations.TimestampRange;
import org.latchkey.certificates.SearchOperations.X509AttributeFilter;
import org.latchkey.shared.Arn;

/**
 * Reads a search's statement: names are compared in lower case, ranges of time hold both their
 * ends.
 *
 * @see <a href="https://docs.aws.amazon.com/acm/latest/userguide/gs-acm-list.html">AWS Certificate
 *     Manager User Guide, Search certificates</a>
 */
final class SearchFilter {

  private SearchFilter() {}

  /** What a statement shows; without one, everything. */
  static Predicate<ScannedCertificate> of(@Nullable CertificateFilterStatement statement) {
    return row -> shows(statement, row);
  }

  private static boolean shows(
      @Nullable CertificateFilterStatement statement, ScannedCertificate row) {
    if (statement == null) {
      return true;
    }
    if (statement.and() != null) {
      return statement.and().stream().allMatch(each -> shows(each, row));
    }
    if (statement.or() != null) {
      return statement.or().stream().anyMatch(each -> shows(each, row));
    }
    return statement.not() == null ? shows(statement.filter(), row) : !shows(statement.not(), row);
  }

  private static boolean shows(
      SearchOperations.@Nullable CertificateFilter filter, ScannedCertificate row) {
    if (filter == null) {
      return true;
    }
    if (filter.certificateArn() != null) {
      return row.id().equals(id(filter.certificateArn()));
    }
    X509AttributeFilter attribute = filter.x509AttributeFilter();
    AcmCertificateMetadataFilter metadata = filter.acmCertificateMetadataFilter();
    return (attribute == null || shows(attribute, row))
        && (metadata == null || shows(metadata, row));
  }

  private static String id(String arn) {
    return Arn.parse(arn)
        .map(Arn::resource)
        .filter(resource -> resource.startsWith("certificate/"))
        .map(resource -> resource.substring("certificate/".length()))
        .orElse("");
  }

  private static boolean shows(X509AttributeFilter filter, ScannedCertificate row) {
    if (filter.subject() != null) {
      CommonNameFilter name = filter.subject().commonName();
      return name == null || matches(row.commonName(), name.value(), name.comparisonOperator());
    }
    if (filter.subjectAlternativeName() != null) {
      DnsNameFilter name = filter.subjectAlternativeName().dnsName();
      return name == null
          || row.dnsNames()
              .anyMatch(each -> matches(each, name.value(), name.comparisonOperator()));
    }
    if (filter.extendedKeyUsage() != null) {
      return row.extendedKeyUsages().contains(filter.extendedKeyUsage().name());
    }
    if (filter.keyUsage() != null) {
      return row.keyUsages().contains(filter.keyUsage().name());
    }
    if (filter.keyAlgorithm() != null) {
      return row.keyAlgorithm() == filter.keyAlgorithm();
    }
    if (filter.serialNumber() != null) {
      return filter.serialNumber().equals(row.serial());
    }
    return within(row.notAfter(), filter.notAfter()) && within(row.notBefore(), filter.notBefore());
  }

  private static boolean shows(AcmCertificateMetadataFilter filter, ScannedCertificate row) {
    boolean fromAcme = filter.acmeEndpointArn() != null || filter.acmeAccountId() != null;
    return !fromAcme
        && equal(filter.managedBy(), row.managedBy())
        && equal(filter.status(), row.status())
        && equal(filter.renewalStatus(), row.renewalStatus())
        && equal(filter.type(), row.type())
        && equal(filter.inUse(), row.inUse())
        && equal(filter.exported(), row.exported())
        && equal(
            filter.exportOption(),
            row.type() == CertificateType.IMPORTED ? null : row.exportOption())
        && equal(filter.validationMethod(), row.validationMethod())
        && equal(filter.certificateKeyPairOrigin(), row.keyPairOrigin());
  }

  private static boolean equal(@Nullable Object wanted, @Nullable Object present) {
    return wanted == null || wanted.equals(present);
  }

  private static boolean matches(
      @Nullable String name, String value, ComparisonOperator comparison) {
    if (name == null) {
      return false;
    }
    String lowerCase = value.toLowerCase(Locale.ROOT);
    return switch (comparison) {
      case EQUALS -> name.equals(lowerCase);
      case CONTAINS -> name.contains(lowerCase);
    };
  }

  private static boolean within(@Nullable Instant time, @Nullable TimestampRange range) {
    return range == null
        || (time != null
            && (range.start() == null || !time.isBefore(range.start()))
            && (range.end() == null || !time.isAfter(range.end())));
  }

  /** The equalities that everything which the statement shows fulfils. */
  static Narrowing narrowing(@Nullable CertificateFilterStatement statement) {
    Narrowing narrowing = Narrowing.none();
    narrow(statement, narrowing);
    return narrowing;
  }

  private static void narrow(@Nullable CertificateFilterStatement statement, Narrowing narrowing) {
    if (statement == null) {
      return;
    }
    if (statement.and() != null) {
      statement.and().forEach(each -> narrow(each, narrowing));
    }
    SearchOperations.CertificateFilter filter = statement.filter();
    if (filter == null) {
      return;
    }
    if (filter.certificateArn() != null) {
      narrowing.byId(id(filter.certificateArn()));
    }
    if (filter.x509AttributeFilter() != null) {
      narrow(filter.x509AttributeFilter(), narrowing);
    }
  }

  private static void narrow(X509AttributeFilter filter, Narrowing narrowing) {
    if (filter.serialNumber() != null) {
      narrowing.bySerial(filter.serialNumber());
    }
    CommonNameFilter commonName = filter.subject() == null ? null : filter.subject().commonName();
    if (commonName != null && commonName.comparisonOperator() == ComparisonOperator.EQUALS) {
      narrowing.byCommonName(commonName.value().toLowerCase(Locale.ROOT));
    }
    DnsNameFilter dnsName =
        filter.subjectAlternativeName() == null ? null : filter.subjectAlternativeName().dnsName();
    if (dnsName != null && dnsName.comparisonOperator() == ComparisonOperator.EQUALS) {
      narrowing.byDnsName(dnsName.value().toLowerCase(Locale.ROOT));
    }
  }
}
