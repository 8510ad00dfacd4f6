package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.ConnectionErrorCodeType;
import software.amazon.awssdk.services.kms.model.ConnectionStateType;
import software.amazon.awssdk.services.kms.model.CustomKeyStoreType;
import software.amazon.awssdk.services.kms.model.CustomKeyStoresListEntry;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.DescribeCustomKeyStoresResponse;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.OriginType;
import software.amazon.awssdk.services.kms.model.ReEncryptResponse;

/** Custom key stores on PKCS#11 tokens of SoftHSM, through the AWS SDK for Java. */
@Tag("postgresql")
@RequiredTool(Tool.SOFTHSM)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CustomKeyStoreIT {
  private static final String CLUSTER = "cluster-7a23b4cdefg";
  private static final String CLUSTER_WITH_USER = "cluster-2a23b4cdefg";
  private static final String CLUSTER_WITHOUT_TOKEN = "cluster-3a23b4cdefg";
  private static final String UNKNOWN_CLUSTER = "cluster-4a23b4cdefg";
  private static final String MORE_CLUSTERS = "cluster-moremoremore";
  private static final int MAX_STORES = 10;
  private static final Map<String, String> CONTEXT = Map.of("tenant", "blue");
  private static final SdkBytes PLAINTEXT = SdkBytes.fromUtf8String("attack at dawn");

  @TempDir static Path folder;

  private SoftHsm hsm;
  private LatchkeyServer server;
  private AwsClients clients;
  private KmsClient kms;
  private String storeId;
  private String keyId;
  private SdkBytes ciphertext;
  private String pending;

  @BeforeAll
  void start() throws Exception {
    hsm = new SoftHsm(folder);
    hsm.addCluster(CLUSTER);
    hsm.addClusterWithUser(CLUSTER_WITH_USER, "kmsuser");
    hsm.addCluster(CLUSTER_WITHOUT_TOKEN, "7");
    for (int i = 0; i < MAX_STORES; i++) {
      hsm.addCluster(moreClusters(i));
    }
    server =
        hsm.configure(LatchkeyServer.configure())
            .with("LATCHKEY_JOB_INTERVAL_MINUTES", "1440")
            .start();
    connectClients();
    storeId = create("the tests' store", CLUSTER);
    connect(storeId);
    keyId = createKey().keyId();
    pending = createKey().keyId();
    ciphertext = encrypt(keyId);
  }

  private void connectClients() {
    clients = AwsClients.root(server);
    kms = clients.kms();
  }

  @AfterAll
  void close() {
    clients.close();
    server.close();
  }

  @Test
  @Order(1)
  void connectedStore_isDescribedByIdAndByName() {
    CustomKeyStoresListEntry store = describe(storeId);

    assertThat(store.customKeyStoreId()).matches("cks-[0-9a-f]{17}");
    assertThat(store.customKeyStoreName()).isEqualTo("the tests' store");
    assertThat(store.cloudHsmClusterId()).isEqualTo(CLUSTER);
    assertThat(store.trustAnchorCertificate()).isEqualTo(hsm.trustAnchor());
    assertThat(store.connectionState()).isEqualTo(ConnectionStateType.CONNECTED);
    assertThat(store.connectionErrorCode()).isNull();
    assertThat(store.customKeyStoreType()).isEqualTo(CustomKeyStoreType.AWS_CLOUDHSM);
    assertThat(store.creationDate()).isNotNull();
    assertThat(
            kms.describeCustomKeyStores(r -> r.customKeyStoreName("the tests' store"))
                .customKeyStores())
        .containsExactly(store);
    assertRefused(
        "CustomKeyStoreNotFoundException",
        () -> kms.describeCustomKeyStores(r -> r.customKeyStoreName("no store")));
    assertRefused(
        "ValidationException",
        () ->
            kms.describeCustomKeyStores(
                r -> r.customKeyStoreId(storeId).customKeyStoreName("the tests' store")));
  }

  @Test
  @Order(1)
  void key_isDescribedWithItsStore() {
    KeyMetadata key = kms.describeKey(r -> r.keyId(keyId)).keyMetadata();

    assertThat(key.origin()).isEqualTo(OriginType.AWS_CLOUDHSM);
    assertThat(key.customKeyStoreId()).isEqualTo(storeId);
    assertThat(key.cloudHsmClusterId()).isEqualTo(CLUSTER);
    assertThat(key.keySpec()).isEqualTo(KeySpec.SYMMETRIC_DEFAULT);
    assertThat(key.keyState()).isEqualTo(KeyState.ENABLED);
    assertThat(key.currentKeyMaterialId()).isNull();
    assertThat(key.multiRegion()).isFalse();
  }

  @Test
  @Order(1)
  void materialOfAKey_isMadeInTheTokenAndCannotLeaveIt() {
    assertThat(hsm.secretKeys())
        .isNotEmpty()
        .allSatisfy(
            dump ->
                assertThat(dump)
                    .contains("CKK_GENERIC_SECRET", "CK_ULONG 32(0x20)")
                    .matches(has("CKA_LOCAL", "TRUE"))
                    .matches(has("CKA_SENSITIVE", "TRUE"))
                    .matches(has("CKA_ALWAYS_SENSITIVE", "TRUE"))
                    .matches(has("CKA_EXTRACTABLE", "FALSE"))
                    .matches(has("CKA_NEVER_EXTRACTABLE", "TRUE"))
                    .matches(has("CKA_PRIVATE", "TRUE"))
                    .matches(has("CKA_SIGN", "TRUE"))
                    .matches(has("CKA_ENCRYPT", "FALSE"))
                    .matches(has("CKA_DERIVE", "FALSE")));
  }

  private static String has(String attribute, String value) {
    return "(?s).*" + attribute + "\\s[^C]*?boolean attribute\\s+[0-9a-f]{2}\\s+" + value + ".*";
  }

  @Test
  @Order(1)
  void ciphertext_opensWithItsContextAlone() {
    assertThat(decrypt(ciphertext)).isEqualTo(PLAINTEXT);
    assertRefused(
        "InvalidCiphertextException",
        () -> kms.decrypt(r -> r.ciphertextBlob(ciphertext).encryptionContext(Map.of("a", "b"))));
    byte[] tampered = ciphertext.asByteArray();
    tampered[tampered.length - 1] ^= 1;
    assertRefused("InvalidCiphertextException", () -> decrypt(SdkBytes.fromByteArray(tampered)));
  }

  @Test
  @Order(1)
  void dataKeys_areMadeAndOpened() {
    GenerateDataKeyResponse dataKey =
        kms.generateDataKey(
            r -> r.keyId(keyId).keySpec(DataKeySpec.AES_256).encryptionContext(CONTEXT));
    SdkBytes encryptedOnly =
        kms.generateDataKeyWithoutPlaintext(
                r -> r.keyId(keyId).numberOfBytes(24).encryptionContext(CONTEXT))
            .ciphertextBlob();

    assertThat(decrypt(dataKey.ciphertextBlob())).isEqualTo(dataKey.plaintext());
    assertThat(decrypt(encryptedOnly).asByteArray()).hasSize(24);
  }

  @Test
  @Order(1)
  void reEncrypt_movesIntoTheTokenAndOutOfIt() {
    String usual = kms.createKey().keyMetadata().keyId();

    ReEncryptResponse out =
        kms.reEncrypt(
            r ->
                r.ciphertextBlob(ciphertext)
                    .sourceEncryptionContext(CONTEXT)
                    .destinationKeyId(usual)
                    .destinationEncryptionContext(CONTEXT));
    ReEncryptResponse in =
        kms.reEncrypt(
            r ->
                r.ciphertextBlob(out.ciphertextBlob())
                    .sourceEncryptionContext(CONTEXT)
                    .destinationKeyId(keyId)
                    .destinationEncryptionContext(CONTEXT));

    assertThat(decrypt(out.ciphertextBlob())).isEqualTo(PLAINTEXT);
    assertThat(decrypt(in.ciphertextBlob())).isEqualTo(PLAINTEXT);
    assertThat(in.keyId()).endsWith(keyId);
  }

  @Test
  @Order(1)
  void generateRandom_comesFromTheToken() {
    SdkBytes first =
        kms.generateRandom(r -> r.numberOfBytes(1024).customKeyStoreId(storeId)).plaintext();
    SdkBytes second =
        kms.generateRandom(r -> r.numberOfBytes(1024).customKeyStoreId(storeId)).plaintext();

    assertThat(first.asByteArray()).hasSize(1024).isNotEqualTo(second.asByteArray());
    assertRefused(
        "CustomKeyStoreNotFoundException",
        () -> kms.generateRandom(r -> r.numberOfBytes(1).customKeyStoreId("cks-1")));
  }

  @Test
  @Order(1)
  void keyOfAnotherKind_isRefused() {
    assertRefused(
        "UnsupportedOperationException",
        () ->
            kms.createKey(
                r ->
                    r.origin(OriginType.AWS_CLOUDHSM)
                        .customKeyStoreId(storeId)
                        .keySpec(KeySpec.RSA_2048)
                        .keyUsage(KeyUsageType.SIGN_VERIFY)));
    assertRefused(
        "UnsupportedOperationException",
        () ->
            kms.createKey(
                r ->
                    r.origin(OriginType.AWS_CLOUDHSM).customKeyStoreId(storeId).multiRegion(true)));
    assertRefused(
        "ValidationException", () -> kms.createKey(r -> r.origin(OriginType.AWS_CLOUDHSM)));
    assertRefused("ValidationException", () -> kms.createKey(r -> r.customKeyStoreId(storeId)));
    assertRefused(
        "CustomKeyStoreNotFoundException",
        () ->
            kms.createKey(r -> r.origin(OriginType.AWS_CLOUDHSM).customKeyStoreId("cks-nothing")));
  }

  @Test
  @Order(1)
  void storeThatCannotBe_isRefused() throws Exception {
    String other = SoftHsm.certificate("another-ca.example.com");

    assertRefused("CloudHsmClusterNotFoundException", () -> create("unknown", UNKNOWN_CLUSTER));
    assertRefused("CloudHsmClusterInUseException", () -> create("in use", CLUSTER));
    assertRefused(
        "CustomKeyStoreNameInUseException", () -> create("the tests' store", CLUSTER_WITH_USER));
    assertRefused(
        "CloudHsmClusterNotActiveException", () -> create("not active", CLUSTER_WITHOUT_TOKEN));
    assertRefused(
        "IncorrectTrustAnchorException",
        () ->
            kms.createCustomKeyStore(
                r ->
                    r.customKeyStoreName("other")
                        .cloudHsmClusterId(CLUSTER_WITH_USER)
                        .trustAnchorCertificate(other)
                        .keyStorePassword(SoftHsm.PASSWORD)));
    assertRefused(
        "ValidationException",
        () ->
            kms.createCustomKeyStore(
                r -> r.customKeyStoreName("other").cloudHsmClusterId(CLUSTER_WITH_USER)));
    assertRefused(
        "UnsupportedOperationException",
        () ->
            kms.createCustomKeyStore(
                r ->
                    r.customKeyStoreName("external")
                        .customKeyStoreType(CustomKeyStoreType.EXTERNAL_KEY_STORE)));
  }

  @Test
  @Order(2)
  void connectedStore_isNeitherChangedNorDeleted() {
    assertRefused(
        "CustomKeyStoreInvalidStateException",
        () ->
            kms.updateCustomKeyStore(r -> r.customKeyStoreId(storeId).newCustomKeyStoreName("x")));
    assertRefused(
        "CustomKeyStoreInvalidStateException",
        () -> kms.deleteCustomKeyStore(r -> r.customKeyStoreId(storeId)));
    connect(storeId);
  }

  @Test
  @Order(3)
  void disconnectedStore_hasUnavailableKeys() {
    kms.scheduleKeyDeletion(r -> r.keyId(pending));

    disconnect(storeId);

    assertThat(describe(storeId).connectionState()).isEqualTo(ConnectionStateType.DISCONNECTED);
    assertThat(state(keyId)).isEqualTo(KeyState.UNAVAILABLE);
    assertThat(state(pending)).isEqualTo(KeyState.PENDING_DELETION);
    assertRefused("KMSInvalidStateException", () -> encrypt(keyId));
    assertRefused("KMSInvalidStateException", () -> decrypt(ciphertext));
    assertRefused("CustomKeyStoreInvalidStateException", this::createKey);
    assertRefused(
        "CustomKeyStoreInvalidStateException",
        () -> kms.generateRandom(r -> r.numberOfBytes(1).customKeyStoreId(storeId)));
    assertRefused("CustomKeyStoreInvalidStateException", () -> disconnect(storeId));
    assertRefused(
        "CustomKeyStoreHasCMKsException",
        () -> kms.deleteCustomKeyStore(r -> r.customKeyStoreId(storeId)));
  }

  @Test
  @Order(4)
  void wrongPassword_failsTheConnectionUntilItIsCorrected() {
    kms.updateCustomKeyStore(
        r ->
            r.customKeyStoreId(storeId)
                .newCustomKeyStoreName("renamed")
                .keyStorePassword("not-the-password"));

    connect(storeId);

    CustomKeyStoresListEntry failed = describe(storeId);
    assertThat(failed.customKeyStoreName()).isEqualTo("renamed");
    assertThat(failed.connectionState()).isEqualTo(ConnectionStateType.FAILED);
    assertThat(failed.connectionErrorCode()).isEqualTo(ConnectionErrorCodeType.INVALID_CREDENTIALS);
    assertThat(state(keyId)).isEqualTo(KeyState.UNAVAILABLE);
    assertRefused("KMSInvalidStateException", () -> decrypt(ciphertext));
    assertRefused("CustomKeyStoreInvalidStateException", () -> connect(storeId));

    disconnect(storeId);
    kms.updateCustomKeyStore(r -> r.customKeyStoreId(storeId).keyStorePassword(SoftHsm.PASSWORD));
    connect(storeId);

    assertThat(describe(storeId).connectionState()).isEqualTo(ConnectionStateType.CONNECTED);
    assertThat(state(keyId)).isEqualTo(KeyState.ENABLED);
    assertThat(decrypt(ciphertext)).isEqualTo(PLAINTEXT);
  }

  @Test
  @Order(5)
  void keyDisabledWhileItsStoreIsDisconnected_isDisabledAfterwards() {
    disconnect(storeId);
    kms.disableKey(r -> r.keyId(keyId));
    assertThat(state(keyId)).isEqualTo(KeyState.UNAVAILABLE);

    connect(storeId);

    assertThat(state(keyId)).isEqualTo(KeyState.DISABLED);
    kms.enableKey(r -> r.keyId(keyId));
    assertThat(decrypt(ciphertext)).isEqualTo(PLAINTEXT);
  }

  @Test
  @Order(6)
  void tokenWhosePinNamesItsUser_isConnectedByThePasswordAlone() {
    String id = create("with user", CLUSTER_WITH_USER);
    assertThat(create("with user", CLUSTER_WITH_USER)).as("asked for once more").isEqualTo(id);

    connect(id);

    assertThat(describe(id).connectionState()).isEqualTo(ConnectionStateType.CONNECTED);
    disconnect(id);
    assertRefused(
        "CloudHsmClusterNotFoundException",
        () ->
            kms.updateCustomKeyStore(
                r -> r.customKeyStoreId(id).cloudHsmClusterId(UNKNOWN_CLUSTER)));
    assertRefused(
        "CloudHsmClusterNotRelatedException",
        () -> kms.updateCustomKeyStore(r -> r.customKeyStoreId(id).cloudHsmClusterId(CLUSTER)));
    kms.deleteCustomKeyStore(r -> r.customKeyStoreId(id));
    assertRefused("CustomKeyStoreNotFoundException", () -> describe(id));
  }

  @Test
  @Order(7)
  void eleventhStore_isRefusedAndTheOthersArePaged() {
    List<String> ids =
        Stream.concat(
                Stream.of(storeId),
                IntStream.range(0, MAX_STORES - 1)
                    .mapToObj(i -> create("store " + i, moreClusters(i))))
            .sorted()
            .toList();

    assertRefused("LimitExceededException", () -> create("eleventh", moreClusters(MAX_STORES - 1)));

    DescribeCustomKeyStoresResponse first = kms.describeCustomKeyStores(r -> r.limit(7));
    assertThat(first.truncated()).isTrue();
    DescribeCustomKeyStoresResponse second =
        kms.describeCustomKeyStores(r -> r.limit(7).marker(first.nextMarker()));
    assertThat(second.truncated()).isFalse();
    assertThat(
            Stream.of(first, second)
                .flatMap(page -> page.customKeyStores().stream())
                .map(CustomKeyStoresListEntry::customKeyStoreId))
        .isEqualTo(ids);
  }

  /** SoftHSM itself finds its tokens again only when its process starts anew. */
  @Test
  @Order(8)
  void tokenThatVanishes_makesItsKeysUnavailable() throws Exception {
    hsm.moveTokens(true);

    assertRefused("KMSInvalidStateException", () -> encrypt(keyId));
    assertThat(describe(storeId).connectionState()).isEqualTo(ConnectionStateType.FAILED);
    assertThat(state(keyId)).isEqualTo(KeyState.UNAVAILABLE);
    assertRefused("CustomKeyStoreInvalidStateException", this::createKey);
    hsm.moveTokens(false);
  }

  @Test
  @Order(9)
  void restartWithoutTheLibrary_failsTheConnectionUntilItIsBack() throws Exception {
    assertThat(wrappedMaterialsInDatabase(keyId)).isEqualTo(0);
    clients.close();
    server.stop();
    hsm.removeLibrary();
    server.restart();
    connectClients();

    CustomKeyStoresListEntry failed = describe(storeId);
    assertThat(failed.connectionState()).isEqualTo(ConnectionStateType.FAILED);
    assertThat(failed.connectionErrorCode()).isEqualTo(ConnectionErrorCodeType.CLUSTER_NOT_FOUND);
    assertThat(state(keyId)).isEqualTo(KeyState.UNAVAILABLE);
    assertRefused("KMSInvalidStateException", () -> decrypt(ciphertext));

    hsm.restoreLibrary();

    Await.until(
        "the store is connected again",
        () -> describe(storeId).connectionState() == ConnectionStateType.CONNECTED);
    assertThat(state(keyId)).isEqualTo(KeyState.ENABLED);
    assertThat(decrypt(ciphertext)).isEqualTo(PLAINTEXT);
  }

  @Test
  @Order(10)
  void keyThatIsDeleted_isGoneFromTheToken() {
    int keysBefore = hsm.secretKeys().size();
    server.edit(() -> new KeyRows(server, LatchkeyServer.REGION).makeDeletionsDue(pending));
    try (RootUser root = new RootUser(server)) {
      JobsClient jobs = new JobsClient(root.latchkey());
      jobs.awaitCompleted(jobs.startWhenFree(JobsClient.DELETE));
    }

    assertRefused("NotFoundException", () -> state(pending));
    assertThat(hsm.secretKeys()).hasSize(keysBefore - 1);
    assertThat(decrypt(ciphertext)).isEqualTo(PLAINTEXT);
  }

  @Test
  @Order(11)
  void password_isInNoFileOfTheServer() throws IOException {
    try (Stream<Path> files = Files.walk(server.data())) {
      assertThat(files.filter(Files::isRegularFile).filter(CustomKeyStoreIT::holdsThePassword))
          .isEmpty();
    }
    assertThat(server.output() + server.errors()).doesNotContain(SoftHsm.PASSWORD);
  }

  private static boolean holdsThePassword(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1).contains(SoftHsm.PASSWORD);
    } catch (IOException gone) {
      return false;
    }
  }

  private long wrappedMaterialsInDatabase(String key) throws Exception {
    try (Connection connection = server.database();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select count(m.wrapped), count(*) from key_material m"
                    + " join kms_key k on k.row_id = m.key_row where k.key_id = '"
                    + key
                    + "'")) {
      row.next();
      assertThat(row.getLong(2)).isEqualTo(1);
      return row.getLong(1);
    }
  }

  private static String moreClusters(int i) {
    return MORE_CLUSTERS + (char) ('a' + i);
  }

  private String create(String name, String clusterId) {
    return kms.createCustomKeyStore(
            r ->
                r.customKeyStoreName(name)
                    .cloudHsmClusterId(clusterId)
                    .trustAnchorCertificate(hsm.trustAnchor())
                    .keyStorePassword(SoftHsm.PASSWORD))
        .customKeyStoreId();
  }

  private void connect(String id) {
    kms.connectCustomKeyStore(r -> r.customKeyStoreId(id));
  }

  private void disconnect(String id) {
    kms.disconnectCustomKeyStore(r -> r.customKeyStoreId(id));
  }

  private CustomKeyStoresListEntry describe(String id) {
    List<CustomKeyStoresListEntry> stores =
        kms.describeCustomKeyStores(r -> r.customKeyStoreId(id)).customKeyStores();
    assertThat(stores).hasSize(1);
    return stores.get(0);
  }

  private KeyMetadata createKey() {
    return kms.createKey(r -> r.origin(OriginType.AWS_CLOUDHSM).customKeyStoreId(storeId))
        .keyMetadata();
  }

  private KeyState state(String key) {
    return kms.describeKey(r -> r.keyId(key)).keyMetadata().keyState();
  }

  private SdkBytes encrypt(String key) {
    return kms.encrypt(r -> r.keyId(key).plaintext(PLAINTEXT).encryptionContext(CONTEXT))
        .ciphertextBlob();
  }

  private SdkBytes decrypt(SdkBytes blob) {
    return kms.decrypt(r -> r.ciphertextBlob(blob).encryptionContext(CONTEXT)).plaintext();
  }

  private static void assertRefused(String code, ThrowingCallable call) {
    assertThatExceptionOfType(KmsException.class)
        .isThrownBy(call)
        .satisfies(refused -> assertThat(refused.awsErrorDetails().errorCode()).isEqualTo(code));
  }
}
