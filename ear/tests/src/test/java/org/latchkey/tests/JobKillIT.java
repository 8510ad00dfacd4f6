package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.latchkey.client.AssociationClient;
import org.latchkey.client.CertificateDelivery;
import org.latchkey.client.Pem;
import org.latchkey.client.PrivateKeyDecryptor;
import org.latchkey.client.TlsIdentity;
import org.latchkey.tests.JobsClient.Execution;
import org.latchkey.tests.RootUser.Service;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.acm.model.RenewalStatus;
import software.amazon.awssdk.services.acm.model.RenewalSummary;

/**
 * Both jobs on one server, started by its timer; it is killed in the middle of the renewals and
 * started again.
 */
@Tag("any-database")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class JobKillIT {
  private static final int CERTIFICATES = 60;
  private static final int CHUNK = 10;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private LatchkeyServer server;
  private RootUser root;
  private JobsClient jobs;
  private CertificateRows rows;
  private Service service;
  private String certificate;
  private CertificateDelivery issued;
  private @Nullable CertificateDelivery renewed;
  private long killed;

  @BeforeAll
  void issueCertificates() {
    server = LatchkeyServer.configure().start();
    root = new RootUser(server);
    jobs = new JobsClient(root.latchkey());
    rows = new CertificateRows(server);
    service = root.register("served");
    List<String> certificates =
        IntStream.range(0, CERTIFICATES).mapToObj(i -> root.certificate()).sorted().toList();
    certificate = certificates.get(0);
    try (AssociationClient broker = connect()) {
      broker.associate(certificate, service.resource("1"), PATIENCE);
    }
    issued = delivery(1);
  }

  @AfterAll
  void close() {
    root.close();
    server.close();
  }

  @Test
  @Order(1)
  void serverKilledWhileRenewing_hasRenewedSome() {
    server.stop();
    rows.makeAllDue();
    server.restart();

    Await.until("the timer has the first certificate renewed", () -> isRenewed(certificate));
    killed = jobs.list(JobsClient.RENEW).get(0).id();
    server.kill9();

    assertThat(rows.withRevision(2)).isBetween(1, CERTIFICATES - 1);
  }

  @Test
  @Order(2)
  void serverStartedAgain_goesOnByItselfAndRenewsEachCertificateOnce() {
    server.restart();

    Execution last = jobs.awaitRuns(JobsClient.RENEW, 1);

    assertThat(jobs.list(JobsClient.RENEW)).hasSize(1);
    assertThat(last.id()).isGreaterThan(killed);
    assertThat(last.counts().get("Renewed"))
        .isBetween((long) CERTIFICATES - CHUNK, (long) CERTIFICATES);
    assertThat(last.counts()).containsEntry("Failed", 0L);
    assertThat(jobs.describe(killed).status()).isEqualTo("INTERRUPTED");
    server.stop();
    assertThat(rows.withRevision(2)).isEqualTo(CERTIFICATES);
    assertThat(server.log()).contains("renew-certificates, execution " + last.id() + ": COMPLETED");
    server.restart();
  }

  @Test
  @Order(3)
  void renewedCertificate_isDeliveredAgainWithNewKeyUnderItsArn() {
    CertificateDelivery delivery = delivery(2);
    renewed = delivery;

    assertThat(delivery.certificateArn()).isEqualTo(certificate);
    assertThat(Pem.certificate(delivery.certificate()).getPublicKey())
        .isNotEqualTo(Pem.certificate(issued.certificate()).getPublicKey());
    byte[] privateKey = decrypt(delivery);
    assertThat(TlsIdentity.of(delivery, privateKey).chain())
        .startsWith(Pem.certificate(delivery.certificate()));
  }

  @Test
  @Order(4)
  void outdatedPrivateKeys_areReencryptedAndDeliveredAgain() {
    CertificateDelivery before = Objects.requireNonNull(renewed);
    server.stop();
    rows.makeAllOutdated();
    server.restart();

    Execution reencryption = jobs.awaitRuns(JobsClient.REENCRYPT, 1);

    assertThat(reencryption.counts())
        .containsEntry("Reencrypted", (long) CERTIFICATES)
        .containsEntry("Failed", 0L);
    CertificateDelivery moved = delivery(3);
    assertThat(moved.certificate()).isEqualTo(before.certificate());
    assertThat(moved.encryptedPrivateKey()).isNotEqualTo(before.encryptedPrivateKey());
    assertThat(decrypt(moved)).isEqualTo(decrypt(before));
  }

  private boolean isRenewed(String arn) {
    @Nullable RenewalSummary renewal =
        root.acm()
            .describeCertificate(request -> request.certificateArn(arn))
            .certificate()
            .renewalSummary();
    return renewal != null && renewal.renewalStatus() == RenewalStatus.SUCCESS;
  }

  private AssociationClient connect() {
    return AssociationClient.connect(server.broker(), service.name(), service.credentials());
  }

  /** The next delivery of this revision; one may come twice. */
  private CertificateDelivery delivery(int revision) {
    try (AssociationClient broker = connect()) {
      return IntStream.range(0, CERTIFICATES)
          .mapToObj(i -> broker.receive(PATIENCE, delivery -> delivery).orElseThrow())
          .map(CertificateDelivery.class::cast)
          .filter(delivery -> delivery.revision() == revision)
          .findFirst()
          .orElseThrow();
    }
  }

  private byte[] decrypt(CertificateDelivery delivery) {
    try (PrivateKeyDecryptor decryptor =
        new PrivateKeyDecryptor(
            RootUser.endpoint(server), Region.of(LatchkeyServer.REGION), service.credentials())) {
      return decryptor.decrypt(delivery);
    }
  }
}
