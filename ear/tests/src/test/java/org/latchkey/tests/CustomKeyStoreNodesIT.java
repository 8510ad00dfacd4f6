package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
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
import software.amazon.awssdk.services.kms.model.CustomKeyStoresListEntry;
import software.amazon.awssdk.services.kms.model.KmsInvalidStateException;
import software.amazon.awssdk.services.kms.model.OriginType;

/** Three servers on one database; the third does not know the cluster. */
@Tag("postgresql")
@RequiredTool(Tool.SOFTHSM)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CustomKeyStoreNodesIT {
  private static final String CLUSTER = "cluster-7a23b4cdefg";
  private static final SdkBytes PLAINTEXT = SdkBytes.fromUtf8String("attack at dawn");

  @TempDir static Path folder;

  private LatchkeyServer first;
  private LatchkeyServer second;
  private LatchkeyServer third;
  private AwsClients atFirst;
  private AwsClients atSecond;
  private AwsClients atThird;
  private String storeId;
  private String keyId;

  @BeforeAll
  void start() throws Exception {
    SoftHsm hsm = new SoftHsm(folder);
    hsm.addCluster(CLUSTER);
    first = hsm.configure(LatchkeyServer.configure()).start();
    second = first.anotherNode().start();
    third = first.anotherNode().with("LATCHKEY_CLOUDHSM_CLUSTERS", "").start();
    atFirst = AwsClients.root(first);
    atSecond = AwsClients.root(second);
    atThird = AwsClients.root(third);
    KmsClient kms = atFirst.kms();
    storeId =
        kms.createCustomKeyStore(
                r ->
                    r.customKeyStoreName("shared")
                        .cloudHsmClusterId(CLUSTER)
                        .trustAnchorCertificate(hsm.trustAnchor())
                        .keyStorePassword(SoftHsm.PASSWORD))
            .customKeyStoreId();
    kms.connectCustomKeyStore(r -> r.customKeyStoreId(storeId));
    keyId =
        kms.createKey(r -> r.origin(OriginType.AWS_CLOUDHSM).customKeyStoreId(storeId))
            .keyMetadata()
            .keyId();
  }

  @AfterAll
  void close() {
    atFirst.close();
    atSecond.close();
    atThird.close();
    third.close();
    second.close();
    first.close();
  }

  @Test
  @Order(1)
  void keyMadeAtOneNode_isUsedAtAnother() {
    SdkBytes ciphertext = encrypt(atFirst);

    assertThat(decrypt(atSecond, ciphertext)).isEqualTo(PLAINTEXT);
    assertThat(decrypt(atFirst, encrypt(atSecond))).isEqualTo(PLAINTEXT);
  }

  @Test
  @Order(2)
  void nodeThatDoesNotReachTheToken_saysSoForItselfAlone() {
    CustomKeyStoresListEntry there = describe(atThird);

    assertThat(there.connectionState()).isEqualTo(ConnectionStateType.FAILED);
    assertThat(there.connectionErrorCode()).isEqualTo(ConnectionErrorCodeType.CLUSTER_NOT_FOUND);
    assertThatExceptionOfType(KmsInvalidStateException.class).isThrownBy(() -> encrypt(atThird));
    assertThat(describe(atFirst).connectionState()).isEqualTo(ConnectionStateType.CONNECTED);
    assertThat(describe(atSecond).connectionState()).isEqualTo(ConnectionStateType.CONNECTED);
  }

  @Test
  @Order(3)
  void storeDisconnectedAtOneNode_isUsedByNoneFromTheNextRequestOn() {
    SdkBytes ciphertext = encrypt(atSecond);

    atFirst.kms().disconnectCustomKeyStore(r -> r.customKeyStoreId(storeId));

    assertThatExceptionOfType(KmsInvalidStateException.class)
        .isThrownBy(() -> decrypt(atSecond, ciphertext));
    assertThat(describe(atSecond).connectionState()).isEqualTo(ConnectionStateType.DISCONNECTED);

    atSecond.kms().connectCustomKeyStore(r -> r.customKeyStoreId(storeId));

    assertThat(decrypt(atFirst, ciphertext)).isEqualTo(PLAINTEXT);
    assertThat(decrypt(atSecond, ciphertext)).isEqualTo(PLAINTEXT);
  }

  private SdkBytes encrypt(AwsClients at) {
    return at.kms().encrypt(r -> r.keyId(keyId).plaintext(PLAINTEXT)).ciphertextBlob();
  }

  private static SdkBytes decrypt(AwsClients at, SdkBytes blob) {
    return at.kms().decrypt(r -> r.ciphertextBlob(blob)).plaintext();
  }

  private CustomKeyStoresListEntry describe(AwsClients at) {
    return at.kms()
        .describeCustomKeyStores(r -> r.customKeyStoreId(storeId))
        .customKeyStores()
        .get(0);
  }
}
