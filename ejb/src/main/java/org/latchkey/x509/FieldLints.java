package org.latchkey.x509;

import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1UTCTime;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.cert.X509CertificateHolder;
import org.jspecify.annotations.Nullable;
import org.latchkey.x509.Lints.Rule;

/** Rules on the fields of a certificate that are neither names nor extensions. */
final class FieldLints {

  static final List<Rule> RULES =
      List.of(
          new Rule("RFC 5280 4.1.2.1", FieldLints::version),
          new Rule("RFC 5280 4.1.2.2", FieldLints::serialNumber),
          new Rule("CA/Browser Forum BR 7.1.2", FieldLints::serialNumberEntropy),
          new Rule("RFC 5280 4.1.2.3", FieldLints::signatureAlgorithm),
          new Rule("RFC 5280 4.1.2.5", FieldLints::order),
          new Rule("RFC 5280 4.1.2.5", FieldLints::timeEncoding),
          new Rule("RFC 5280 6.1.3", FieldLints::insideIssuer),
          new Rule("RFC 5280 4.1.2.7", FieldLints::publicKey),
          new Rule("NIST SP 800-131A 3", FieldLints::keyStrength),
          new Rule("RFC 5280 4.1.2.8", FieldLints::uniqueIdentifiers));

  private static final int VERSION_3 = 3;
  private static final int MAX_SERIAL_OCTETS = 20;
  private static final int MIN_SERIAL_BITS = 64;
  private static final int LAST_UTC_TIME_YEAR = 2049;

  private FieldLints() {}

  private static @Nullable String version(LintedContent content) {
    return content.tbs().getVersionNumber() == VERSION_3 ? null : "the version is not 3";
  }

  private static @Nullable String serialNumber(LintedContent content) {
    BigInteger serial = content.tbs().getSerialNumber().getValue();
    if (serial.signum() <= 0) {
      return "the serial number is not positive";
    }
    return serial.toByteArray().length > MAX_SERIAL_OCTETS
        ? "the serial number is longer than 20 octets"
        : null;
  }

  private static @Nullable String serialNumberEntropy(LintedContent content) {
    return content.tbs().getSerialNumber().getValue().bitLength() < MIN_SERIAL_BITS
        ? "the serial number is too short to hold 64 random bits"
        : null;
  }

  private static @Nullable String signatureAlgorithm(LintedContent content) {
    return content.tbs().getSignature().equals(content.issuer().algorithm().identifier())
        ? null
        : "the signature algorithm is not the one that it will be signed with";
  }

  private static @Nullable String order(LintedContent content) {
    return notBefore(content.tbs()).isBefore(notAfter(content.tbs()))
        ? null
        : "the validity ends before it begins";
  }

  private static @Nullable String timeEncoding(LintedContent content) {
    return wellEncoded(content.tbs().getStartDate()) && wellEncoded(content.tbs().getEndDate())
        ? null
        : "a time is not UTCTime until 2049 and GeneralizedTime from 2050";
  }

  private static boolean wellEncoded(Time time) {
    int year = time.getDate().toInstant().atOffset(ZoneOffset.UTC).getYear();
    return year <= LAST_UTC_TIME_YEAR
        ? time.toASN1Primitive() instanceof ASN1UTCTime
        : time.toASN1Primitive() instanceof ASN1GeneralizedTime;
  }

  private static @Nullable String insideIssuer(LintedContent content) {
    X509CertificateHolder issuer = content.issuerCertificate();
    if (issuer == null) {
      return null;
    }
    return notAfter(content.tbs()).isAfter(issuer.getNotAfter().toInstant())
        ? "the validity exceeds the authority's"
        : null;
  }

  private static @Nullable String publicKey(LintedContent content) {
    try {
      PublicKeys.decode(content.publicKey());
    } catch (X509Exception invalid) {
      return "the public key is not valid";
    }
    return null;
  }

  private static @Nullable String keyStrength(LintedContent content) {
    KeyAlgorithm key = KeyAlgorithm.find(content.publicKey()).orElse(null);
    if (key == null) {
      return "the key's algorithm, size or curve is not supported";
    }
    return key == KeyAlgorithm.RSA_1024 ? "an RSA key of 1024 bits is too short" : null;
  }

  private static @Nullable String uniqueIdentifiers(LintedContent content) {
    return content.tbs().getIssuerUniqueId() == null && content.tbs().getSubjectUniqueId() == null
        ? null
        : "unique identifiers must not be used";
  }

  static Instant notBefore(TBSCertificate tbs) {
    return tbs.getStartDate().getDate().toInstant();
  }

  static Instant notAfter(TBSCertificate tbs) {
    return tbs.getEndDate().getDate().toInstant();
  }
}
