package org.latchkey.x509;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.function.Function;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.ocsp.RevokedInfo;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.jspecify.annotations.Nullable;
import org.latchkey.x509.OcspRequest.CertificateId;

/**
 * The answer to an {@link OcspRequest} (RFC 6960 section 4.2): the responder named by its key, each
 * status with the time for which it holds, the nonce given back. What is signed has been verified
 * under the responder's key.
 */
public final class OcspResponse {

  private final byte[] encoded;

  private OcspResponse(byte[] encoded) {
    this.encoded = encoded;
  }

  /**
   * The status of a certificate: good, revoked, or not known here.
   *
   * @param known whether the responder knows the certificate
   * @param revokedAt null where it is not revoked
   * @param reason null where it is not revoked
   */
  public record Status(
      boolean known, @Nullable Instant revokedAt, @Nullable RevocationReason reason) {

    public static final Status GOOD = new Status(true, null, null);
    public static final Status UNKNOWN = new Status(false, null, null);

    public static Status revoked(Instant at, RevocationReason reason) {
      return new Status(true, at, reason);
    }
  }

  /** Why there is no answer (RFC 6960 section 2.3); such a response is not signed. */
  public enum Failure {
    MALFORMED_REQUEST(OCSPRespBuilder.MALFORMED_REQUEST),
    INTERNAL_ERROR(OCSPRespBuilder.INTERNAL_ERROR),
    TRY_LATER(OCSPRespBuilder.TRY_LATER),
    UNAUTHORIZED(OCSPRespBuilder.UNAUTHORIZED);

    private final int code;

    Failure(int code) {
      this.code = code;
    }
  }

  public static OcspResponse failure(Failure failure) {
    try {
      return new OcspResponse(new OCSPRespBuilder().build(failure.code, null).getEncoded());
    } catch (OCSPException | IOException e) {
      throw new IllegalStateException("an OCSP error cannot be encoded", e);
    }
  }

  /**
   * Answers a request.
   *
   * @param statuses the status of each certificate that is asked about
   * @param thisUpdate the moment at which the statuses are known to hold
   * @param nextUpdate by when newer ones can be had
   * @param issuer whose certificates are asked about; the responder's own certificate is sent along
   *     where it is another one
   * @throws IllegalStateException if the signature does not verify under the responder's key
   */
  public static OcspResponse sign(
      OcspRequest request,
      Function<CertificateId, Status> statuses,
      Instant thisUpdate,
      Instant nextUpdate,
      X509Certificate issuer,
      RevocationSigner responder) {
    X509CertificateHolder own = Certificates.holder(responder.certificate());
    try {
      BasicOCSPRespBuilder builder =
          new BasicOCSPRespBuilder(
              own.getSubjectPublicKeyInfo(),
              new BcDigestCalculatorProvider().get(RespID.HASH_SHA1));
      for (CertificateId certificate : request.certificates()) {
        builder.addResponse(
            certificate.id(),
            encode(statuses.apply(certificate)),
            Date.from(thisUpdate),
            Date.from(nextUpdate));
      }
      if (request.nonce() != null) {
        builder.setResponseExtensions(new org.bouncycastle.asn1.x509.Extensions(request.nonce()));
      }
      BasicOCSPResp response =
          builder.build(
              responder.contentSigner(),
              responder.certificate().equals(issuer)
                  ? new X509CertificateHolder[0]
                  : new X509CertificateHolder[] {own},
              Date.from(thisUpdate));
      if (!response.isSignatureValid(
          new JcaContentVerifierProviderBuilder()
              .setProvider(BouncyCastle.PROVIDER)
              .build(responder.certificate().getPublicKey()))) {
        throw new IllegalStateException("the signature does not verify under the responder's key");
      }
      return new OcspResponse(
          new OCSPRespBuilder().build(OCSPRespBuilder.SUCCESSFUL, response).getEncoded());
    } catch (OCSPException | OperatorCreationException | IOException e) {
      throw new IllegalStateException("an OCSP response cannot be made", e);
    }
  }

  private static @Nullable CertificateStatus encode(Status status) {
    if (!status.known()) {
      return new UnknownStatus();
    }
    Instant revokedAt = status.revokedAt();
    if (revokedAt == null) {
      return CertificateStatus.GOOD;
    }
    RevocationReason reason = status.reason();
    ASN1GeneralizedTime time = new DERGeneralizedTime(Date.from(revokedAt));
    // As in a list, an unspecified reason is left out.
    return new RevokedStatus(
        new RevokedInfo(
            time,
            reason == null || reason == RevocationReason.UNSPECIFIED
                ? null
                : CRLReason.lookup(reason.code())));
  }

  /** The response in DER, as it is served under application/ocsp-response. */
  public byte[] encoded() {
    return encoded.clone();
  }
}
