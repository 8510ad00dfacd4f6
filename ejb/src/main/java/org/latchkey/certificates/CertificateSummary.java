package org.latchkey.certificates;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latchkey.x509.CertificateDetails.ExtendedKeyUsageName;
import org.latchkey.x509.CertificateDetails.KeyUsageName;
import org.latchkey.x509.KeyAlgorithm;

/** What {@code ListCertificates} says of each certificate. */
public record CertificateSummary(
    String certificateArn,
    @Nullable String domainName,
    @Nullable List<String> subjectAlternativeNameSummaries,
    @Nullable Boolean hasAdditionalSubjectAlternativeNames,
    CertificateStatus status,
    CertificateType type,
    KeyAlgorithm keyAlgorithm,
    List<KeyUsageName> keyUsages,
    List<ExtendedKeyUsageName> extendedKeyUsages,
    @Nullable String exportOption,
    boolean inUse,
    boolean exported,
    String renewalEligibility,
    @Nullable Instant notBefore,
    @Nullable Instant notAfter,
    Instant createdAt,
    @Nullable Instant issuedAt,
    @Nullable Instant importedAt,
    @Nullable Instant revokedAt,
    @Nullable String managedBy,
    String certificateKeyPairOrigin) {}
