package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.latchkey.tests.Refusal.assertRefused;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519phSigner;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

/** Sign, Verify and GetPublicKey: every algorithm of every key spec. */
@Tag("any-database")
@ExtendWith(LatchkeyExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SigningIT {
  private static final List<SigningAlgorithmSpec> RSA =
      List.of(
          SigningAlgorithmSpec.RSASSA_PKCS1_V1_5_SHA_256,
          SigningAlgorithmSpec.RSASSA_PKCS1_V1_5_SHA_384,
          SigningAlgorithmSpec.RSASSA_PKCS1_V1_5_SHA_512,
          SigningAlgorithmSpec.RSASSA_PSS_SHA_256,
          SigningAlgorithmSpec.RSASSA_PSS_SHA_384,
          SigningAlgorithmSpec.RSASSA_PSS_SHA_512);
  private static final List<SigningAlgorithmSpec> ML_DSA =
      List.of(SigningAlgorithmSpec.ML_DSA_SHAKE_256);
  private static final Map<KeySpec, List<SigningAlgorithmSpec>> ALGORITHMS =
      Map.ofEntries(
          Map.entry(KeySpec.RSA_2048, RSA),
          Map.entry(KeySpec.RSA_3072, RSA),
          Map.entry(KeySpec.RSA_4096, RSA),
          Map.entry(KeySpec.ECC_NIST_P256, List.of(SigningAlgorithmSpec.ECDSA_SHA_256)),
          Map.entry(KeySpec.ECC_NIST_P384, List.of(SigningAlgorithmSpec.ECDSA_SHA_384)),
          Map.entry(KeySpec.ECC_NIST_P521, List.of(SigningAlgorithmSpec.ECDSA_SHA_512)),
          Map.entry(KeySpec.ECC_SECG_P256_K1, List.of(SigningAlgorithmSpec.ECDSA_SHA_256)),
          Map.entry(
              KeySpec.ECC_NIST_EDWARDS25519,
              List.of(
                  SigningAlgorithmSpec.ED25519_SHA_512, SigningAlgorithmSpec.ED25519_PH_SHA_512)),
          Map.entry(KeySpec.ML_DSA_44, ML_DSA),
          Map.entry(KeySpec.ML_DSA_65, ML_DSA),
          Map.entry(KeySpec.ML_DSA_87, ML_DSA),
          Map.entry(KeySpec.SM2, List.of(SigningAlgorithmSpec.SM2_DSA)));
  private static final SdkBytes MESSAGE = SdkBytes.fromUtf8String("attack at dawn");

  @TempDir private static Path folder;

  private final AwsClients clients;
  private final KmsClient kms;
  private final KmsKeys keys;

  /** A way to sign: what RAW or, where the algorithm has none, the given type signs. */
  record Way(KeySpec spec, SigningAlgorithmSpec algorithm, MessageType type) {}

  SigningIT(LatchkeyServer server) {
    clients = AwsClients.root(server);
    kms = clients.kms();
    keys = new KmsKeys(kms);
  }

  @AfterAll
  void close() {
    clients.close();
  }

  static Stream<Way> ways() {
    List<Way> ways = new ArrayList<>();
    ALGORITHMS.forEach(
        (spec, algorithms) -> {
          for (SigningAlgorithmSpec algorithm : algorithms) {
            types(algorithm).forEach(type -> ways.add(new Way(spec, algorithm, type)));
          }
        });
    return ways.stream();
  }

  private static List<MessageType> types(SigningAlgorithmSpec algorithm) {
    return switch (algorithm) {
      case ML_DSA_SHAKE_256 -> List.of(MessageType.RAW, MessageType.EXTERNAL_MU);
      case ED25519_SHA_512 -> List.of(MessageType.RAW);
      case ED25519_PH_SHA_512 -> List.of(MessageType.DIGEST);
      default -> List.of(MessageType.RAW, MessageType.DIGEST);
    };
  }

  @ParameterizedTest
  @MethodSource("ways")
  void signature_isVerifiedForItsMessageAlone(Way way) {
    String keyId = keyId(way.spec());
    SdkBytes input = input(keyId, way);
    SdkBytes signature = sign(keyId, way, input);

    for (MessageType type : types(way.algorithm())) {
      Way other = new Way(way.spec(), way.algorithm(), type);
      assertThat(verify(keyId, other, input(keyId, other), signature)).as("%s", type).isTrue();
    }
    assertRefused(
        "KMSInvalidSignatureException",
        () -> verify(keyId, way, KmsKeys.altered(input), signature));
    assertRefused(
        "KMSInvalidSignatureException",
        () -> verify(keyId, way, input, KmsKeys.altered(signature)));
    assertRefused(
        "KMSInvalidSignatureException",
        () -> verify(keyId, way, input, SdkBytes.fromByteArray(new byte[] {1})));
  }

  @ParameterizedTest
  @MethodSource("ways")
  @RequiredTool(Tool.OPENSSL)
  void signature_isVerifiedOutside(Way way) throws Exception {
    String keyId = keyId(way.spec());
    byte[] publicKey = keys.publicKey(keyId);
    byte[] signature = sign(keyId, way, input(keyId, way)).asByteArray();

    switch (way.algorithm()) {
      case ML_DSA_SHAKE_256 -> assertThat(isMlDsa(publicKey, signature)).isTrue();
      case ED25519_PH_SHA_512 -> assertThat(isEd25519ph(publicKey, signature)).isTrue();
      default -> verifyWithOpenSsl(way.algorithm(), publicKey, signature);
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void messageBeyondTheLimits_isRefused(Way way) {
    String keyId = keyId(way.spec());

    if (way.type() == MessageType.RAW) {
      assertThat(sign(keyId, way, KmsKeys.bytes(1)).asByteArray()).isNotEmpty();
      assertThat(sign(keyId, way, KmsKeys.bytes(4096)).asByteArray()).isNotEmpty();
      assertRefused("ValidationException", () -> sign(keyId, way, KmsKeys.bytes(0)));
      assertRefused("ValidationException", () -> sign(keyId, way, KmsKeys.bytes(4097)));
    } else {
      int length = input(keyId, way).asByteArray().length;
      assertRefused("ValidationException", () -> sign(keyId, way, KmsKeys.bytes(length - 1)));
      assertRefused("ValidationException", () -> sign(keyId, way, KmsKeys.bytes(length + 1)));
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void dryRun_saysWhatTheRequestWouldSay(Way way) {
    String keyId = keyId(way.spec());
    SdkBytes input = input(keyId, way);
    SdkBytes signature = sign(keyId, way, input);

    assertRefused(
        "DryRunOperationException",
        () ->
            kms.sign(
                request ->
                    request
                        .keyId(keyId)
                        .message(input)
                        .messageType(way.type())
                        .signingAlgorithm(way.algorithm())
                        .dryRun(true)));
    assertRefused("DryRunOperationException", () -> dryVerify(keyId, way, input, signature));
    assertRefused(
        "KMSInvalidSignatureException",
        () -> dryVerify(keyId, way, input, KmsKeys.altered(signature)));
  }

  @Test
  void algorithmOfAnotherSpec_isRefused() {
    ALGORITHMS.forEach(
        (spec, algorithms) -> {
          for (SigningAlgorithmSpec other : SigningAlgorithmSpec.knownValues()) {
            if (!algorithms.contains(other)) {
              assertRefused(
                  "InvalidKeyUsageException",
                  () ->
                      kms.sign(
                          request ->
                              request.keyId(keyId(spec)).message(MESSAGE).signingAlgorithm(other)));
            }
          }
        });
  }

  @ParameterizedTest
  @EnumSource(
      value = SigningAlgorithmSpec.class,
      names = {"ML_DSA_SHAKE_256", "UNKNOWN_TO_SDK_VERSION"},
      mode = Mode.EXCLUDE)
  void externalMu_isOfMlDsaAlone(SigningAlgorithmSpec algorithm) {
    KeySpec spec =
        ALGORITHMS.entrySet().stream()
            .filter(entry -> entry.getValue().contains(algorithm))
            .findFirst()
            .orElseThrow()
            .getKey();

    assertRefused(
        "ValidationException",
        () ->
            sign(
                keyId(spec), new Way(spec, algorithm, MessageType.EXTERNAL_MU), KmsKeys.bytes(64)));
  }

  @Test
  void keyForSomethingElse_doesNotSign() {
    String keyId = keys.one(KeySpec.RSA_2048, KeyUsageType.ENCRYPT_DECRYPT);

    assertRefused(
        "InvalidKeyUsageException",
        () ->
            sign(
                keyId,
                new Way(KeySpec.RSA_2048, SigningAlgorithmSpec.RSASSA_PSS_SHA_256, MessageType.RAW),
                MESSAGE));
  }

  private String keyId(KeySpec spec) {
    return keys.one(spec, KeyUsageType.SIGN_VERIFY);
  }

  private SdkBytes sign(String keyId, Way way, SdkBytes message) {
    return kms.sign(
            request ->
                request
                    .keyId(keyId)
                    .message(message)
                    .messageType(way.type())
                    .signingAlgorithm(way.algorithm()))
        .signature();
  }

  private boolean verify(String keyId, Way way, SdkBytes message, SdkBytes signature) {
    return kms.verify(
            request ->
                request
                    .keyId(keyId)
                    .message(message)
                    .messageType(way.type())
                    .signingAlgorithm(way.algorithm())
                    .signature(signature))
        .signatureValid();
  }

  private void dryVerify(String keyId, Way way, SdkBytes message, SdkBytes signature) {
    kms.verify(
        request ->
            request
                .keyId(keyId)
                .message(message)
                .messageType(way.type())
                .signingAlgorithm(way.algorithm())
                .signature(signature)
                .dryRun(true));
  }

  /** What is sent for {@link #MESSAGE}: itself, its digest, or its μ. */
  private SdkBytes input(String keyId, Way way) {
    byte[] message = MESSAGE.asByteArray();
    return SdkBytes.fromByteArray(
        switch (way.type()) {
          case RAW -> message;
          case EXTERNAL_MU -> SignatureInputs.mu(keys.publicKey(keyId), message);
          default ->
              way.algorithm() == SigningAlgorithmSpec.SM2_DSA
                  ? SignatureInputs.sm2Digest(keys.publicKey(keyId), message)
                  : SignatureInputs.digest(way.algorithm().toString(), message);
        });
  }

  private static boolean isMlDsa(byte[] publicKey, byte[] signature) throws Exception {
    MLDSASigner signer = new MLDSASigner();
    signer.init(false, (MLDSAPublicKeyParameters) PublicKeyFactory.createKey(publicKey));
    byte[] message = MESSAGE.asByteArray();
    signer.update(message, 0, message.length);
    return signer.verifySignature(signature);
  }

  private static boolean isEd25519ph(byte[] publicKey, byte[] signature) throws Exception {
    Ed25519phSigner signer = new Ed25519phSigner(new byte[0]);
    signer.init(false, (Ed25519PublicKeyParameters) PublicKeyFactory.createKey(publicKey));
    byte[] message = MESSAGE.asByteArray();
    signer.update(message, 0, message.length);
    return signer.verifySignature(signature);
  }

  private static void verifyWithOpenSsl(
      SigningAlgorithmSpec algorithm, byte[] publicKey, byte[] signature) {
    OpenSsl openSsl = new OpenSsl(folder);
    List<String> command =
        new ArrayList<>(
            List.of(
                "pkeyutl",
                "-verify",
                "-pubin",
                "-inkey",
                openSsl.publicKey(publicKey),
                "-rawin",
                "-in",
                openSsl.file(MESSAGE.asByteArray()),
                "-sigfile",
                openSsl.file(signature)));
    String name = algorithm.toString();
    if (algorithm == SigningAlgorithmSpec.SM2_DSA) {
      command.addAll(List.of("-digest", "sm3", "-pkeyopt", "distid:1234567812345678"));
    } else if (algorithm != SigningAlgorithmSpec.ED25519_SHA_512) {
      command.addAll(List.of("-digest", "sha" + name.substring(name.length() - 3)));
    }
    if (name.startsWith("RSASSA_PSS")) {
      command.addAll(
          List.of("-pkeyopt", "rsa_padding_mode:pss", "-pkeyopt", "rsa_pss_saltlen:digest"));
    }
    assertThat(openSsl.run(command.toArray(String[]::new))).contains("Verified Successfully");
  }
}
