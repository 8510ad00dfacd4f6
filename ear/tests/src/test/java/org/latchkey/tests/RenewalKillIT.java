package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.latchkey.client.AssociationClient;
import org.latchkey.client.CertificateDelivery;
import org.latchkey.client.Delivery;
import org.latchkey.tests.JobsClient.Execution;
import org.latchkey.tests.RootUser.Service;

/**
 * Many certificates fall due at once, and the server is killed three times while it renews them.
 * {@code -Dlatchkey.test.certificates=} sets how many.
 */
@Tag("any-database")
@Tag("kills")
class RenewalKillIT {
  private static final int CERTIFICATES = Integer.getInteger("latchkey.test.certificates", 10_000);
  private static final int SERVICES = 4;
  private static final int KILLS = 3;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private LatchkeyServer server;
  private RootUser root;
  private List<Service> services;

  /**
   * The newest delivery of each certificate, by ARN, and how many others there were of its kind.
   */
  private final Map<String, CertificateDelivery> newest = new HashMap<>();

  @BeforeEach
  void start() {
    server = LatchkeyServer.configure().start();
    root = new RootUser(server);
    services = IntStream.range(0, SERVICES).mapToObj(i -> root.register("many")).toList();
  }

  @AfterEach
  void close() {
    root.close();
    server.close();
  }

  @Test
  void serverKilledThreeTimes_renewsEachOnceAndSendsEachServiceTheNewest() throws Exception {
    List<String> certificates = issueAndAssociate();
    CertificateRows rows = new CertificateRows(server);
    server.stop();
    rows.makeAllDue();
    server.restart();
    JobsClient jobs = new JobsClient(root.latchkey());
    jobs.startWhenFree(JobsClient.RENEW);

    for (int kill = 1; kill <= KILLS; kill++) {
      int wanted = CERTIFICATES * kill / (KILLS + 1);
      receiveUntil(wanted);
      server.kill9();
      assertThat(rows.withRevision(2)).isBetween(wanted, CERTIFICATES - 1);
      server.restart();
    }
    receiveUntil(CERTIFICATES);
    Execution last = jobs.awaitRuns(JobsClient.RENEW, 1);
    drain();

    assertThat(last.counts()).containsEntry("Failed", 0L);
    assertThat(newest).containsOnlyKeys(certificates);
    server.stop();
    assertThat(rows.withRevision(2)).isEqualTo(CERTIFICATES);
    Map<String, String> stored = rows.pems();
    assertThat(newest.values())
        .allSatisfy(
            delivery -> {
              assertThat(delivery.revision()).isEqualTo(2);
              assertThat(delivery.certificate()).isEqualTo(stored.get(delivery.certificateArn()));
            });
  }

  private List<String> issueAndAssociate() throws Exception {
    String first = root.certificate(); // makes the private CA for all
    root.acm().deleteCertificate(request -> request.certificateArn(first));
    ExecutorService callers = Executors.newFixedThreadPool(SERVICES);
    try {
      List<Future<List<String>>> shares = new ArrayList<>();
      for (int i = 0; i < SERVICES; i++) {
        Service service = services.get(i);
        int share = CERTIFICATES / SERVICES + (i < CERTIFICATES % SERVICES ? 1 : 0);
        shares.add(callers.submit(() -> issueAndAssociate(service, share)));
      }
      List<String> all = new ArrayList<>();
      for (Future<List<String>> share : shares) {
        all.addAll(share.get());
      }
      return all;
    } finally {
      callers.shutdown();
    }
  }

  private List<String> issueAndAssociate(Service service, int count) {
    List<String> issued = new ArrayList<>();
    try (AssociationClient broker = connect(service)) {
      for (int i = 0; i < count; i++) {
        String certificate = root.certificate();
        broker.associate(certificate, service.resource(Integer.toString(i)), PATIENCE);
        issued.add(certificate);
      }
    }
    return issued;
  }

  private AssociationClient connect(Service service) {
    return AssociationClient.connect(server.broker(), service.name(), service.credentials());
  }

  /** Receives until so many renewed certificates have arrived. */
  private void receiveUntil(int wanted) {
    while (renewed() < wanted) {
      for (Service service : services) {
        try (AssociationClient broker = connect(service)) {
          receive(broker, Duration.ofMillis(500));
        }
      }
    }
  }

  /** Receives what is left: nothing more comes. */
  private void drain() {
    for (Service service : services) {
      try (AssociationClient broker = connect(service)) {
        receive(broker, Duration.ofSeconds(3));
      }
    }
  }

  private long renewed() {
    return newest.values().stream().filter(delivery -> delivery.revision() == 2).count();
  }

  private void receive(AssociationClient broker, Duration patience) {
    boolean more = true;
    while (more) {
      more = broker.receive(patience, this::keep).isPresent();
    }
  }

  private boolean keep(Delivery delivery) {
    if (delivery instanceof CertificateDelivery sent) {
      CertificateDelivery before = newest.get(sent.certificateArn());
      if (before == null || sent.revision() > before.revision()) {
        newest.put(sent.certificateArn(), sent);
      } else if (sent.revision() == before.revision()) {
        assertThat(sent.certificate()).isEqualTo(before.certificate());
      }
    }
    return true;
  }
}
