package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.latchkey.tests.AssociationTraffic.Target;
import org.latchkey.tests.RootUser.Association;
import org.latchkey.tests.RootUser.Service;
import software.amazon.awssdk.services.kms.model.GrantListEntry;

/**
 * Kills the server at random points while association messages are sent and consumed. A failure
 * names the seed; {@code -Dlatchkey.test.seed=} takes it again.
 */
@Tag("any-database")
@Tag("kills")
class AssociationKillIT {
  private static final int KILLS = 20;
  private static final int KILLS_BETWEEN_CHECKS = 4;
  private static final int CERTIFICATES = 2;
  private static final int RESOURCES = 6;
  private static final int MOST_EVENTS = 30;
  private static final Duration LONGEST_DELAY = Duration.ofMillis(300);

  private LatchkeyServer server;
  private RootUser root;
  private Service service;
  private List<String> certificates;

  /**
   * When a kill happened.
   *
   * @param events after so many requests and answers since the server was ready
   * @param delay and so long after that
   */
  private record Kill(int events, Duration delay) {}

  @BeforeEach
  void start() {
    server = LatchkeyServer.configure().start();
    root = new RootUser(server);
    service = root.register("killed");
    certificates = IntStream.range(0, CERTIFICATES).mapToObj(i -> root.certificate()).toList();
  }

  @AfterEach
  void close() {
    root.close();
    server.close();
  }

  @Test
  void serverKilledAtAnyPoint_losesNothingAndLeavesNothingInBetween() {
    long seed = Long.getLong("latchkey.test.seed", new SecureRandom().nextLong());
    Random random = new Random(seed);
    List<Kill> kills = new ArrayList<>();
    try (AssociationTraffic traffic =
        new AssociationTraffic(server.broker(), service, targets(), random.nextLong())) {
      traffic.start();
      while (kills.size() < KILLS) {
        traffic.ask();
        Kill kill = next(random);
        kills.add(kill);
        kill(kill, traffic);
        server.restart();
        if (kills.size() % KILLS_BETWEEN_CHECKS == 0) {
          check(traffic);
        }
      }
      assertThat(kills).hasSizeGreaterThanOrEqualTo(KILLS);
      assertThat(traffic.requests()).isGreaterThan(KILLS);
    } catch (AssertionError failure) {
      throw new AssertionError("seed " + seed + ", killed after " + kills, failure);
    }
  }

  private List<Target> targets() {
    return certificates.stream()
        .flatMap(
            certificate ->
                IntStream.range(0, RESOURCES)
                    .mapToObj(i -> new Target(certificate, service.resource("r" + i))))
        .toList();
  }

  private static Kill next(Random random) {
    return new Kill(
        1 + random.nextInt(MOST_EVENTS),
        Duration.ofNanos(random.nextLong(LONGEST_DELAY.toNanos())));
  }

  private void kill(Kill kill, AssociationTraffic traffic) {
    traffic.awaitEvents(kill.events());
    LockSupport.parkNanos(kill.delay().toNanos());
    assertThat(server.isAlive()).as("the server lives until it is killed").isTrue();
    server.kill9();
  }

  private void check(AssociationTraffic traffic) {
    traffic.settle();
    List<Association> associations = root.associations(service);

    assertThat(associations).containsExactlyInAnyOrderElementsOf(traffic.standing());
    assertThat(root.grants(service))
        .extracting(GrantListEntry::grantId)
        .containsExactlyInAnyOrderElementsOf(
            associations.stream().map(Association::grantId).toList());
    for (String certificate : certificates) {
      assertThat(root.inUseBy(certificate))
          .containsExactlyInAnyOrderElementsOf(
              associations.stream()
                  .filter(association -> association.certificateArn().equals(certificate))
                  .map(Association::resourceArn)
                  .toList());
    }
    traffic.awaitDeliveries();
  }
}
