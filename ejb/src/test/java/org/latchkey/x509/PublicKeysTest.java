package org.latchkey.x509;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.security.interfaces.RSAPublicKey;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.junit.jupiter.api.Test;
import org.latchkey.x509.X509Exception.Problem;

class PublicKeysTest {

  private static final SubscriberKey RSA = SubscriberKey.generate(KeyAlgorithm.RSA_2048);
  private static final SubscriberKey EC = SubscriberKey.generate(KeyAlgorithm.EC_prime256v1);

  private static byte[] rsa(BigInteger modulus) throws IOException {
    return new SubjectPublicKeyInfo(
            new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
            new org.bouncycastle.asn1.pkcs.RSAPublicKey(modulus, BigInteger.valueOf(65_537)))
        .getEncoded();
  }

  private static void assertMalformed(byte[] info) {
    assertThatThrownBy(() -> PublicKeys.decode(info))
        .isInstanceOfSatisfying(
            X509Exception.class, e -> assertThat(e.problem()).isEqualTo(Problem.MALFORMED));
  }

  @Test
  void decode_readsWhatWasEncoded() {
    assertThat(PublicKeys.decode(EC.publicKey().getEncoded())).isEqualTo(EC.publicKey());
    assertThat(PublicKeys.decode(RSA.publicKey().getEncoded())).isEqualTo(RSA.publicKey());
  }

  @Test
  void decode_refusesModulusThatIsNoProductOfLargePrimes() throws Exception {
    BigInteger modulus = ((RSAPublicKey) RSA.publicKey()).getModulus();
    assertMalformed(rsa(modulus.subtract(BigInteger.ONE)));
    BigInteger small = BigInteger.valueOf(3 * 5 * 7);
    assertMalformed(rsa(modulus.divide(small).setBit(0).multiply(small)));
  }

  @Test
  void decode_refusesPointOffItsCurve() throws Exception {
    byte[] point = PublicKeys.info(EC.publicKey()).getPublicKeyData().getBytes();
    point[point.length - 1] ^= 1;
    assertMalformed(
        new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(
                    X9ObjectIdentifiers.id_ecPublicKey, SECObjectIdentifiers.secp256r1),
                point)
            .getEncoded());
  }

  @Test
  void decode_refusesWhatIsNoKey() {
    assertMalformed(new byte[0]);
    assertMalformed(new byte[] {0x30, 0x00});
  }

  /** RFC 5480 section 2.1.1: a curve is named, never spelt out. */
  @Test
  void keyAlgorithm_leavesOutCurveThatIsSpeltOut() throws Exception {
    SubjectPublicKeyInfo spelt =
        new SubjectPublicKeyInfo(
            new AlgorithmIdentifier(
                X9ObjectIdentifiers.id_ecPublicKey, SECNamedCurves.getByName("secp256r1")),
            PublicKeys.info(EC.publicKey()).getPublicKeyData().getBytes());
    assertThat(KeyAlgorithm.find(spelt)).isEmpty();
  }
}
