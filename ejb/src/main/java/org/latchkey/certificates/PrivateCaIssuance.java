package org.latchkey.certificates;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latchkey.authorities.AuthorityOperations;
import org.latchkey.authorities.AuthorityOperations.CertificateAuthority;
import org.latchkey.authorities.AuthorityOperations.DescribeCertificateAuthorityRequest;
import org.latchkey.authorities.AuthorityOperations.GetCertificateRequest;
import org.latchkey.authorities.AuthorityOperations.GetCertificateResponse;
import org.latchkey.authorities.AuthorityOperations.IssueCertificateRequest;
import org.latchkey.authorities.UsageMode;
import org.latchkey.shared.Caller;
import org.latchkey.x509.DistinguishedName;
import org.latchkey.x509.GeneralName;
import org.latchkey.x509.Pem;
import org.latchkey.x509.SignatureAlgorithm;
import org.latchkey.x509.SigningRequest;
import org.latchkey.x509.SubscriberKey;
import org.latchkey.x509.Validity;

/** Has a private CA certify a key, in a transaction of its own: its refusal is not ours. */
@ApplicationScoped
class PrivateCaIssuance {

  /** Thirteen months: how long a private certificate of ACM's is valid. */
  static final Validity THIRTEEN_MONTHS = Validity.ofDays(395);

  private static final Validity SHORT_LIVED = Validity.ofDays(7);

  @Inject private AuthorityOperations authorities;

  /** A certificate in PEM, and its chain. */
  record Issued(String certificate, @Nullable String chain) {}

  /**
   * A certificate for {@code names}, the first of them its common name.
   *
   * @throws org.latchkey.shared.ServiceException whatever the private CA answers
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  Issued issue(
      Caller caller,
      String authorityArn,
      List<String> names,
      SubscriberKey key,
      Validity validity) {
    Caller throughAcm = PrivateKeyProtection.throughAcm(caller, caller.region());
    CertificateAuthority authority =
        authorities
            .describeCertificateAuthority(
                throughAcm, new DescribeCertificateAuthorityRequest(authorityArn))
            .certificateAuthority();
    SigningRequest csr =
        SigningRequest.build(
            DistinguishedName.ofCommonName(names.get(0)),
            names.stream().map(GeneralName::ofDns).toList(),
            key.publicKey(),
            SignatureAlgorithm.defaultFor(key.algorithm()),
            key.signer());
    String issued =
        authorities
            .issueCertificate(
                throughAcm,
                new IssueCertificateRequest(
                    null,
                    authorityArn,
                    Pem.write(csr).getBytes(US_ASCII),
                    authority.certificateAuthorityConfiguration().signingAlgorithm(),
                    null,
                    authority.usageMode() == UsageMode.SHORT_LIVED_CERTIFICATE
                        ? SHORT_LIVED
                        : validity,
                    null,
                    null))
            .certificateArn();
    GetCertificateResponse answer =
        authorities.getCertificate(throughAcm, new GetCertificateRequest(authorityArn, issued));
    return new Issued(answer.certificate(), answer.certificateChain());
  }
}
