package org.latchkey.x509;

import static org.latchkey.x509.X509Exception.Problem.INVALID_NAME;
import static org.latchkey.x509.X509Exception.Problem.INVALID_TEMPLATE;
import static org.latchkey.x509.X509Exception.Problem.UNSUPPORTED_ALGORITHM;

import java.io.IOException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.jspecify.annotations.Nullable;

/**
 * An authority as the issuer of certificates: its own certificate, its key and signing algorithm,
 * and what it says of revocation. Immutable; it holds no private key.
 *
 * <p>An issuer without a certificate yet, {@link #selfSigning}, issues its own and nothing else.
 */
public final class CertificateIssuer {

  private static final Duration CLOCK_DIFFERENCE = Duration.ofMinutes(60);

  private final @Nullable X509Certificate certificate;
  private final List<X509Certificate> above;
  private final PublicKey publicKey;
  private final SignatureAlgorithm algorithm;
  private final RevocationAddresses revocation;

  /**
   * Where relying parties learn of revocation; each list may be empty.
   *
   * @param crlUrls for the CRL distribution points extension (RFC 5280 section 4.2.1.13)
   * @param ocspUrls for the authority information access extension (section 4.2.2.1)
   * @param caIssuersUrls where the issuer's certificate is, in the same extension
   */
  public record RevocationAddresses(
      List<String> crlUrls, List<String> ocspUrls, List<String> caIssuersUrls) {

    public static final RevocationAddresses NONE =
        new RevocationAddresses(List.of(), List.of(), List.of());

    public RevocationAddresses {
      crlUrls = List.copyOf(crlUrls);
      ocspUrls = List.copyOf(ocspUrls);
      caIssuersUrls = List.copyOf(caIssuersUrls);
    }
  }

  private CertificateIssuer(
      @Nullable X509Certificate certificate,
      List<X509Certificate> above,
      PublicKey publicKey,
      SignatureAlgorithm algorithm,
      RevocationAddresses revocation) {
    if (!KeyAlgorithm.of(publicKey).supports(algorithm)) {
      throw new X509Exception(
          UNSUPPORTED_ALGORITHM,
          "The signing algorithm "
              + algorithm
              + " doesn't match the authority's key algorithm "
              + KeyAlgorithm.of(publicKey)
              + ".");
    }
    this.certificate = certificate;
    this.above = List.copyOf(above);
    this.publicKey = publicKey;
    this.algorithm = algorithm;
    this.revocation = revocation;
  }

  /**
   * An authority that has its certificate.
   *
   * @throws X509Exception if its key cannot sign with the algorithm, or its subject is empty
   */
  public static CertificateIssuer of(X509Certificate certificate, SignatureAlgorithm algorithm) {
    if (Certificates.holder(certificate).getSubject().getRDNs().length == 0) {
      throw new X509Exception(INVALID_NAME, "The subject of a certificate authority is empty.");
    }
    return new CertificateIssuer(
        certificate, List.of(), certificate.getPublicKey(), algorithm, RevocationAddresses.NONE);
  }

  /**
   * A root authority that is to sign its own certificate.
   *
   * @throws X509Exception if the key cannot sign with the algorithm
   */
  public static CertificateIssuer selfSigning(PublicKey key, SignatureAlgorithm algorithm) {
    return new CertificateIssuer(null, List.of(), key, algorithm, RevocationAddresses.NONE);
  }

  /** The same issuer, whose certificates tell where to learn of revocation. */
  public CertificateIssuer withRevocation(RevocationAddresses addresses) {
    return new CertificateIssuer(certificate, above, publicKey, algorithm, addresses);
  }

  /**
   * The same issuer, below other authorities, whose name constraints are heeded as well (RFC 5280,
   * section 6.1.4 (g)).
   */
  public CertificateIssuer under(List<X509Certificate> authorities) {
    return new CertificateIssuer(certificate, authorities, publicKey, algorithm, revocation);
  }

  /**
   * Makes the content of a certificate, with a fresh serial number. Nothing is signed yet: what
   * comes back is to be linted first.
   *
   * @param now the moment of issuance, that relative validities are counted from
   * @throws X509Exception if the template is not for this issuer, or something given cannot be
   *     encoded
   */
  public PreparedCertificate prepare(IssuanceRequest request, Instant now) {
    CertificateTemplate template = request.template();
    check(template, request.csr());
    X500Name subject = subject(request);
    if (template.isAuthority() && subject.getRDNs().length == 0) {
      throw new X509Exception(INVALID_NAME, "The subject of a certificate authority is empty.");
    }
    V3TBSCertificateGenerator content = new V3TBSCertificateGenerator();
    content.setSerialNumber(new ASN1Integer(SerialNumbers.next()));
    content.setSignature(algorithm.identifier());
    content.setIssuer(
        certificate == null || template.isRoot()
            ? subject
            : Certificates.holder(certificate).getSubject());
    content.setStartDate(time(notBefore(request, now)));
    content.setEndDate(time(request.validity().from(now)));
    content.setSubject(subject);
    content.setSubjectPublicKeyInfo(PublicKeys.info(request.csr().publicKey()));
    content.setExtensions(
        new ExtensionComposer(request, template.isRoot() ? null : certificate, revocation)
            .compose(subject));
    try {
      return new PreparedCertificate(
          content.generateTBSCertificate().getEncoded(ASN1Encoding.DER),
          new IssuerFacts(
              template.isRoot() ? null : certificate,
              template.isRoot() ? List.of() : above,
              publicKey,
              algorithm));
    } catch (IOException e) {
      throw new IllegalStateException("a certificate's content cannot be encoded", e);
    }
  }

  private void check(CertificateTemplate template, SigningRequest csr) {
    if (template.isRoot() && !PublicKeys.info(csr.publicKey()).equals(PublicKeys.info(publicKey))) {
      throw new X509Exception(
          INVALID_TEMPLATE,
          "A root certificate is for the authority's own key: the certificate signing request holds"
              + " another one.");
    }
    if (!template.isRoot() && certificate == null) {
      throw new X509Exception(
          INVALID_TEMPLATE,
          "The authority has no certificate yet: it can only issue its own, with a root template.");
    }
  }

  private static X500Name subject(IssuanceRequest request) {
    ApiPassthrough api = request.template().passesApi() ? request.apiPassthrough() : null;
    DistinguishedName subject = api == null ? null : api.subject();
    return subject == null ? request.csr().subjectName() : subject.toX500Name();
  }

  /** An hour ago where nothing else is said, though not before the issuer itself is valid. */
  private Instant notBefore(IssuanceRequest request, Instant now) {
    Validity asked = request.validityNotBefore();
    if (asked != null) {
      return asked.from(now);
    }
    Instant start = now.minus(CLOCK_DIFFERENCE);
    if (certificate == null || request.template().isRoot()) {
      return start;
    }
    Instant issuerStart = certificate.getNotBefore().toInstant();
    return start.isBefore(issuerStart) ? issuerStart : start;
  }

  /** In whole seconds, as UTCTime until 2049 and as GeneralizedTime from 2050. */
  private static Time time(Instant moment) {
    return new Time(Date.from(Instant.ofEpochSecond(moment.getEpochSecond())));
  }
}
