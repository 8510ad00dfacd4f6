package org.latchkey.x509;

import static org.latchkey.x509.X509Exception.Problem.BROKEN_CHAIN;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.cert.CertException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;

/** Path validation as RFC 5280 section 6.1 has it, without revocation. */
final class CertificatePath {

  private CertificatePath() {}

  static boolean isSelfSigned(X509CertificateHolder certificate) {
    return issued(certificate, certificate);
  }

  /** Whether the names fit and the signature verifies. */
  static boolean issued(X509CertificateHolder issuer, X509CertificateHolder subject) {
    X500Name name = issuer.getSubject();
    if (name.getRDNs().length == 0 || !areSame(name, subject.getIssuer())) {
      return false;
    }
    try {
      return subject.isSignatureValid(
          new JcaContentVerifierProviderBuilder()
              .setProvider(BouncyCastle.PROVIDER)
              .build(PublicKeys.decode(issuer.getSubjectPublicKeyInfo())));
    } catch (CertException | OperatorCreationException | RuntimeException unusable) {
      return false;
    }
  }

  /**
   * RFC 5280 section 7.1: two names are the same whose relative names are, in the same order.
   * {@code X500Name.equals} takes them in reverse order, too.
   */
  private static boolean areSame(X500Name one, X500Name other) {
    RDN[] first = one.getRDNs();
    RDN[] second = other.getRDNs();
    return first.length == second.length
        && IntStream.range(0, first.length)
            .allMatch(place -> IETFUtils.rDNAreEqual(first[place], second[place]));
  }

  /**
   * Validates a path whose certificates have been found to issue each other.
   *
   * <p>The last certificate's name and key are the trust anchor, and where it is self-signed it is
   * in the path as well: so that its own constraints count, which those of an anchor do not.
   *
   * @param path from the end entity upwards
   */
  static void validate(List<X509CertificateHolder> path, Instant now) {
    X509CertificateHolder last = path.get(path.size() - 1);
    boolean complete = isSelfSigned(last);
    if (path.size() == 1 && !complete) {
      return;
    }
    List<X509Certificate> certificates =
        path.subList(0, complete ? path.size() : path.size() - 1).stream()
            .map(Certificates::convert)
            .toList();
    X509Certificate anchor = Certificates.convert(last);
    try {
      if (!complete) {
        requireAuthority(anchor, path.size());
      }
      PKIXParameters parameters =
          new PKIXParameters(
              Set.of(
                  new TrustAnchor(anchor.getSubjectX500Principal(), anchor.getPublicKey(), null)));
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(now));
      CertPathValidator.getInstance("PKIX", BouncyCastle.PROVIDER)
          .validate(
              CertificateFactory.getInstance("X.509", BouncyCastle.PROVIDER)
                  .generateCertPath(certificates),
              parameters);
    } catch (CertPathValidatorException e) {
      throw new X509Exception(
          BROKEN_CHAIN, "The certificate chain is not a valid path: " + e.getMessage() + ".");
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new X509Exception(BROKEN_CHAIN, "The certificate chain cannot be validated.");
    }
  }

  /** What an anchor is not held to by path validation (RFC 5280 section 6.1.4 k to n). */
  private static void requireAuthority(X509Certificate issuer, int pathSize)
      throws CertPathValidatorException {
    boolean[] usage = issuer.getKeyUsage();
    if (issuer.getBasicConstraints() < 0) {
      throw new CertPathValidatorException("its last certificate is not an authority's");
    }
    if (usage != null && !usage[5]) {
      throw new CertPathValidatorException("its last certificate may not sign certificates");
    }
    // The end entity and the issuer itself don't count.
    if (pathSize - 2 > issuer.getBasicConstraints()) {
      throw new CertPathValidatorException("its last certificate's path length is exceeded");
    }
  }
}
