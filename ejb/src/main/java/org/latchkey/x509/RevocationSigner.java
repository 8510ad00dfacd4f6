package org.latchkey.x509;

import static org.latchkey.x509.X509Exception.Problem.UNSUPPORTED_ALGORITHM;

import java.security.cert.X509Certificate;

/**
 * Whose name and key a revocation list or an OCSP response is signed with.
 *
 * @param certificate the authority's, or that of a delegated OCSP responder
 * @param algorithm one that the certificate's key can sign with
 * @param signer signs with that key
 */
public record RevocationSigner(
    X509Certificate certificate, SignatureAlgorithm algorithm, TbsSigner signer) {

  public RevocationSigner {
    if (!KeyAlgorithm.of(certificate.getPublicKey()).supports(algorithm)) {
      throw new X509Exception(
          UNSUPPORTED_ALGORITHM,
          "The signing algorithm " + algorithm + " doesn't match the signer's key.");
    }
  }

  TbsContentSigner contentSigner() {
    return new TbsContentSigner(algorithm, signer);
  }
}
