package org.latchkey.tests;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.amazonaws.encryptionsdk.AwsCrypto;
import com.amazonaws.encryptionsdk.CommitmentPolicy;
import com.amazonaws.encryptionsdk.CryptoResult;
import com.amazonaws.encryptionsdk.MasterKeyProvider;
import com.amazonaws.encryptionsdk.exception.CannotUnwrapDataKeyException;
import com.amazonaws.encryptionsdk.kms.DiscoveryFilter;
import com.amazonaws.encryptionsdk.kmssdkv2.AwsKmsMrkAwareMasterKeyProvider;
import com.amazonaws.encryptionsdk.kmssdkv2.KmsMasterKeyProvider;
import com.amazonaws.encryptionsdk.kmssdkv2.RegionalClientSupplier;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DisabledException;
import software.amazon.awssdk.services.kms.model.InvalidCiphertextException;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.NotFoundException;

/** Messages of the AWS Encryption SDK, by its master key providers for AWS KMS. */
@Tag("any-database")
@ExtendWith(LatchkeyExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EncryptionSdkIT {
  private static final Region HOME = Region.of(LatchkeyServer.REGION);
  private static final Region IRELAND = Region.EU_WEST_1;
  private static final Map<String, String> CONTEXT = Map.of("tenant", "blue", "purpose", "backup");
  private static final byte[] PLAINTEXT = "attack at dawn".repeat(1_000).getBytes(UTF_8);

  private final Map<Region, AwsClients> regions = new ConcurrentHashMap<>();
  private final RegionalClientSupplier clients;
  private final KmsClient kms;
  private final AwsCrypto crypto =
      AwsCrypto.builder()
          .withCommitmentPolicy(CommitmentPolicy.RequireEncryptRequireDecrypt)
          .build();

  EncryptionSdkIT(LatchkeyServer server) {
    clients = region -> regions.computeIfAbsent(region, it -> AwsClients.root(server, it)).kms();
    kms = clients.getClient(HOME);
  }

  @AfterAll
  void close() {
    regions.values().forEach(AwsClients::close);
  }

  @Test
  void message_isDecryptedWithItsKeyAndContext() {
    String key = newKey();

    byte[] message = encrypt(strict(key));

    CryptoResult<byte[], ?> decrypted = crypto.decryptData(strict(key), message);
    assertThat(message).isNotEqualTo(PLAINTEXT);
    assertThat(decrypted.getResult()).isEqualTo(PLAINTEXT);
    assertThat(decrypted.getMasterKeyIds()).containsExactly(key);
    assertThat(decrypted.getEncryptionContext()).containsAllEntriesOf(CONTEXT);
  }

  @Test
  void aliasInEachForm_encryptsUnderItsKey() {
    String key = newKey();
    String name = "alias/" + UUID.randomUUID();
    kms.createAlias(request -> request.aliasName(name).targetKeyId(key));
    String arn =
        "arn:aws:kms:%s:%s:%s".formatted(LatchkeyServer.REGION, LatchkeyServer.ACCOUNT_ID, name);

    for (String alias : new String[] {name, arn}) {
      CryptoResult<byte[], ?> decrypted = crypto.decryptData(strict(key), encrypt(strict(alias)));

      assertThat(decrypted.getResult()).as(alias).isEqualTo(PLAINTEXT);
      assertThat(decrypted.getMasterKeyIds()).as(alias).containsExactly(key);
    }
  }

  @Test
  void messageUnderTwoKeys_isDecryptedWithEither() {
    String one = newKey();
    String other = newKey();

    byte[] message = encrypt(strict(one, other));

    assertThat(crypto.decryptData(strict(one), message).getResult()).isEqualTo(PLAINTEXT);
    assertThat(crypto.decryptData(strict(other), message).getResult()).isEqualTo(PLAINTEXT);
    kms.disableKey(request -> request.keyId(one));
    assertThat(crypto.decryptData(strict(one, other), message).getResult()).isEqualTo(PLAINTEXT);
  }

  @Test
  void discovery_findsTheKeyByItsArnInTheMessage() {
    String key = newKey();
    byte[] message = encrypt(strict(key));

    CryptoResult<byte[], ?> decrypted =
        crypto.decryptData(discovery(LatchkeyServer.ACCOUNT_ID), message);

    assertThat(decrypted.getResult()).isEqualTo(PLAINTEXT);
    assertThat(decrypted.getMasterKeyIds()).containsExactly(key);
    assertThatExceptionOfType(CannotUnwrapDataKeyException.class)
        .isThrownBy(() -> crypto.decryptData(discovery("999999999999"), message));
  }

  @Test
  void anotherKey_doesNotDecrypt() {
    byte[] message = encrypt(strict(newKey()));

    assertThatExceptionOfType(CannotUnwrapDataKeyException.class)
        .isThrownBy(() -> crypto.decryptData(strict(newKey()), message));
  }

  @Test
  void messageWithAlteredContext_isRefusedByKms() {
    String key = newKey();
    byte[] message = encrypt(strict(key));

    byte[] altered = new String(message, ISO_8859_1).replace("blue", "glue").getBytes(ISO_8859_1);

    assertThat(altered).isNotEqualTo(message).hasSameSizeAs(message);
    assertRefused(InvalidCiphertextException.class, () -> crypto.decryptData(strict(key), altered));
  }

  @Test
  void disabledKey_isRefusedByKms() {
    String key = newKey();
    byte[] message = encrypt(strict(key));

    kms.disableKey(request -> request.keyId(key));

    assertRefused(DisabledException.class, () -> crypto.decryptData(strict(key), message));
    assertThatExceptionOfType(DisabledException.class).isThrownBy(() -> encrypt(strict(key)));
  }

  @Test
  void messageOfAMultiRegionKey_isDecryptedInTheReplicasRegion() {
    KeyMetadata primary = kms.createKey(request -> request.multiRegion(true)).keyMetadata();
    byte[] message = encrypt(mrkAware().buildStrict(primary.arn()));
    MasterKeyProvider<?> inIreland =
        mrkAware()
            .discoveryMrkRegion(IRELAND)
            .buildDiscovery(new DiscoveryFilter("aws", LatchkeyServer.ACCOUNT_ID));
    assertRefused(NotFoundException.class, () -> crypto.decryptData(inIreland, message));

    String replica =
        kms.replicateKey(request -> request.keyId(primary.keyId()).replicaRegion(IRELAND.id()))
            .replicaKeyMetadata()
            .arn();

    CryptoResult<byte[], ?> discovered = crypto.decryptData(inIreland, message);
    CryptoResult<byte[], ?> strict = crypto.decryptData(mrkAware().buildStrict(replica), message);
    assertThat(discovered.getResult()).isEqualTo(PLAINTEXT);
    assertThat(discovered.getMasterKeyIds()).containsExactly(replica);
    assertThat(strict.getResult()).isEqualTo(PLAINTEXT);
    assertThat(strict.getMasterKeyIds()).containsExactly(replica);
    assertThatExceptionOfType(CannotUnwrapDataKeyException.class)
        .isThrownBy(() -> crypto.decryptData(strict(replica), message));
  }

  private String newKey() {
    return kms.createKey().keyMetadata().arn();
  }

  private byte[] encrypt(MasterKeyProvider<?> keys) {
    return crypto.encryptData(keys, PLAINTEXT, CONTEXT).getResult();
  }

  private KmsMasterKeyProvider strict(String... keyIds) {
    return KmsMasterKeyProvider.builder()
        .defaultRegion(HOME)
        .customRegionalClientSupplier(clients)
        .buildStrict(keyIds);
  }

  private KmsMasterKeyProvider discovery(String account) {
    return KmsMasterKeyProvider.builder()
        .customRegionalClientSupplier(clients)
        .buildDiscovery(new DiscoveryFilter("aws", account));
  }

  private AwsKmsMrkAwareMasterKeyProvider.Builder mrkAware() {
    return AwsKmsMrkAwareMasterKeyProvider.builder()
        .defaultRegion(HOME)
        .customRegionalClientSupplier(clients);
  }

  /** The data key is not unwrapped, because KMS answers this error. */
  private static void assertRefused(
      Class<? extends AwsServiceException> refusal, ThrowingCallable call) {
    assertThatExceptionOfType(CannotUnwrapDataKeyException.class)
        .isThrownBy(call)
        .satisfies(e -> assertThat(e).rootCause().isInstanceOf(refusal));
  }
}
