package org.latchkey.x509;

import static org.latchkey.x509.X509Exception.Problem.MALFORMED;
import static org.latchkey.x509.X509Exception.Problem.TOO_LARGE;

import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.Req;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A question about the status of certificates (RFC 6960 section 4.1). A signature on it is not
 * looked at: everybody may ask.
 */
public final class OcspRequest {

  /** The most octets of a request. */
  public static final int MAX_LENGTH = 16_384;

  private static final int MAX_CERTIFICATES = 100;

  /** RFC 9654 section 2.1. */
  private static final int MAX_NONCE = 128;

  private final List<CertificateId> certificates;
  private final @Nullable Extension nonce;

  private OcspRequest(List<CertificateId> certificates, @Nullable Extension nonce) {
    this.certificates = certificates;
    this.nonce = nonce;
  }

  /** A certificate that is asked about: its serial number, and hashes of its issuer. */
  public static final class CertificateId {

    private final CertificateID id;

    private CertificateId(CertificateID id) {
      this.id = id;
    }

    /** A certificate of {@code issuer}'s, as it would be asked about. */
    public static CertificateId of(IssuerHash hash, X509Certificate issuer, BigInteger serial) {
      try {
        return new CertificateId(
            new CertificateID(
                digests().get(hash.algorithm()), Certificates.holder(issuer), serial));
      } catch (OCSPException | OperatorCreationException e) {
        throw new IllegalStateException("a certificate id cannot be made", e);
      }
    }

    public BigInteger serialNumber() {
      return id.getSerialNumber();
    }

    /** Whether name and key of {@code issuer} have the hashes that were asked with. */
    public boolean isIssuedBy(X509Certificate issuer) {
      try {
        return id.matchesIssuer(Certificates.holder(issuer), digests());
      } catch (OCSPException | OperatorCreationException unknownHash) {
        return false;
      }
    }

    /**
     * The way in which its issuer is named; empty for an unusual one. With the issuer and the
     * serial number, it is all that an answer repeats of the question.
     */
    public Optional<IssuerHash> issuerHash() {
      return IssuerHash.of(id.toASN1Primitive().getHashAlgorithm());
    }

    /** The issuer's key as it is asked by, in hexadecimal: a SHA-1 or SHA-256 hash, or another. */
    public String issuerKeyHash() {
      return HexFormat.of().formatHex(id.getIssuerKeyHash());
    }

    CertificateID id() {
      return id;
    }

    private static DigestCalculatorProvider digests() throws OperatorCreationException {
      return new JcaDigestCalculatorProviderBuilder().setProvider(BouncyCastle.PROVIDER).build();
    }
  }

  /** A request about one certificate, without a nonce. */
  public static OcspRequest about(CertificateId certificate) {
    return new OcspRequest(List.of(certificate), null);
  }

  /**
   * Reads a request in DER.
   *
   * @throws X509Exception if it is none, if it asks about nothing or about more than 100
   *     certificates, or if its nonce is not 1 to 128 octets
   */
  public static OcspRequest read(byte[] der) {
    if (der.length > MAX_LENGTH) {
      throw new X509Exception(
          TOO_LARGE, "The OCSP request is larger than " + MAX_LENGTH + " octets.");
    }
    return Asn1.read(
        "The OCSP request is not valid.",
        () -> {
          OCSPReq request = new OCSPReq(der);
          Req[] list = request.getRequestList();
          if (list.length == 0 || list.length > MAX_CERTIFICATES) {
            throw new X509Exception(
                MALFORMED, "An OCSP request is about 1 to " + MAX_CERTIFICATES + " certificates.");
          }
          return new OcspRequest(
              Arrays.stream(list).map(Req::getCertID).map(CertificateId::new).toList(),
              nonce(request));
        });
  }

  private static @Nullable Extension nonce(OCSPReq request) {
    Extension nonce = request.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce);
    if (nonce != null) {
      int length = ASN1OctetString.getInstance(nonce.getParsedValue()).getOctets().length;
      if (length == 0 || length > MAX_NONCE) {
        throw new X509Exception(MALFORMED, "An OCSP nonce is 1 to " + MAX_NONCE + " octets.");
      }
    }
    return nonce;
  }

  /** What is asked about, in the request's order. */
  public List<CertificateId> certificates() {
    return certificates;
  }

  /** Whether the answer has to be made for this request alone. */
  public boolean hasNonce() {
    return nonce != null;
  }

  /** To be given back as it is; null where there is none. */
  @Nullable Extension nonce() {
    return nonce;
  }
}
