package org.latchkey.certificates;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.latchkey.certificates.CertificateOperations.ImportCertificateRequest;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.shared.Arn;
import org.latchkey.shared.Caller;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.ServiceException;
import org.latchkey.x509.CertificateChain;
import org.latchkey.x509.CertificateDetails;
import org.latchkey.x509.CertificateDetails.ExtendedKeyUsageDetail;
import org.latchkey.x509.CertificateDetails.ExtendedKeyUsageName;
import org.latchkey.x509.CertificateDetails.KeyUsageName;
import org.latchkey.x509.KeyAlgorithm;
import org.latchkey.x509.Pem;
import org.latchkey.x509.SubscriberKey;
import org.latchkey.x509.X509Exception;

/**
 * Imports certificates with their private keys.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/acm/latest/userguide/import-certificate-prerequisites.html">
 *     AWS Certificate Manager User Guide, Prerequisites for importing certificates</a>
 */
@ApplicationScoped
class CertificateImports {

  /** What a successor can do without: public CAs no longer issue for TLS clients. */
  private static final Set<ExtendedKeyUsageName> DISPENSABLE =
      EnumSet.of(ExtendedKeyUsageName.NONE, ExtendedKeyUsageName.TLS_WEB_CLIENT_AUTHENTICATION);

  @Inject private Certificates certificates;
  @Inject private PrivateKeyProtection protection;
  @Inject private Event<CertificateChanged> changes;
  @Inject private Clock clock;

  /**
   * Imports a certificate.
   *
   * @param privateKeyPem stays the caller's to close
   * @param replaced the certificate whose place it takes, locked; null for a new one
   */
  Arn importCertificate(
      Caller caller,
      ImportCertificateRequest request,
      SecretBytes privateKeyPem,
      @Nullable Certificate replaced) {
    Instant now = clock.instant();
    if (replaced != null) {
      requireReimportable(replaced, request);
    }
    try (SecretBytes pkcs8 = Pem.readPrivateKey(privateKeyPem)) {
      X509Certificate leaf = Pem.readCertificate(request.certificate());
      byte[] chainPem = request.certificateChain();
      List<X509Certificate> issuers = chainPem == null ? List.of() : Pem.readChain(chainPem);
      CertificateChain.ofImported(leaf, issuers, now);
      try (SubscriberKey key = SubscriberKey.matching(pkcs8, leaf.getPublicKey())) {
        if (replaced != null) {
          requireSuccessor(replaced, CertificateDetails.of(leaf), key.algorithm());
        }
        return store(caller, request, replaced, leaf, issuers, key, now);
      }
    } catch (X509Exception problem) {
      throw new ServiceException(CommonFault.VALIDATION, problem.sentence(), problem);
    }
  }

  private Arn store(
      Caller caller,
      ImportCertificateRequest request,
      @Nullable Certificate replaced,
      X509Certificate leaf,
      List<X509Certificate> issuers,
      SubscriberKey key,
      Instant now) {
    Certificate certificate =
        replaced != null
            ? replaced
            : Certificate.toBeImported(
                UUID.randomUUID().toString(),
                caller.account(),
                caller.region(),
                key.algorithm(),
                CertificateTags.of(request.tags()),
                now);
    PrivateKeyProtection.Protected encrypted =
        protection.protect(caller, certificate.arn(), key.privateKey());
    CertificateDetails details = CertificateDetails.of(leaf);
    List<String> names = new ArrayList<>();
    details.dnsNames().stream()
        .map(name -> name.toLowerCase(Locale.ROOT))
        .filter(CertificateImports::isOneName)
        .forEach(names::add);
    names.addAll(details.ipAddresses());
    if (names.isEmpty()) {
      String common = requiredCommonName(details).toLowerCase(Locale.ROOT);
      if (isOneName(common)) {
        names.add(common);
      }
    }
    certificate.reimport(
        new IssuedKeyPair(
            Pem.write(leaf),
            issuers.isEmpty() ? null : Pem.write(issuers),
            encrypted.ciphertext(),
            encrypted.keyMaterialId(),
            details.notBefore(),
            details.notAfter(),
            null),
        key.algorithm(),
        domainName(details),
        names,
        now);
    if (replaced == null) {
      certificates.add(certificate);
    }
    changes.fire(
        new CertificateChanged(
            certificate.arn(),
            certificate.revision(),
            replaced == null
                ? CertificateChanged.Cause.IMPORTED
                : CertificateChanged.Cause.REIMPORTED));
    return certificate.arn();
  }

  private static void requireReimportable(Certificate replaced, ImportCertificateRequest request) {
    if (replaced.type() != CertificateType.IMPORTED) {
      throw new ServiceException(
          CommonFault.VALIDATION,
          "The certificate " + replaced.arn() + " was not imported and cannot be replaced.");
    }
    if (request.tags() != null && !request.tags().isEmpty()) {
      throw new ServiceException(
          CommonFault.VALIDATION, "Tags cannot be given when a certificate is imported again.");
    }
  }

  /**
   * What takes a certificate's place can do whatever that could, with a key of the same kind.
   *
   * @see <a href="https://docs.aws.amazon.com/acm/latest/userguide/import-reimport.html">AWS
   *     Certificate Manager User Guide, Reimport a certificate</a>
   */
  private static void requireSuccessor(
      Certificate replaced, CertificateDetails successor, KeyAlgorithm algorithm) {
    if (algorithm != replaced.keyAlgorithm()) {
      throw new ServiceException(
          CommonFault.VALIDATION,
          "The key type and size of a certificate cannot be changed: it has "
              + replaced.keyAlgorithm()
              + ", not "
              + algorithm
              + ".");
    }
    CertificateDetails known = CertificateDescriptions.details(replaced);
    if (known == null) {
      return;
    }
    requireNoNewExtensions(known, successor);
    List<KeyUsageName> usages = new ArrayList<>(known.keyUsages());
    usages.remove(KeyUsageName.ANY);
    if (algorithm.isEllipticCurve()) {
      // RFC 5480 section 3 has no such usage for these keys
      usages.remove(KeyUsageName.KEY_ENCIPHERMENT);
    }
    usages.removeAll(successor.keyUsages());
    List<ExtendedKeyUsageName> purposes = new ArrayList<>();
    for (ExtendedKeyUsageDetail purpose : known.extendedKeyUsages()) {
      if (!DISPENSABLE.contains(purpose.name())
          && !successor.extendedKeyUsages().contains(purpose)) {
        purposes.add(purpose.name());
      }
    }
    if (!usages.isEmpty() || !purposes.isEmpty()) {
      throw new ServiceException(
          CommonFault.VALIDATION,
          "Key usages of a certificate cannot be removed: "
              + Stream.concat(usages.stream(), purposes.stream())
                  .map(Enum::name)
                  .collect(Collectors.joining(", "))
              + ".");
    }
  }

  /** What was not restricted by an extension is not restricted by its successor either. */
  private static void requireNoNewExtensions(
      CertificateDetails known, CertificateDetails successor) {
    boolean keyUsage = isRestricted(successor) && !isRestricted(known);
    boolean purposes = hasPurposes(successor) && !hasPurposes(known);
    if (keyUsage || purposes) {
      throw new ServiceException(
          CommonFault.VALIDATION,
          "The extension "
              + (keyUsage ? "KeyUsage" : "ExtendedKeyUsage")
              + " cannot be added: the certificate that was imported before does not have it.");
    }
  }

  private static boolean isRestricted(CertificateDetails details) {
    return !details.keyUsages().equals(List.of(KeyUsageName.ANY));
  }

  private static boolean hasPurposes(CertificateDetails details) {
    return details.extendedKeyUsages().stream()
        .anyMatch(purpose -> purpose.name() != ExtendedKeyUsageName.NONE);
  }

  private static String requiredCommonName(CertificateDetails details) {
    String name = details.commonName();
    if (name == null) {
      throw new ServiceException(
          CommonFault.VALIDATION,
          "The certificate names neither a domain nor an IP address, in its subject or otherwise.");
    }
    return name;
  }

  /** A subject may be called anything: what has spaces or is too long names no domain. */
  private static boolean isOneName(String name) {
    return CertificateFacts.isText(name) && name.chars().noneMatch(Character::isWhitespace);
  }

  /** The common name, as AWS shows it; the first alternative name where that names no domain. */
  static @Nullable String domainName(CertificateDetails details) {
    String common = details.commonName();
    boolean named = common != null && isOneName(common);
    String name = named || details.dnsNames().isEmpty() ? common : details.dnsNames().get(0);
    return name == null || !CertificateFacts.isText(name) ? null : name;
  }
}
