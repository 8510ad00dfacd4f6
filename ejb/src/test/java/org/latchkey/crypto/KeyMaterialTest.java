package org.latchkey.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.security.interfaces.RSAPublicKey;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class KeyMaterialTest {

  @ParameterizedTest
  @EnumSource
  void decode_givesBackWhatWasGenerated(KeySpec spec) {
    KeyMaterial generated = TestKeys.one(spec);
    try (SecretBytes encoded = generated.encoded();
        KeyMaterial decoded = KeyMaterial.decode(spec, encoded);
        SecretBytes again = decoded.encoded()) {
      assertThat(decoded.spec()).isEqualTo(spec);
      assertThat(again).isEqualTo(encoded);
      if (spec.isAsymmetric()) {
        assertThat(decoded.publicKey()).isEqualTo(generated.publicKey());
        assertThat(decoded.jcaPublicKey().getEncoded()).isEqualTo(generated.publicKey());
        assertThat(decoded.privateKey().getEncoded()).isEqualTo(encoded.expose());
      }
    }
  }

  /** RFC 8410, section 7: the first of its two examples has this length. */
  @Test
  void ed25519_isStoredWithoutItsPublicKey() {
    try (SecretBytes encoded = TestKeys.one(KeySpec.ECC_NIST_EDWARDS25519).encoded()) {
      assertThat(PrivateKeyInfo.getInstance(encoded.expose()).hasPublicKey()).isFalse();
      assertThat(encoded.length()).isEqualTo(48);
    }
  }

  @ParameterizedTest
  @EnumSource
  void generateTwice_givesTwoKeys(KeySpec spec) {
    try (SecretBytes first = TestKeys.one(spec).encoded();
        SecretBytes second = TestKeys.another(spec).encoded()) {
      assertThat(first).isNotEqualTo(second);
    }
  }

  @ParameterizedTest
  @EnumSource
  void decodeAsAnotherSpec_isRefused(KeySpec spec) {
    try (SecretBytes encoded = TestKeys.one(spec).encoded()) {
      for (KeySpec other : KeySpec.values()) {
        boolean bytesLikeAnyOther =
            !other.isAsymmetric()
                && encoded.length() >= other.secretLength()
                && encoded.length() <= other.maxSecretLength();
        if (other != spec && !bytesLikeAnyOther) {
          assertThatIllegalArgumentException().isThrownBy(() -> KeyMaterial.decode(other, encoded));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      names = {"ML_DSA_.*", "ML_KEM_.*"},
      mode = EnumSource.Mode.MATCH_ANY)
  void encodedLatticeKey_isItsSeed(KeySpec spec) throws Exception {
    try (KeyMaterial material = KeyMaterial.generate(spec);
        SecretBytes encoded = material.encoded()) {
      int seed = spec.isMlDsa() ? 32 : 64;
      byte[] content = PrivateKeyInfo.getInstance(encoded.expose()).getPrivateKey().getOctets();
      assertThat(content).hasSize(2 + seed).startsWith(0x80, seed);
    }
  }

  @ParameterizedTest
  @EnumSource
  void imported_isBroughtIntoTheStoredForm(KeySpec spec) throws InvalidKeyMaterial {
    try (SecretBytes encoded = TestKeys.one(spec).encoded();
        KeyMaterial imported = KeyMaterial.imported(spec, encoded);
        SecretBytes stored = imported.encoded()) {
      if (spec.isAsymmetric()) {
        assertThat(imported.publicKey()).isEqualTo(TestKeys.one(spec).publicKey());
        KeyMaterial.decode(spec, stored).close();
      } else {
        assertThat(stored).isEqualTo(encoded);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void importedAsAnotherSpec_isRefused(KeySpec spec) {
    KeySpec other = spec == KeySpec.RSA_2048 ? KeySpec.RSA_3072 : KeySpec.RSA_2048;
    try (SecretBytes encoded = TestKeys.one(other).encoded()) {
      assertThatExceptionOfType(InvalidKeyMaterial.class)
          .isThrownBy(() -> KeyMaterial.imported(spec, encoded))
          .withMessage("the key material is not a valid key of " + spec);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "SYMMETRIC_DEFAULT, 32, true",
    "SYMMETRIC_DEFAULT, 31, false",
    "SYMMETRIC_DEFAULT, 33, false",
    "HMAC_224, 27, false",
    "HMAC_224, 28, true",
    "HMAC_512, 63, false",
    "HMAC_512, 64, true",
    "HMAC_512, 128, true",
    "HMAC_512, 129, false"
  })
  void importedSecret_hasALengthOfItsSpec(KeySpec spec, int bytes, boolean sound)
      throws InvalidKeyMaterial {
    try (SecretBytes secret = RandomBytes.secret(bytes)) {
      if (sound) {
        KeyMaterial.imported(spec, secret).close();
      } else {
        assertThatExceptionOfType(InvalidKeyMaterial.class)
            .isThrownBy(() -> KeyMaterial.imported(spec, secret));
      }
    }
  }

  @Test
  void importedRsaKeyWhosePartsDisagree_isRefused() throws Exception {
    RSAPrivateCrtKeyParameters one =
        (RSAPrivateCrtKeyParameters) TestKeys.one(KeySpec.RSA_2048).parameters();
    RSAPrivateCrtKeyParameters other =
        (RSAPrivateCrtKeyParameters) TestKeys.another(KeySpec.RSA_2048).parameters();
    RSAPrivateKey mixed =
        new RSAPrivateKey(
            one.getModulus(),
            one.getPublicExponent(),
            one.getExponent(),
            other.getP(),
            other.getQ(),
            one.getDP(),
            one.getDQ(),
            one.getQInv());
    PrivateKeyInfo info =
        new PrivateKeyInfo(
            new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE), mixed);
    try (SecretBytes pkcs8 = SecretBytes.owning(info.getEncoded())) {
      assertThatExceptionOfType(InvalidKeyMaterial.class)
          .isThrownBy(() -> KeyMaterial.imported(KeySpec.RSA_2048, pkcs8));
    }
  }

  @Test
  void importedLatticeKeyWithoutItsSeed_isRefused() throws Exception {
    MLKEMPrivateKeyParameters key =
        (MLKEMPrivateKeyParameters) TestKeys.one(KeySpec.ML_KEM_512).parameters();
    byte[] expanded =
        PrivateKeyInfoFactory.createPrivateKeyInfo(
                key.withPreferredFormat(MLKEMPrivateKeyParameters.EXPANDED_KEY))
            .getEncoded();
    try (SecretBytes pkcs8 = SecretBytes.owning(expanded)) {
      assertThatExceptionOfType(InvalidKeyMaterial.class)
          .isThrownBy(() -> KeyMaterial.imported(KeySpec.ML_KEM_512, pkcs8));
    }
  }

  @Test
  void decodeOfNonsense_isRefusedWithoutQuotingIt() {
    try (SecretBytes nonsense = RandomBytes.secret(100)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> KeyMaterial.decode(KeySpec.RSA_2048, nonsense))
          .withMessage("not a private key in PKCS#8")
          .withNoCause();
    }
  }

  @Test
  void publicKey_isASubjectPublicKeyInfo() throws Exception {
    try (KeyMaterial material = KeyMaterial.generate(KeySpec.ECC_NIST_P256)) {
      SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(material.publicKey());
      assertThat(info.getAlgorithm().getAlgorithm().getId()).isEqualTo("1.2.840.10045.2.1");
      assertThat(info.getAlgorithm().getParameters()).hasToString("1.2.840.10045.3.1.7");
    }
  }

  @Test
  void rsaKey_hasTheUsualExponentAndFullModulus() {
    try (KeyMaterial material = KeyMaterial.generate(KeySpec.RSA_2048)) {
      RSAPublicKey key = (RSAPublicKey) material.jcaPublicKey();
      assertThat(key.getPublicExponent().intValueExact()).isEqualTo(65_537);
      assertThat(key.getModulus().bitLength()).isEqualTo(2048);
    }
  }

  @Test
  void keyPairOfASymmetricKey_isRefused() {
    try (KeyMaterial material = KeyMaterial.generate(KeySpec.SYMMETRIC_DEFAULT)) {
      assertThatIllegalStateException().isThrownBy(material::publicKey);
      assertThatIllegalStateException().isThrownBy(material::privateKey);
    }
  }

  @Test
  void close_zeroesTheMaterialAndEndsItsUse() {
    KeyMaterial material = KeyMaterial.generate(KeySpec.SYMMETRIC_DEFAULT);
    byte[] bytes = material.secret().expose();
    material.close();
    assertThat(bytes).containsOnly(0);
    assertThatIllegalStateException().isThrownBy(material::encoded);
  }

  @Test
  void toString_saysTheSpecAlone() {
    try (KeyMaterial material = KeyMaterial.generate(KeySpec.HMAC_256)) {
      assertThat(material).hasToString("KeyMaterial[HMAC_256]");
    }
  }
}
