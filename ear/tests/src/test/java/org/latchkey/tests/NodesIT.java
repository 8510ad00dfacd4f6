package org.latchkey.tests;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
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
import org.latchkey.client.LatchkeyException;
import org.latchkey.client.ServiceCredentials;
import org.latchkey.tests.JobsClient.Execution;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.acmpca.model.CertificateAuthorityType;
import software.amazon.awssdk.services.acmpca.model.RevocationReason;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.ConnectionErrorCodeType;
import software.amazon.awssdk.services.kms.model.ConnectionStateType;
import software.amazon.awssdk.services.kms.model.CustomKeyStoresListEntry;
import software.amazon.awssdk.services.kms.model.DisabledException;
import software.amazon.awssdk.services.kms.model.GrantOperation;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.KmsInvalidStateException;
import software.amazon.awssdk.services.kms.model.NotFoundException;
import software.amazon.awssdk.services.kms.model.OriginType;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

/**
 * Two servers on one database, whose timers tick at the same moment. What is changed at one counts
 * at the other from the next request on, though neither asks the database for it; each is followed
 * by the other in what it leaves undone.
 */
@Tag("postgresql")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NodesIT {
  private static final int ROUNDS = 25;
  private static final int CERTIFICATES = 60;
  private static final String EVERY_MINUTE = "1";
  private static final String CLUSTER = "cluster-7a23b4cdefg";
  private static final SdkBytes PLAINTEXT = SdkBytes.fromUtf8String("attack at dawn");

  /** How long a server that has died may hold changes up: the time of its lease, and a margin. */
  private static final Duration LEASE = Duration.ofSeconds(6);

  @TempDir static Path tokens;

  private LatchkeyServer first;
  private LatchkeyServer second;
  private AwsClients atFirst;
  private AwsClients atSecond;
  private RootUser root;
  private RootUser rootAtSecond;
  private JobsClient jobs;
  private JobsClient jobsAtSecond;
  private CertificateRows rows;
  private String key;
  private String trustAnchor = "";
  private String storeId = "";
  private String keyId = "";

  @BeforeAll
  void start() throws Exception {
    first = LatchkeyServer.configure().with("LATCHKEY_JOB_INTERVAL_MINUTES", EVERY_MINUTE);
    if (Tool.SOFTHSM.isInstalled()) {
      SoftHsm hsm = new SoftHsm(tokens);
      hsm.addCluster(CLUSTER);
      trustAnchor = hsm.trustAnchor();
      hsm.configure(first);
    }
    first.start();
    second = first.anotherNode().start();
    atFirst = AwsClients.root(first);
    atSecond = AwsClients.root(second);
    root = new RootUser(first);
    rootAtSecond = new RootUser(second);
    jobs = new JobsClient(root.latchkey());
    jobsAtSecond = new JobsClient(rootAtSecond.latchkey());
    rows = new CertificateRows(first);
    key = atFirst.kms().createKey().keyMetadata().keyId();
  }

  @AfterAll
  void close() {
    atFirst.close();
    atSecond.close();
    root.close();
    rootAtSecond.close();
    second.close();
    first.close();
  }

  @Test
  @Order(1)
  @RequiredTool(Tool.SOFTHSM)
  void keyMadeAtOneNode_isUsedAtAnother() {
    makeKeyInAStore();
    SdkBytes ciphertext = encryptInStore(atFirst);

    assertThat(decryptInStore(atSecond, ciphertext)).isEqualTo(PLAINTEXT);
    assertThat(decryptInStore(atFirst, encryptInStore(atSecond))).isEqualTo(PLAINTEXT);
  }

  private void makeKeyInAStore() {
    KmsClient kms = atFirst.kms();
    storeId =
        kms.createCustomKeyStore(
                r ->
                    r.customKeyStoreName("shared")
                        .cloudHsmClusterId(CLUSTER)
                        .trustAnchorCertificate(trustAnchor)
                        .keyStorePassword(SoftHsm.PASSWORD))
            .customKeyStoreId();
    kms.connectCustomKeyStore(r -> r.customKeyStoreId(storeId));
    keyId =
        kms.createKey(r -> r.origin(OriginType.AWS_CLOUDHSM).customKeyStoreId(storeId))
            .keyMetadata()
            .keyId();
  }

  @Test
  @Order(2)
  @RequiredTool(Tool.SOFTHSM)
  void storeDisconnectedAtOneNode_isUsedByNoneFromTheNextRequestOn() {
    SdkBytes ciphertext = encryptInStore(atSecond);

    atFirst.kms().disconnectCustomKeyStore(r -> r.customKeyStoreId(storeId));

    assertThatExceptionOfType(KmsInvalidStateException.class)
        .isThrownBy(() -> decryptInStore(atSecond, ciphertext));
    assertThat(describe(atSecond).connectionState()).isEqualTo(ConnectionStateType.DISCONNECTED);

    atSecond.kms().connectCustomKeyStore(r -> r.customKeyStoreId(storeId));

    assertThat(decryptInStore(atFirst, ciphertext)).isEqualTo(PLAINTEXT);
    assertThat(decryptInStore(atSecond, ciphertext)).isEqualTo(PLAINTEXT);
  }

  private SdkBytes encryptInStore(AwsClients at) {
    return at.kms().encrypt(r -> r.keyId(keyId).plaintext(PLAINTEXT)).ciphertextBlob();
  }

  private static SdkBytes decryptInStore(AwsClients at, SdkBytes blob) {
    return at.kms().decrypt(r -> r.ciphertextBlob(blob)).plaintext();
  }

  private CustomKeyStoresListEntry describe(AwsClients at) {
    return at.kms()
        .describeCustomKeyStores(r -> r.customKeyStoreId(storeId))
        .customKeyStores()
        .get(0);
  }

  private static long renewed(Execution run) {
    return run.counts().getOrDefault("Renewed", 0L);
  }

  @Test
  @Order(3)
  void dueCertificates_areSharedByTheNodesAndRenewedOnce() {
    IntStream.range(0, CERTIFICATES).forEach(i -> root.certificate());
    rows.makeAllDue();
    jobs.startWhenFree(JobsClient.RENEW);
    jobsAtSecond.startWhenFree(JobsClient.RENEW);

    Await.until(
        "every run has completed",
        () -> jobs.list(JobsClient.RENEW).stream().allMatch(Execution::completed));

    List<Execution> runs = jobs.list(JobsClient.RENEW);
    assertThat(runs)
        .filteredOn(run -> renewed(run) > 0)
        .extracting(Execution::node)
        .doesNotHaveDuplicates()
        .hasSize(2);
    assertThat(runs.stream().mapToLong(NodesIT::renewed).sum()).isEqualTo(CERTIFICATES);
    assertThat(runs).allSatisfy(run -> assertThat(run.counts()).containsEntry("Failed", 0L));
    assertThat(rows.withRevision(2)).isEqualTo(CERTIFICATES);
    assertThat(jobsAtSecond.list(JobsClient.RENEW)).isEqualTo(runs);
  }

  @Test
  @Order(4)
  void jobThatRunsOnOneNode_isNotStartedOnTheOther() {
    rows.makeAllOutdated();

    long id = jobs.start(JobsClient.REENCRYPT);

    assertThatThrownBy(() -> jobsAtSecond.start(JobsClient.REENCRYPT))
        .isInstanceOfSatisfying(
            LatchkeyException.class,
            refused -> assertThat(refused.code()).isEqualTo("ResourceInUseException"));
    Execution completed = jobs.awaitCompleted(id);
    assertThat(completed.counts()).containsEntry("Reencrypted", (long) CERTIFICATES);
    assertThat(jobsAtSecond.describe(id)).isEqualTo(completed);
  }

  @Test
  @Order(5)
  void disabledKey_isRefusedAtBothAtOnce() {
    for (int round = 0; round < ROUNDS; round++) {
      KmsClient here = round % 2 == 0 ? atFirst.kms() : atSecond.kms();
      KmsClient there = round % 2 == 0 ? atSecond.kms() : atFirst.kms();
      encrypt(there, key);

      here.disableKey(request -> request.keyId(key));
      assertThatThrownBy(() -> encrypt(there, key)).isInstanceOf(DisabledException.class);
      assertThatThrownBy(() -> encrypt(here, key)).isInstanceOf(DisabledException.class);

      here.enableKey(request -> request.keyId(key));
      encrypt(there, key);
      encrypt(here, key);
    }
  }

  @Test
  @Order(6)
  void retiredGrant_isRefusedAtTheOtherAtOnce() {
    ServiceCredentials grantee = RegisteredService.create(first).credentials();
    SdkBytes ciphertext = encrypt(atFirst.kms(), key);
    try (AwsClients granteeAtSecond = AwsClients.of(second, grantee)) {
      for (int round = 0; round < ROUNDS; round++) {
        assertDenied(() -> decrypt(granteeAtSecond.kms(), ciphertext));

        String grant =
            atFirst
                .kms()
                .createGrant(
                    request ->
                        request
                            .keyId(key)
                            .granteePrincipal(grantee.serviceArn())
                            .operations(GrantOperation.DECRYPT))
                .grantId();
        decrypt(granteeAtSecond.kms(), ciphertext);

        atFirst.kms().revokeGrant(request -> request.keyId(key).grantId(grant));
      }
    }
  }

  @Test
  @Order(7)
  void movedAlias_namesTheOtherKeyAtTheOtherAtOnce() {
    String other = atFirst.kms().createKey().keyMetadata().keyId();
    String alias = "alias/coherence";
    assertThatThrownBy(() -> encrypt(atSecond.kms(), alias)).isInstanceOf(NotFoundException.class);
    atFirst.kms().createAlias(request -> request.aliasName(alias).targetKeyId(key));
    for (int round = 0; round < ROUNDS; round++) {
      String target = round % 2 == 0 ? other : key;

      atFirst.kms().updateAlias(request -> request.aliasName(alias).targetKeyId(target));

      assertThat(
              atSecond
                  .kms()
                  .encrypt(
                      request -> request.keyId(alias).plaintext(SdkBytes.fromUtf8String("text")))
                  .keyId())
          .endsWith(target);
    }
    atFirst.kms().deleteAlias(request -> request.aliasName(alias));
    assertThatThrownBy(() -> encrypt(atSecond.kms(), alias)).isInstanceOf(NotFoundException.class);
  }

  @Test
  @Order(8)
  @RequiredTool(Tool.OPENSSL)
  void revokedCertificate_isGoodAtTheOtherNoMore(@TempDir Path folder) {
    AuthorityClient authorities = new AuthorityClient(atFirst.acmPca());
    String authority = answeringAuthority(authorities);
    String csr = authorities.csr(authorities.create(CertificateAuthorityType.ROOT, "leaf"));
    OpenSsl openssl = new OpenSsl(folder);
    String issuer = openssl.file(authorities.certificate(authority).getBytes(US_ASCII));
    String responder =
        second.endpoint() + "/ocsp/" + authority.substring(authority.lastIndexOf('/') + 1);
    for (int round = 0; round < ROUNDS; round++) {
      String serial = authorities.serial(authority, authorities.issue(authority, csr));
      String[] question = {
        "ocsp",
        "-issuer",
        issuer,
        "-serial",
        "0x" + serial,
        "-url",
        responder,
        "-CAfile",
        issuer,
        "-no_nonce"
      };
      assertThat(openssl.run(question)).contains(": good");

      revoke(atFirst, authority, serial);

      assertThat(openssl.run(question)).contains(": revoked");
    }
  }

  @Test
  @Order(8)
  void ocspAnswer_isSignedOnceForBothNodesAndAnewAtOnceOnRevocation() throws Exception {
    AuthorityClient authorities = new AuthorityClient(atFirst.acmPca());
    String authority = answeringAuthority(authorities);
    String csr = authorities.csr(authorities.create(CertificateAuthorityType.ROOT, "leaf"));
    String serial = authorities.serial(authority, authorities.issue(authority, csr));
    OcspQuestion question = new OcspQuestion(authorities.certificate(authority), serial);

    OcspQuestion.Answer answer = question.ask(first);

    assertThat(answer.good()).isTrue();
    assertThat(question.ask(second)).isEqualTo(answer);

    revoke(atSecond, authority, serial);
    byte[] signedByTheRevocation = storedAnswer(serial);

    OcspQuestion.Answer revoked = question.ask(first);
    assertThat(revoked.good()).isFalse();
    assertThat(revoked.encoded()).isEqualTo(signedByTheRevocation);
    assertThat(question.ask(second)).isEqualTo(revoked);
  }

  /** A root that has an OCSP responder. */
  private static String answeringAuthority(AuthorityClient authorities) {
    return authorities.root(
        "answering at two nodes",
        request ->
            request.revocationConfiguration(
                revocation -> revocation.ocspConfiguration(ocsp -> ocsp.enabled(true))));
  }

  private static void revoke(AwsClients clients, String authority, String serial) {
    clients
        .acmPca()
        .revokeCertificate(
            request ->
                request
                    .certificateAuthorityArn(authority)
                    .certificateSerial(serial)
                    .revocationReason(RevocationReason.SUPERSEDED));
  }

  private byte[] storedAnswer(String serial) throws SQLException {
    try (Connection connection = first.database();
        PreparedStatement query =
            connection.prepareStatement("select encoded from ocsp_answer where serial = ?")) {
      query.setString(1, serial);
      try (ResultSet row = query.executeQuery()) {
        assertThat(row.next()).isTrue();
        return row.getBytes(1);
      }
    }
  }

  @Test
  @Order(9)
  void usedKey_isUsedAgainWithoutTheDatabase() throws SQLException {
    String signing =
        atFirst
            .kms()
            .createKey(
                request ->
                    request.keySpec(KeySpec.ECC_NIST_P256).keyUsage(KeyUsageType.SIGN_VERIFY))
            .keyMetadata()
            .keyId();
    use(atFirst.kms(), signing);
    use(atSecond.kms(), signing);

    try (Connection connection = first.database();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(
          "lock table kms_key, key_material, key_alias, key_tag, key_grant, access_key, principal"
              + " in access exclusive mode");
      IntStream.range(0, ROUNDS)
          .forEach(
              round -> {
                use(atFirst.kms(), signing);
                use(atSecond.kms(), signing);
              });
      connection.rollback();
    }
  }

  /** The container ends a timer for good that fails, and five seconds later again. */
  @Test
  @Order(9)
  void outbox_isSentAgainAfterAnOutageOfTheDatabase() throws SQLException {
    try (Connection connection = first.database();
        Statement statement = connection.createStatement()) {
      int before = failedRounds();
      statement.execute("alter table outbox rename to outbox_away");
      try {
        Await.until("it has failed for eight seconds", () -> failedRounds() >= before + 8);
      } finally {
        statement.execute("alter table outbox_away rename to outbox");
      }
      // as a node leaves it that was killed after its commit: no commit of a living one sends it
      statement.executeUpdate(
          "insert into outbox (id, destination, topic, message_type, body, created_at)"
              + " values (-1, 'latchkey.dead-letters', false, 'Left', '{}', current_timestamp)");
      Await.until("what waits is sent", () -> !waits(statement));
    }
  }

  private int failedRounds() {
    String failure = "The outbox cannot be sent now";
    return (first.log() + second.log()).split(failure, -1).length - 1;
  }

  private static boolean waits(Statement statement) {
    try (ResultSet row = statement.executeQuery("select 1 from outbox where id = -1")) {
      return row.next();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void use(KmsClient kms, String signing) {
    decrypt(kms, encrypt(kms, key));
    kms.generateDataKey(request -> request.keyId(key).numberOfBytes(32));
    SdkBytes message = SdkBytes.fromUtf8String("message");
    SdkBytes signature =
        kms.sign(
                request ->
                    request
                        .keyId(signing)
                        .message(message)
                        .signingAlgorithm(SigningAlgorithmSpec.ECDSA_SHA_256))
            .signature();
    kms.verify(
        request ->
            request
                .keyId(signing)
                .message(message)
                .signature(signature)
                .signingAlgorithm(SigningAlgorithmSpec.ECDSA_SHA_256));
  }

  @Test
  @Order(10)
  void serverThatDied_holdsChangesUpForItsLeaseAtMost() {
    second.kill9();

    long begin = System.nanoTime();
    atFirst.kms().scheduleKeyDeletion(request -> request.keyId(key).pendingWindowInDays(7));
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(LEASE);
    assertThatThrownBy(() -> encrypt(atFirst.kms(), key))
        .isInstanceOf(KmsInvalidStateException.class);

    second.with("LATCHKEY_CLOUDHSM_CLUSTERS", "").restart();
    assertThatThrownBy(() -> encrypt(atSecond.kms(), key))
        .isInstanceOf(KmsInvalidStateException.class);
    atSecond.kms().cancelKeyDeletion(request -> request.keyId(key));
    assertThatThrownBy(() -> encrypt(atFirst.kms(), key)).isInstanceOf(DisabledException.class);
  }

  @Test
  @Order(11)
  @RequiredTool(Tool.SOFTHSM)
  void nodeStartedWithoutTheCluster_saysSoForItselfAlone() {
    CustomKeyStoresListEntry there = describe(atSecond);

    assertThat(there.connectionState()).isEqualTo(ConnectionStateType.FAILED);
    assertThat(there.connectionErrorCode()).isEqualTo(ConnectionErrorCodeType.CLUSTER_NOT_FOUND);
    assertThatExceptionOfType(KmsInvalidStateException.class)
        .isThrownBy(() -> encryptInStore(atSecond));
    assertThat(describe(atFirst).connectionState()).isEqualTo(ConnectionStateType.CONNECTED);
    assertThat(decryptInStore(atFirst, encryptInStore(atFirst))).isEqualTo(PLAINTEXT);
  }

  @Test
  @Order(12)
  void nodeKilledInTheMiddleOfItsJob_isFollowedByTheOther() {
    rows.makeAllDue();
    long id = jobs.start(JobsClient.RENEW);
    Await.until("the first certificate is renewed", () -> rows.withRevision(4) > 0);

    first.kill9();

    assertThat(rows.withRevision(4)).isLessThan(CERTIFICATES);
    Await.until("the other has renewed the rest", () -> rows.withRevision(4) == CERTIFICATES);
    Await.until(
        "what the first has left is known to be so",
        () -> jobsAtSecond.describe(id).status().equals("INTERRUPTED"));
    Await.until(
        "the second has come to its end",
        () -> jobsAtSecond.list(JobsClient.RENEW).get(0).completed());
    assertThat(jobsAtSecond.list(JobsClient.RENEW).get(0).id()).isGreaterThan(id);
    assertThat(rows.withRevision(5)).isZero();
  }

  private static SdkBytes encrypt(KmsClient kms, String keyId) {
    return kms.encrypt(
            request -> request.keyId(keyId).plaintext(SdkBytes.fromUtf8String("plaintext")))
        .ciphertextBlob();
  }

  private static void decrypt(KmsClient kms, SdkBytes ciphertext) {
    assertThat(
            kms.decrypt(request -> request.ciphertextBlob(ciphertext)).plaintext().asUtf8String())
        .isEqualTo("plaintext");
  }

  private static void assertDenied(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            KmsException.class,
            refused ->
                assertThat(refused.awsErrorDetails().errorCode())
                    .isEqualTo("AccessDeniedException"));
  }
}
