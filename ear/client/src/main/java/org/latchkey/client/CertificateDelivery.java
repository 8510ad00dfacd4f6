package org.latchkey.client;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A certificate to serve.
 *
 * @param associationId the association that it belongs to
 * @param certificateArn its certificate
 * @param resourceArn the service's resource that is to show it
 * @param revision grows by one with each new certificate or key of the same ARN; a service keeps
 *     the highest that it has seen
 * @param certificate the certificate, PEM
 * @param certificateChain the certificates above it, PEM, the issuer's first; null where it was
 *     imported without
 * @param encryptedPrivateKey a KMS ciphertext of the private key's PKCS #8 form (RFC 5958), DER;
 *     base64
 * @param keyArn the KMS key that it is encrypted under
 * @param grantId the grant that lets the service decrypt it
 * @param encryptionContext what has to accompany the call of Decrypt
 */
public record CertificateDelivery(
    String associationId,
    String certificateArn,
    String resourceArn,
    int revision,
    String certificate,
    @Nullable String certificateChain,
    String encryptedPrivateKey,
    String keyArn,
    String grantId,
    Map<String, String> encryptionContext)
    implements Delivery {

  /** Shows which certificate this is, without its ciphertext. */
  @Override
  public String toString() {
    return "CertificateDelivery[" + certificateArn + " for " + resourceArn + "]";
  }
}
