package org.latchkey.authorities;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.UUID;
import org.latchkey.crypto.EcdsaDigests;
import org.latchkey.crypto.KeySpec;
import org.latchkey.crypto.MessageType;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.crypto.SigningAlgorithm;
import org.latchkey.keys.ManagedKeys;
import org.latchkey.keyuse.SigningOperations;
import org.latchkey.keyuse.SigningOperations.SignRequest;
import org.latchkey.shared.Caller;
import org.latchkey.x509.KeyAlgorithm;
import org.latchkey.x509.SignatureAlgorithm;
import org.latchkey.x509.TbsSigner;

/** Has KMS sign with authorities' keys, as the service that they belong to. */
@ApplicationScoped
class AuthoritySigner {

  static final String SERVICE = "acm-pca";

  @Inject private SigningOperations signing;

  /**
   * Who signs with the key {@code keyId} of a Region.
   *
   * @param key the key's algorithm: KMS signs with one hash under each curve, Private CA with any
   */
  TbsSigner with(String keyId, String region, KeyAlgorithm key) {
    return (algorithm, tbs) -> {
      Caller privateCa =
          Caller.service(
              SERVICE + ".amazonaws.com",
              ManagedKeys.SERVICE_ACCOUNT,
              region,
              UUID.randomUUID().toString());
      SigningAlgorithm wanted = signingAlgorithm(algorithm);
      SigningAlgorithm own = signingAlgorithm(SignatureAlgorithm.defaultFor(key));
      boolean otherHash = key.isEllipticCurve() && wanted != own;
      SignRequest request =
          new SignRequest(
              keyId,
              SecretBytes.copyOf(otherHash ? EcdsaDigests.fitted(tbs, wanted, own) : tbs),
              otherHash ? MessageType.DIGEST : MessageType.RAW,
              null,
              otherHash ? own : wanted,
              null);
      return signing.sign(privateCa, request).signature();
    };
  }

  /** The KMS key spec of an authority's key. */
  static KeySpec spec(KeyAlgorithm algorithm) {
    return switch (algorithm) {
      case RSA_2048 -> KeySpec.RSA_2048;
      case RSA_3072 -> KeySpec.RSA_3072;
      case RSA_4096 -> KeySpec.RSA_4096;
      case EC_prime256v1 -> KeySpec.ECC_NIST_P256;
      case EC_secp384r1 -> KeySpec.ECC_NIST_P384;
      case EC_secp521r1 -> KeySpec.ECC_NIST_P521;
      case ML_DSA_44 -> KeySpec.ML_DSA_44;
      case ML_DSA_65 -> KeySpec.ML_DSA_65;
      case ML_DSA_87 -> KeySpec.ML_DSA_87;
      case SM2 -> KeySpec.SM2;
      case RSA_1024 ->
          throw new IllegalArgumentException("an authority's key has 2048 bits at the least");
    };
  }

  private static SigningAlgorithm signingAlgorithm(SignatureAlgorithm algorithm) {
    return switch (algorithm) {
      case SHA256WITHECDSA -> SigningAlgorithm.ECDSA_SHA_256;
      case SHA384WITHECDSA -> SigningAlgorithm.ECDSA_SHA_384;
      case SHA512WITHECDSA -> SigningAlgorithm.ECDSA_SHA_512;
      case SHA256WITHRSA -> SigningAlgorithm.RSASSA_PKCS1_V1_5_SHA_256;
      case SHA384WITHRSA -> SigningAlgorithm.RSASSA_PKCS1_V1_5_SHA_384;
      case SHA512WITHRSA -> SigningAlgorithm.RSASSA_PKCS1_V1_5_SHA_512;
      case SHA256WITHRSA_PSS -> SigningAlgorithm.RSASSA_PSS_SHA_256;
      case SHA384WITHRSA_PSS -> SigningAlgorithm.RSASSA_PSS_SHA_384;
      case SHA512WITHRSA_PSS -> SigningAlgorithm.RSASSA_PSS_SHA_512;
      case SM3WITHSM2 -> SigningAlgorithm.SM2DSA;
      case ML_DSA_44, ML_DSA_65, ML_DSA_87 -> SigningAlgorithm.ML_DSA_SHAKE_256;
    };
  }
}
