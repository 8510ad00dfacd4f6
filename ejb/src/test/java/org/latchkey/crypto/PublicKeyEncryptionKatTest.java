package org.latchkey.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigInteger;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.latchkey.crypto.Wycheproof.Case;

class PublicKeyEncryptionKatTest {

  @TestFactory
  Stream<DynamicContainer> rsaesOaep() {
    return Stream.of(
        file("rsa_oaep_2048_sha1_mgf1sha1", KeySpec.RSA_2048, EncryptionAlgorithm.RSAES_OAEP_SHA_1),
        file(
            "rsa_oaep_2048_sha256_mgf1sha256",
            KeySpec.RSA_2048,
            EncryptionAlgorithm.RSAES_OAEP_SHA_256),
        file(
            "rsa_oaep_3072_sha256_mgf1sha256",
            KeySpec.RSA_3072,
            EncryptionAlgorithm.RSAES_OAEP_SHA_256),
        file(
            "rsa_oaep_4096_sha256_mgf1sha256",
            KeySpec.RSA_4096,
            EncryptionAlgorithm.RSAES_OAEP_SHA_256));
  }

  private static DynamicContainer file(String file, KeySpec spec, EncryptionAlgorithm algorithm) {
    return Wycheproof.file(file, vector -> check(spec, algorithm, vector));
  }

  private static void check(KeySpec spec, EncryptionAlgorithm algorithm, Case vector)
      throws Exception {
    boolean emptyLabel = vector.bytes("label").length == 0;
    try (SecretBytes pkcs8 = SecretBytes.owning(vector.groupBytes("privateKeyPkcs8"));
        KeyMaterial key = KeyMaterial.decode(spec, pkcs8)) {
      if (vector.isValid() && emptyLabel) {
        try (SecretBytes plaintext =
            PublicKeyEncryption.decrypt(key, algorithm, vector.bytes("ct"))) {
          assertThat(plaintext.expose()).isEqualTo(vector.bytes("msg"));
        }
      } else {
        assertThatExceptionOfType(InvalidCiphertext.class)
            .isThrownBy(() -> PublicKeyEncryption.decrypt(key, algorithm, vector.bytes("ct")));
      }
    }
  }

  /** GM/T 0003.5-2012, annex C: the example of a public key encryption. */
  @Test
  void sm2_decryptsThePublishedCiphertext() throws Exception {
    HexFormat hex = HexFormat.of();
    byte[] ciphertext =
        new DERSequence(
                new ASN1Encodable[] {
                  new ASN1Integer(
                      new BigInteger(
                          "04ebfc718e8d1798620432268e77feb6415e2ede0e073c0f4f640ecd2e149a73", 16)),
                  new ASN1Integer(
                      new BigInteger(
                          "e858f9d81e5430a57b36daab8f950a3c64e6ee6a63094d99283aff767e124df0", 16)),
                  new DEROctetString(
                      hex.parseHex(
                          "59983c18f809e262923c53aec295d30383b54e39d609d160afcb1908d0bd8766")),
                  new DEROctetString(hex.parseHex("21886ca989ca9c7d58087307ca93092d651efa"))
                })
            .getEncoded();
    try (KeyMaterial key = SignaturesKatTest.sm2Example();
        SecretBytes plaintext =
            PublicKeyEncryption.decrypt(key, EncryptionAlgorithm.SM2PKE, ciphertext)) {
      assertThat(plaintext.expose()).asString().isEqualTo("encryption standard");
    }
  }
}
