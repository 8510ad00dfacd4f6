package org.latchkey.tests;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
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
import org.latchkey.client.ServiceCredentials;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.acmpca.model.CertificateAuthorityType;
import software.amazon.awssdk.services.acmpca.model.RevocationReason;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DisabledException;
import software.amazon.awssdk.services.kms.model.GrantOperation;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.KmsInvalidStateException;
import software.amazon.awssdk.services.kms.model.NotFoundException;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

/**
 * Two servers on one database: what is changed at one counts at the other from the next request on,
 * though neither asks the database for it.
 */
@Tag("postgresql")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CoherenceIT {
  private static final int ROUNDS = 25;

  /** How long a server that has died may hold changes up: the time of its lease, and a margin. */
  private static final Duration LEASE = Duration.ofSeconds(6);

  private LatchkeyServer first;
  private LatchkeyServer second;
  private AwsClients atFirst;
  private AwsClients atSecond;
  private String key;

  @BeforeAll
  void start() {
    first = LatchkeyServer.configure().start();
    second = first.anotherNode().start();
    atFirst = AwsClients.root(first);
    atSecond = AwsClients.root(second);
    key = atFirst.kms().createKey().keyMetadata().keyId();
  }

  @AfterAll
  void close() {
    atFirst.close();
    atSecond.close();
    second.close();
    first.close();
  }

  @Test
  @Order(1)
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
  @Order(2)
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
  @Order(3)
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
  @Order(3)
  @RequiredTool(Tool.OPENSSL)
  void revokedCertificate_isGoodAtTheOtherNoMore(@TempDir Path folder) {
    AuthorityClient authorities = new AuthorityClient(atFirst.acmPca());
    String authority =
        authorities.root(
            "revoking at one node",
            request ->
                request.revocationConfiguration(
                    revocation -> revocation.ocspConfiguration(ocsp -> ocsp.enabled(true))));
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

      atFirst
          .acmPca()
          .revokeCertificate(
              request ->
                  request
                      .certificateAuthorityArn(authority)
                      .certificateSerial(serial)
                      .revocationReason(RevocationReason.SUPERSEDED));

      assertThat(openssl.run(question)).contains(": revoked");
    }
  }

  @Test
  @Order(4)
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
  @Order(5)
  void serverThatDied_holdsChangesUpForItsLeaseAtMost() {
    second.kill9();

    long begin = System.nanoTime();
    atFirst.kms().scheduleKeyDeletion(request -> request.keyId(key).pendingWindowInDays(7));
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(LEASE);
    assertThatThrownBy(() -> encrypt(atFirst.kms(), key))
        .isInstanceOf(KmsInvalidStateException.class);

    second.restart();
    assertThatThrownBy(() -> encrypt(atSecond.kms(), key))
        .isInstanceOf(KmsInvalidStateException.class);
    atSecond.kms().cancelKeyDeletion(request -> request.keyId(key));
    assertThatThrownBy(() -> encrypt(atFirst.kms(), key)).isInstanceOf(DisabledException.class);
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
