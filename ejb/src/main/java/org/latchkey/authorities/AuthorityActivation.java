package org.latchkey.authorities;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.latchkey.shared.ServiceException;
import org.latchkey.x509.CertificateChain;
import org.latchkey.x509.KeyIdentifiers;
import org.latchkey.x509.Pem;
import org.latchkey.x509.SerialNumbers;
import org.latchkey.x509.X509Exception;

/** Takes the certificate that makes an authority one, where it fits. */
@ApplicationScoped
class AuthorityActivation {

  /** As the user guide's table of states has it: a disabled authority takes none. */
  private static final Set<AuthorityStatus> TAKES_CERTIFICATE =
      EnumSet.of(
          AuthorityStatus.PENDING_CERTIFICATE, AuthorityStatus.ACTIVE, AuthorityStatus.EXPIRED);

  @Inject private Clock clock;

  /**
   * Activates an authority.
   *
   * @throws ServiceException {@code InvalidStateException}, {@code MalformedCertificateException},
   *     {@code CertificateMismatchException}
   */
  void activate(Authority authority, byte[] certificate, byte @Nullable [] chain) {
    Instant now = clock.instant();
    authority.require(TAKES_CERTIFICATE, now);
    X509Certificate own = read(certificate);
    List<X509Certificate> issuers =
        chain == null || chain.length == 0 ? List.of() : readChain(chain);
    try {
      CertificateChain.ofAuthority(
          own,
          issuers,
          authority.type() == AuthorityType.ROOT,
          Pem.readSigningRequest(authority.csr().getBytes(US_ASCII)),
          now);
    } catch (X509Exception mismatch) {
      throw new ServiceException(
          AuthorityFault.CERTIFICATE_MISMATCH, mismatch.sentence(), mismatch);
    }
    authority.activate(
        Pem.write(own),
        issuers.isEmpty() ? null : Pem.write(issuers),
        SerialNumbers.hex(own.getSerialNumber()),
        own.getNotBefore().toInstant(),
        own.getNotAfter().toInstant(),
        now);
    authority.rememberKeyHashes(
        KeyIdentifiers.hash(own.getPublicKey(), "SHA-1"),
        KeyIdentifiers.hash(own.getPublicKey(), "SHA-256"));
  }

  private static X509Certificate read(byte[] pem) {
    try {
      return Pem.readCertificate(pem);
    } catch (X509Exception malformed) {
      throw new ServiceException(
          AuthorityFault.MALFORMED_CERTIFICATE, malformed.sentence(), malformed);
    }
  }

  private static List<X509Certificate> readChain(byte[] pem) {
    try {
      return Pem.readChain(pem);
    } catch (X509Exception malformed) {
      throw new ServiceException(
          AuthorityFault.MALFORMED_CERTIFICATE, malformed.sentence(), malformed);
    }
  }
}
