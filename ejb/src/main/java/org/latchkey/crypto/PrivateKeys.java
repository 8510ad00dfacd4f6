package org.latchkey.crypto;

import java.io.IOException;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.jspecify.annotations.Nullable;

/** Private keys in PKCS#8 (RFC 5958): of what spec they are, and which public key is theirs. */
final class PrivateKeys {

  private PrivateKeys() {}

  /**
   * @throws IllegalArgumentException where {@code pkcs8} is no private key of this spec
   */
  static AsymmetricKeyParameter parse(KeySpec spec, SecretBytes pkcs8) {
    AsymmetricKeyParameter key = parse(pkcs8);
    if (!isOf(spec, key)) {
      throw new IllegalArgumentException("the private key is not one of " + spec);
    }
    return key;
  }

  /** The public key as SubjectPublicKeyInfo in DER. */
  static byte[] publicKey(AsymmetricKeyParameter privateKey) {
    try {
      SubjectPublicKeyInfo info =
          SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(publicHalf(privateKey));
      return info.getEncoded("DER");
    } catch (IOException e) {
      throw new IllegalStateException("the public key has no encoding", e);
    }
  }

  /**
   * The private key in the one PKCS#8 form in which keys of its spec are stored.
   *
   * @throws IllegalArgumentException for an ML-DSA or ML-KEM key without its seed
   */
  static SecretBytes encode(AsymmetricKeyParameter privateKey) {
    try {
      PrivateKeyInfo info = PrivateKeyInfoFactory.createPrivateKeyInfo(seedForm(privateKey));
      return SecretBytes.owning(withoutPublicKey(info).getEncoded("DER"));
    } catch (IOException e) {
      throw new IllegalStateException("the private key has no encoding");
    }
  }

  /**
   * The form without the public key, version 1 of RFC 5958: Ed25519 keys come in version 2, which
   * OpenSSL 3.0 does not read.
   */
  private static PrivateKeyInfo withoutPublicKey(PrivateKeyInfo info) throws IOException {
    return info.hasPublicKey()
        ? new PrivateKeyInfo(info.getPrivateKeyAlgorithm(), info.parsePrivateKey())
        : info;
  }

  private static AsymmetricKeyParameter seedForm(AsymmetricKeyParameter key) {
    if (key instanceof MLDSAPrivateKeyParameters mlDsa) {
      requireSeed(mlDsa.getSeed());
      return mlDsa.getParametersWithFormat(MLDSAPrivateKeyParameters.SEED_ONLY);
    }
    if (key instanceof MLKEMPrivateKeyParameters mlKem) {
      requireSeed(mlKem.getSeed());
      return mlKem.withPreferredFormat(MLKEMPrivateKeyParameters.SEED_ONLY);
    }
    return key;
  }

  private static void requireSeed(byte @Nullable [] seed) {
    if (seed == null) {
      throw new IllegalArgumentException("the private key comes without its seed");
    }
  }

  private static AsymmetricKeyParameter parse(SecretBytes pkcs8) {
    try {
      return PrivateKeyFactory.createKey(PrivateKeyInfo.getInstance(pkcs8.expose()));
    } catch (IOException | RuntimeException e) {
      // The parser's own message may quote what it read: it is left out, and so is the cause.
      throw new IllegalArgumentException("not a private key in PKCS#8");
    }
  }

  private static boolean isOf(KeySpec spec, AsymmetricKeyParameter key) {
    if (key instanceof RSAPrivateCrtKeyParameters rsa) {
      return spec.isRsa() && rsa.getModulus().bitLength() == spec.modulusBits();
    }
    if (key instanceof ECPrivateKeyParameters ec) {
      return spec.isEc() && isNamed(spec, ec);
    }
    if (key instanceof MLDSAPrivateKeyParameters mlDsa) {
      return spec.isMlDsa()
          && mlDsa.getParameters().getName().equalsIgnoreCase(spec.parameterSet());
    }
    if (key instanceof MLKEMPrivateKeyParameters mlKem) {
      return spec.isMlKem()
          && mlKem.getParameters().getName().equalsIgnoreCase(spec.parameterSet());
    }
    return key instanceof Ed25519PrivateKeyParameters && spec.isEdwards();
  }

  private static boolean isNamed(KeySpec spec, ECPrivateKeyParameters key) {
    ASN1ObjectIdentifier curve = ECNamedCurveTable.getOID(spec.parameterSet());
    return key.getParameters() instanceof ECNamedDomainParameters named
        && named.getName().equals(curve);
  }

  private static AsymmetricKeyParameter publicHalf(AsymmetricKeyParameter key) {
    if (key instanceof RSAPrivateCrtKeyParameters rsa) {
      return new RSAKeyParameters(false, rsa.getModulus(), rsa.getPublicExponent());
    }
    if (key instanceof ECPrivateKeyParameters ec) {
      return new ECPublicKeyParameters(
          new FixedPointCombMultiplier().multiply(ec.getParameters().getG(), ec.getD()),
          ec.getParameters());
    }
    if (key instanceof MLDSAPrivateKeyParameters mlDsa) {
      return mlDsa.getPublicKeyParameters();
    }
    if (key instanceof MLKEMPrivateKeyParameters mlKem) {
      return mlKem.getPublicKeyParameters();
    }
    if (key instanceof Ed25519PrivateKeyParameters ed25519) {
      return ed25519.generatePublicKey();
    }
    throw new IllegalArgumentException("a private key of a kind that KMS keys do not have");
  }
}
