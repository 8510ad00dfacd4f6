package org.latchkey.crypto;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Provider;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.DigestInfo;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.bouncycastle.crypto.signers.SM2Signer;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;
import org.jspecify.annotations.Nullable;

/**
 * Signatures under asymmetric KMS keys: RSASSA-PSS and PKCS #1 v1.5 (RFC 8017), ECDSA (FIPS 186-5),
 * Ed25519 and Ed25519ph (RFC 8032), ML-DSA with an empty context, hedged (FIPS 204), and SM2 with
 * SM3 and the default signer id (GB/T 32918.2).
 *
 * @see SigningAlgorithm
 */
public final class Signatures {

  private Signatures() {}

  /**
   * Signs a message.
   *
   * @param message the message, its digest or its μ, as {@code type} says; SM2's digest is SM3 over
   *     Z and the message
   * @throws IllegalArgumentException where the key's spec does not have this algorithm, or the
   *     algorithm does not {@linkplain SigningAlgorithm#accepts accept} the message
   */
  public static byte[] sign(
      KeyMaterial key, SigningAlgorithm algorithm, MessageType type, byte[] message) {
    check(key.spec(), algorithm, type, message);
    try {
      return switch (algorithm.scheme()) {
        case RSASSA_PKCS1_V1_5, RSASSA_PSS, ECDSA -> signJca(key, algorithm, type, message);
        case SM2DSA -> signSm2(key, type, message);
        case ML_DSA -> signMlDsa(key, type, message);
        case ED25519 -> signEdwards(key, Ed25519.Algorithm.Ed25519, null, message);
        case ED25519_PH -> signEdwards(key, Ed25519.Algorithm.Ed25519ph, new byte[0], message);
      };
    } catch (GeneralSecurityException | CryptoException e) {
      throw new IllegalStateException(algorithm + " could not be made", e);
    }
  }

  /**
   * Whether a signature is of this message under this key; false for anything that is no signature.
   *
   * @param publicKey SubjectPublicKeyInfo in DER
   * @throws IllegalArgumentException as {@link #sign}, or where {@code publicKey} is not of {@code
   *     spec}
   */
  public static boolean verify(
      KeySpec spec,
      byte[] publicKey,
      SigningAlgorithm algorithm,
      MessageType type,
      byte[] message,
      byte[] signature) {
    check(spec, algorithm, type, message);
    return switch (algorithm.scheme()) {
      case RSASSA_PKCS1_V1_5, RSASSA_PSS, ECDSA ->
          verifyJca(spec, publicKey, algorithm, type, message, signature);
      case SM2DSA -> verifySm2(PublicKeys.parse(spec, publicKey), type, message, signature);
      case ML_DSA -> verifyMlDsa(PublicKeys.parse(spec, publicKey), type, message, signature);
      case ED25519 ->
          verifyEdwards(spec, publicKey, Ed25519.Algorithm.Ed25519, null, message, signature);
      case ED25519_PH ->
          verifyEdwards(
              spec, publicKey, Ed25519.Algorithm.Ed25519ph, new byte[0], message, signature);
    };
  }

  private static void check(
      KeySpec spec, SigningAlgorithm algorithm, MessageType type, byte[] message) {
    if (!spec.signingAlgorithms().contains(algorithm)) {
      throw new IllegalArgumentException(spec + " does not have " + algorithm);
    }
    if (!algorithm.accepts(type, message.length)) {
      throw new IllegalArgumentException(
          "%s takes no message of type %s with %d bytes"
              .formatted(algorithm, type, message.length));
    }
  }

  private static byte[] signJca(
      KeyMaterial key, SigningAlgorithm algorithm, MessageType type, byte[] message)
      throws GeneralSecurityException {
    Signature signature = engine(key.spec(), algorithm, type);
    signature.initSign(key.privateKey(), Providers.random());
    signature.update(input(algorithm, type, message));
    return signature.sign();
  }

  private static boolean verifyJca(
      KeySpec spec,
      byte[] publicKey,
      SigningAlgorithm algorithm,
      MessageType type,
      byte[] message,
      byte[] signature) {
    try {
      Signature engine = engine(spec, algorithm, type);
      engine.initVerify(PublicKeys.decode(spec, publicKey));
      engine.update(input(algorithm, type, message));
      return engine.verify(signature);
    } catch (SignatureException e) {
      return false;
    } catch (InvalidKeyException e) {
      throw new IllegalArgumentException("the public key is not one of " + spec, e);
    } catch (GeneralSecurityException e) {
      throw Providers.missing(algorithm.name(), e);
    }
  }

  private static Signature engine(KeySpec spec, SigningAlgorithm algorithm, MessageType type)
      throws GeneralSecurityException {
    boolean raw = type == MessageType.RAW;
    if (algorithm.scheme() == SigningAlgorithm.Scheme.ECDSA) {
      return jca("NONEwithECDSA", Providers.keyProvider(spec));
    }
    // Only BouncyCastle signs a digest with RSA.
    Provider provider = raw ? Providers.keyProvider(spec) : Providers.BOUNCY_CASTLE;
    String digest = algorithm.digest();
    if (algorithm.scheme() == SigningAlgorithm.Scheme.RSASSA_PKCS1_V1_5) {
      return jca(raw ? digest.replace("-", "") + "withRSA" : "NONEwithRSA", provider);
    }
    Signature pss = jca(raw ? "RSASSA-PSS" : "NONEwithRSASSA-PSS", provider);
    pss.setParameter(
        new PSSParameterSpec(
            digest,
            "MGF1",
            new MGF1ParameterSpec(digest),
            algorithm.digestLength(),
            PSSParameterSpec.TRAILER_FIELD_BC));
    return pss;
  }

  private static Signature jca(String name, @Nullable Provider provider)
      throws GeneralSecurityException {
    return provider == null ? Signature.getInstance(name) : Signature.getInstance(name, provider);
  }

  private static byte[] input(SigningAlgorithm algorithm, MessageType type, byte[] message) {
    return switch (algorithm.scheme()) {
      case ECDSA ->
          type == MessageType.RAW ? Providers.digest(algorithm.digest()).digest(message) : message;
      case RSASSA_PKCS1_V1_5 ->
          type == MessageType.RAW ? message : digestInfo(algorithm.digest(), message);
      default -> message;
    };
  }

  /** RFC 8017, section 9.2: the algorithm's parameters are there, and they are NULL. */
  private static byte[] digestInfo(String digest, byte[] value) {
    ASN1ObjectIdentifier id =
        new DefaultDigestAlgorithmIdentifierFinder().find(digest).getAlgorithm();
    try {
      return new DigestInfo(new AlgorithmIdentifier(id, DERNull.INSTANCE), value).getEncoded("DER");
    } catch (IOException e) {
      throw new IllegalStateException("a DigestInfo has no encoding", e);
    }
  }

  private static byte[] signSm2(KeyMaterial key, MessageType type, byte[] message)
      throws CryptoException {
    SM2Signer signer = sm2Signer(type, message);
    signer.init(true, new ParametersWithRandom(key.parameters(), Providers.random()));
    signer.update(message, 0, message.length);
    return signer.generateSignature();
  }

  private static boolean verifySm2(
      AsymmetricKeyParameter key, MessageType type, byte[] message, byte[] signature) {
    SM2Signer signer = sm2Signer(type, message);
    signer.init(false, key);
    signer.update(message, 0, message.length);
    return signer.verifySignature(signature);
  }

  private static SM2Signer sm2Signer(MessageType type, byte[] message) {
    if (type == MessageType.RAW) {
      return new SM2Signer();
    }
    return new SM2Signer() {
      @Override
      protected BigInteger calculateE(BigInteger n, byte[] digestOfTheDigest) {
        return new BigInteger(1, message);
      }
    };
  }

  private static byte[] signMlDsa(KeyMaterial key, MessageType type, byte[] message)
      throws CryptoException {
    MLDSASigner signer = new MLDSASigner();
    signer.init(true, new ParametersWithRandom(key.parameters(), Providers.random()));
    if (type == MessageType.EXTERNAL_MU) {
      return signer.generateMuSignature(message);
    }
    signer.update(message, 0, message.length);
    return signer.generateSignature();
  }

  private static boolean verifyMlDsa(
      AsymmetricKeyParameter key, MessageType type, byte[] message, byte[] signature) {
    MLDSASigner signer = new MLDSASigner();
    signer.init(false, key);
    if (type == MessageType.EXTERNAL_MU) {
      return signer.verifyMuSignature(message, signature);
    }
    signer.update(message, 0, message.length);
    return signer.verifySignature(signature);
  }

  private static byte[] signEdwards(
      KeyMaterial key, int algorithm, byte @Nullable [] context, byte[] message) {
    byte[] signature = new byte[Ed25519PrivateKeyParameters.SIGNATURE_SIZE];
    ((Ed25519PrivateKeyParameters) key.parameters())
        .sign(algorithm, context, message, 0, message.length, signature, 0);
    return signature;
  }

  private static boolean verifyEdwards(
      KeySpec spec,
      byte[] publicKey,
      int algorithm,
      byte @Nullable [] context,
      byte[] message,
      byte[] signature) {
    Ed25519PublicKeyParameters key = (Ed25519PublicKeyParameters) PublicKeys.parse(spec, publicKey);
    return signature.length == Ed25519PrivateKeyParameters.SIGNATURE_SIZE
        && key.verify(algorithm, context, message, 0, message.length, signature, 0);
  }
}
