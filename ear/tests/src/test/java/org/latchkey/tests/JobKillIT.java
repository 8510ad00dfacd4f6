package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
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
import org.latchkey.client.Json;
import org.latchkey.client.LatchkeyException;
import org.latchkey.client.Pem;
import org.latchkey.client.PrivateKeyDecryptor;
import org.latchkey.client.TlsIdentity;
import org.latchkey.tests.JobsClient.Execution;
import org.latchkey.tests.RootUser.Service;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.acm.model.RenewalStatus;
import software.amazon.awssdk.services.acm.model.RenewalSummary;
import software.amazon.awssdk.services.kms.model.KmsException;

/**
 * Both jobs on one server, started by its timer; it is killed in the middle of the renewals, and
 * while private keys move to another key, and started again.
 */
@Tag("postgresql")
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
  private @Nullable CertificateDelivery reencrypted;
  private @Nullable CertificateDelivery underNewKey;
  private @Nullable String spare;
  private long formerRun;
  private String reencryption = "";
  private long killed;

  @BeforeAll
  void issueCertificates() {
    server = LatchkeyServer.configure().with("LATCHKEY_JOB_INTERVAL_MINUTES", "1").start();
    root = new RootUser(server);
    jobs = new JobsClient(root.latchkey());
    rows = new CertificateRows(server);
    service = root.register("served");
    List<String> certificates =
        IntStream.range(0, CERTIFICATES).mapToObj(i -> root.certificate()).sorted().toList();
    certificate = certificates.get(0);
    spare = certificates.get(CERTIFICATES - 1);
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
    server.edit(rows::makeAllDue);

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
    assertThat(rows.withRevision(2)).isEqualTo(CERTIFICATES);
    String end = "renew-certificates, execution " + last.id() + ": COMPLETED";
    Await.until("the log says so", () -> server.log().contains(end));
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
    List<Execution> runs = jobs.list(JobsClient.REENCRYPT);
    server.edit(rows::makeAllOutdated);

    jobs.startWhenFree(JobsClient.REENCRYPT); // or its timer has, before

    assertThat(jobs.awaitRunsSince(JobsClient.REENCRYPT, runs))
        .containsEntry("Reencrypted", (long) CERTIFICATES)
        .containsEntry("Failed", 0L);
    CertificateDelivery moved = delivery(3);
    reencrypted = moved;
    assertThat(moved.certificate()).isEqualTo(before.certificate());
    assertThat(moved.encryptedPrivateKey()).isNotEqualTo(before.encryptedPrivateKey());
    assertThat(decrypt(moved)).isEqualTo(decrypt(before));
  }

  @Test
  @Order(5)
  void reencryptionToANewKey_isCountedFirst() {
    JsonNode scope =
        call("StartReencryption", Map.of("NewKey", true, "DryRun", true)).path("Scope");

    assertThat(scope).hasSize(1);
    assertThat(scope.get(0).path("PrivateKeys").asInt()).isEqualTo(CERTIFICATES);
    assertThat(scope.get(0).path("Deliveries").asInt()).isEqualTo(1);
    assertThat(call("ListReencryptions", Map.of()).path("Reencryptions"))
        .allSatisfy(each -> assertThat(each.path("Destination").asText()).isNotEqualTo("NEW_KEY"));
  }

  @Test
  @Order(6)
  void reencryption_isPausedKilledAndGoesOn() {
    String formerKey = root.acmKey();
    reencryption =
        call("StartReencryption", Map.of("NewKey", true))
            .path("Reencryption")
            .path("ReencryptionId")
            .asText();
    JsonNode paused = call("PauseReencryption", Map.of("ReencryptionId", reencryption));
    assertThat(paused.path("Status").asText()).isEqualTo("PAUSED");
    long moved = described("Reencrypted");
    assertThat(moved).isEqualTo(paused.path("Reencrypted").asLong()).isLessThan(CERTIFICATES);
    String created = root.certificate();
    root.acm().deleteCertificate(request -> request.certificateArn(Objects.requireNonNull(spare)));

    call("ResumeReencryption", Map.of("ReencryptionId", reencryption));
    Await.until("more keys are moved", () -> described("Reencrypted") > moved);
    server.kill9();
    server.restart();
    Await.until("it ends", () -> describe().path("Status").asText().equals("COMPLETED"));

    assertThat(root.acmKey()).isNotEqualTo(formerKey);
    assertThat(described("Reencrypted")).isBetween(CERTIFICATES - 1L, (long) CERTIFICATES);
    assertThat(described("Total")).isBetween(CERTIFICATES - 1L, (long) CERTIFICATES);
    assertThat(described("Failed")).isZero();
    assertThat(described("Remaining")).isZero();
    assertThat(described("Verified")).isEqualTo(CERTIFICATES);
    assertThat(created).isNotEmpty();
  }

  @Test
  @Order(7)
  void report_saysWhatBecameOfEachPrivateKey() {
    Map<String, String> outcomes = new TreeMap<>();
    String token = null;
    do {
      Map<String, Object> request = new TreeMap<>(Map.of("ReencryptionId", reencryption));
      request.put("MaxItems", 25);
      if (token != null) {
        request.put("NextToken", token);
      }
      JsonNode page = call("ListReencryptionOutcomes", request);
      page.path("Outcomes")
          .forEach(
              row ->
                  assertThat(
                          outcomes.put(
                              row.path("CertificateId").asText(), row.path("Outcome").asText()))
                      .isNull());
      token = page.path("NextToken").asText(null);
    } while (token != null);

    assertThat(outcomes).hasSizeBetween(CERTIFICATES - 1, CERTIFICATES);
    assertThat((long) outcomes.size()).isEqualTo(described("Total"));
    assertThat(outcomes.values()).isSubsetOf("REENCRYPTED", "DELETED").contains("REENCRYPTED");
    assertThat(outcomes.values().stream().filter("REENCRYPTED"::equals).count())
        .isEqualTo(described("Reencrypted"));
  }

  @Test
  @Order(8)
  void copyUnderTheFormerKey_staysUsableUntilTheNewOneIsConfirmed() {
    CertificateDelivery before = Objects.requireNonNull(reencrypted);
    CertificateDelivery now = delivery(4);

    assertThat(now.keyArn()).isEqualTo(root.acmKey()).isNotEqualTo(before.keyArn());
    assertThat(decrypt(now)).isEqualTo(decrypt(before));
    try (AssociationClient broker = connect()) {
      broker.confirm(now);
    }
    Await.until("the former grant has ended", () -> isRefused(before));
    assertThat(decrypt(now)).isNotEmpty();
    underNewKey = now;
  }

  @Test
  @Order(9)
  void associations_areBrokenByADisabledKeyAndMissingGrants() {
    String own = ownKey();
    call("StartReencryption", Map.of("DestinationKeyId", own));
    Await.until("the association is on the new key", () -> root.acmKey().equals(own));
    Await.until("its service is sent the certificate again", () -> delivered() == 5);
    assertThat(association().path("Status").asText()).isEqualTo("ACTIVE");
    assertThat(association().path("State").asText()).isEqualTo("OUTDATED");

    root.kms().disableKey(request -> request.keyId(own));
    assertBroken("KEY_DISABLED");
    assertThatThrownBy(this::repair)
        .isInstanceOfSatisfying(
            LatchkeyException.class,
            refused -> assertThat(refused.code()).isEqualTo("InvalidStateException"));
    root.kms().enableKey(request -> request.keyId(own));
    assertThat(association().has("Cause")).isFalse();

    String grant = association().path("GrantId").asText();
    root.kms().revokeGrant(request -> request.keyId(own).grantId(grant));
    assertBroken("GRANT_MISSING");
    repair();
    assertThat(association().path("Status").asText()).isEqualTo("ACTIVE");
  }

  @Test
  @Order(10)
  void deliveryThatNobodyReadsAndGrantsThatAreOutlived_areFoundByTheJob() {
    List<Execution> runs = jobs.list(JobsClient.REENCRYPT);
    formerRun = runs.get(runs.size() - 1).id();
    CertificateDelivery unconfirmed = Objects.requireNonNull(underNewKey);
    CertificateDelivery later = delivery(5);
    Await.until("no re-encryption is open", () -> !anyReencryptionIsOpen());
    call("StartReencryption", Map.of("DestinationKeyId", ownKey()));
    Await.until("its service is sent the certificate again", () -> delivered() == 6);
    assertThat(decrypt(unconfirmed)).isNotEmpty();
    assertThat(decrypt(later)).isNotEmpty();
    assertThat(association().has("FormerGrantUntil")).isTrue();
    server.edit(
        () -> {
          rows.makeDeliveriesOld();
          rows.makeReencryptionsOld();
          rows.makeJobsOld();
          rows.outliveFormerGrants();
        });

    jobs.awaitCompleted(jobs.startWhenFree("check-associations")); // or its timer has, before

    assertThat(isRefused(unconfirmed)).isTrue();
    assertThat(isRefused(later)).isTrue();
    assertThat(association().has("FormerGrantUntil")).isFalse();
    assertBroken("DELIVERY_UNREAD");
    assertThat(call("ListAssociations", Map.of("Status", "BROKEN")).path("Associations"))
        .hasSize(1);
    repair();
    assertThat(association().path("Status").asText()).isEqualTo("ACTIVE");
    assertThat(call("ListAssociations", Map.of("Status", "BROKEN")).path("Associations")).isEmpty();
  }

  @Test
  @Order(11)
  void reportOfAnOldReencryption_isForgotten() {
    jobs.awaitCompleted(jobs.startWhenFree(JobsClient.REENCRYPT)); // or its timer has, before

    assertThat(call("ListReencryptions", Map.of()).path("Reencryptions"))
        .extracting(each -> each.path("ReencryptionId").asText())
        .doesNotContain(reencryption);
    assertThatThrownBy(() -> described("Total"))
        .isInstanceOfSatisfying(
            LatchkeyException.class,
            refused -> assertThat(refused.code()).isEqualTo("ResourceNotFoundException"));
  }

  @Test
  @Order(12)
  void runsOfLongAgo_areForgottenButForTheLastOfEachJob() {
    Await.until(
        "the first run is forgotten",
        () -> jobs.list(JobsClient.REENCRYPT).stream().noneMatch(run -> run.id() == formerRun));

    assertThat(jobs.list(JobsClient.REENCRYPT)).isNotEmpty();
    assertThat(jobs.list(JobsClient.RENEW)).hasSize(1);
  }

  /** A key of the account's own that ACM may use, as {@code alias/aws/acm} lets it. */
  private String ownKey() {
    String policy = root.kms().getKeyPolicy(request -> request.keyId(root.acmKey())).policy();
    String account = LatchkeyServer.ACCOUNT_ID;
    String administered =
        policy.replaceFirst(
            "\\[ *\\{",
            "[{\"Effect\": \"Allow\", \"Principal\": {\"AWS\": \"arn:aws:iam::"
                + account
                + ":root\"}, \"Action\": \"kms:*\", \"Resource\": \"*\"}, {");
    return root.kms().createKey(request -> request.policy(administered)).keyMetadata().arn();
  }

  private boolean anyReencryptionIsOpen() {
    for (JsonNode each : call("ListReencryptions", Map.of()).path("Reencryptions")) {
      if (!each.path("Status").asText().equals("COMPLETED")) {
        return true;
      }
    }
    return false;
  }

  private JsonNode association() {
    return call("ListAssociations", Map.of("CertificateArn", certificate))
        .path("Associations")
        .path(0);
  }

  private int delivered() {
    return association().path("DeliveredRevision").asInt();
  }

  private void assertBroken(String cause) {
    assertThat(association().path("Status").asText()).isEqualTo("BROKEN");
    assertThat(association().path("Cause").asText()).isEqualTo(cause);
  }

  private void repair() {
    call(
        "RepairAssociation",
        Map.of("CertificateArn", certificate, "ResourceArn", service.resource("1")));
  }

  private boolean isRefused(CertificateDelivery delivery) {
    try {
      decrypt(delivery);
      return false;
    } catch (KmsException refused) {
      return refused.awsErrorDetails().errorCode().equals("AccessDeniedException");
    }
  }

  private JsonNode describe() {
    return call("DescribeReencryption", Map.of("ReencryptionId", reencryption));
  }

  private long described(String member) {
    return describe().path(member).asLong();
  }

  private JsonNode call(String operation, Map<String, ?> request) {
    return Json.tree(root.latchkey().call(operation, Json.write(request)));
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
