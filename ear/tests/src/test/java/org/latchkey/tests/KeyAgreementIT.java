package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.latchkey.tests.Refusal.assertRefused;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.agreement.ECDHBasicAgreement;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DeriveSharedSecretResponse;
import software.amazon.awssdk.services.kms.model.KeyAgreementAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.OriginType;

/** DeriveSharedSecret. */
@Tag("any-database")
@ExtendWith(LatchkeyExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeyAgreementIT {

  @TempDir private static Path folder;

  private final AwsClients clients;
  private final KmsClient kms;
  private final KmsKeys keys;
  private final RegisteredService user;
  private final AwsClients userClients;

  KeyAgreementIT(LatchkeyServer server) {
    clients = AwsClients.root(server);
    kms = clients.kms();
    keys = new KmsKeys(kms);
    user = RegisteredService.create(server);
    userClients = AwsClients.of(server, user.credentials());
  }

  @AfterAll
  void close() {
    userClients.close();
    clients.close();
  }

  @ParameterizedTest
  @CsvSource({"ECC_NIST_P256, P-256, 32", "ECC_NIST_P384, P-384, 48", "ECC_NIST_P521, P-521, 66"})
  @RequiredTool(Tool.OPENSSL)
  void openSsl_derivesTheSameSecret(String spec, String curve, int length) {
    String keyId = keys.one(KeySpec.fromValue(spec), KeyUsageType.KEY_AGREEMENT);
    OpenSsl openSsl = new OpenSsl(folder);
    String peer =
        openSsl.file(
            openSsl.output(
                "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:" + curve));
    byte[] peerPublicKey = openSsl.output("pkey", "-in", peer, "-pubout", "-outform", "DER");

    DeriveSharedSecretResponse derived = derive(kms, keyId, peerPublicKey);
    byte[] outside =
        openSsl.output(
            "pkeyutl",
            "-derive",
            "-inkey",
            peer,
            "-peerkey",
            openSsl.publicKey(keys.publicKey(keyId)));

    assertThat(derived.sharedSecret().asByteArray()).hasSize(length).isEqualTo(outside);
    assertThat(derived.keyId()).endsWith(keyId);
    assertThat(derived.keyAgreementAlgorithm()).isEqualTo(KeyAgreementAlgorithmSpec.ECDH);
    assertThat(derived.keyOrigin()).isEqualTo(OriginType.AWS_KMS);
  }

  @ParameterizedTest
  @CsvSource({"ECC_NIST_P256", "ECC_NIST_P384", "ECC_NIST_P521", "SM2"})
  void twoKeys_deriveTheSameSecret(KeySpec spec) {
    String one = keys.one(spec, KeyUsageType.KEY_AGREEMENT);
    String another = keys.another(spec, KeyUsageType.KEY_AGREEMENT);

    assertThat(derive(kms, one, keys.publicKey(another)).sharedSecret())
        .isEqualTo(derive(kms, another, keys.publicKey(one)).sharedSecret());
  }

  /** OpenSSL 3.0 has no Diffie-Hellman on this curve. */
  @Test
  void sm2Secret_isTheOneDerivedOutside() throws Exception {
    String keyId = keys.one(KeySpec.SM2, KeyUsageType.KEY_AGREEMENT);
    ECPublicKeyParameters ours =
        (ECPublicKeyParameters) PublicKeyFactory.createKey(keys.publicKey(keyId));
    ECKeyPairGenerator generator = new ECKeyPairGenerator();
    generator.init(new ECKeyGenerationParameters(ours.getParameters(), new SecureRandom()));
    AsymmetricCipherKeyPair peer = generator.generateKeyPair();
    ECDHBasicAgreement agreement = new ECDHBasicAgreement();
    agreement.init(peer.getPrivate());

    SdkBytes derived =
        derive(
                kms,
                keyId,
                SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(peer.getPublic())
                    .getEncoded())
            .sharedSecret();

    assertThat(derived.asByteArray())
        .isEqualTo(BigIntegers.asUnsignedByteArray(32, agreement.calculateAgreement(ours)));
  }

  @Test
  void publicKeyThatIsNoneOfTheCurve_isRefused() throws Exception {
    String keyId = keys.one(KeySpec.ECC_NIST_P256, KeyUsageType.KEY_AGREEMENT);
    byte[] good = keys.publicKey(keyId);
    byte[] offTheCurve = good.clone();
    offTheCurve[offTheCurve.length - 1] ^= 1;
    byte[] bare = SubjectPublicKeyInfo.getInstance(good).getPublicKeyData().getBytes();
    KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
    KeyPairGenerator p384 = KeyPairGenerator.getInstance("EC");
    p384.initialize(new ECGenParameterSpec("secp384r1"));
    byte[][] bad = {
      offTheCurve,
      bare,
      Arrays.copyOf(good, good.length - 1),
      Arrays.copyOf(good, good.length + 1),
      "not a public key".getBytes(StandardCharsets.UTF_8),
      infinity(good),
      rsa.generateKeyPair().getPublic().getEncoded(),
      p384.generateKeyPair().getPublic().getEncoded()
    };

    for (byte[] publicKey : bad) {
      assertRefused("ValidationException", () -> derive(kms, keyId, publicKey));
    }
    assertThat(derive(kms, keyId, good).sharedSecret().asByteArray()).hasSize(32);
  }

  /** The point at infinity in place of the key's own point. */
  private static byte[] infinity(byte[] subjectPublicKeyInfo) throws Exception {
    return new SubjectPublicKeyInfo(
            SubjectPublicKeyInfo.getInstance(subjectPublicKeyInfo).getAlgorithm(), new byte[1])
        .getEncoded();
  }

  @Test
  void keyForSomethingElse_derivesNothing() {
    String keyId = keys.one(KeySpec.ECC_NIST_P256, KeyUsageType.SIGN_VERIFY);

    assertRefused("InvalidKeyUsageException", () -> derive(kms, keyId, keys.publicKey(keyId)));
  }

  @Test
  void dryRun_saysWhatTheRequestWouldSay() {
    String keyId = keys.one(KeySpec.ECC_NIST_P256, KeyUsageType.KEY_AGREEMENT);

    assertRefused("DryRunOperationException", () -> dryRun(keyId, keys.publicKey(keyId)));
    assertRefused("ValidationException", () -> dryRun(keyId, new byte[] {1}));
  }

  @Test
  void policyOnKeyAgreementAlgorithm_isHeeded() {
    String allowed = keyWithPolicyOn("ECDH");
    String refused = keyWithPolicyOn("ECMQV");

    assertThat(derive(userClients.kms(), allowed, keys.publicKey(allowed)).keyId())
        .endsWith(allowed);
    assertRefused(
        "AccessDeniedException", () -> derive(userClients.kms(), refused, keys.publicKey(refused)));
  }

  private String keyWithPolicyOn(String algorithm) {
    return kms.createKey(
            request ->
                request
                    .keySpec(KeySpec.ECC_NIST_P256)
                    .keyUsage(KeyUsageType.KEY_AGREEMENT)
                    .policy(
                        KeyPolicyText.ownerAnd(
                            user.name(),
                            "kms:DeriveSharedSecret",
                            "kms:KeyAgreementAlgorithm",
                            algorithm)))
        .keyMetadata()
        .keyId();
  }

  private static DeriveSharedSecretResponse derive(KmsClient kms, String keyId, byte[] publicKey) {
    return kms.deriveSharedSecret(
        request ->
            request
                .keyId(keyId)
                .keyAgreementAlgorithm(KeyAgreementAlgorithmSpec.ECDH)
                .publicKey(SdkBytes.fromByteArray(publicKey)));
  }

  private void dryRun(String keyId, byte[] publicKey) {
    kms.deriveSharedSecret(
        request ->
            request
                .keyId(keyId)
                .keyAgreementAlgorithm(KeyAgreementAlgorithmSpec.ECDH)
                .publicKey(SdkBytes.fromByteArray(publicKey))
                .dryRun(true));
  }
}
