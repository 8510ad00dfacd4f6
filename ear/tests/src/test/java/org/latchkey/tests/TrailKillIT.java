package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kms.KmsClient;

/**
 * Kills the server again and again under calls that succeed and calls that are refused: the record
 * of every call that was answered is there, once, and the chain holds. A failure names the seed;
 * {@code -Dlatchkey.test.seed=} takes it again.
 */
@Tag("any-database")
@Tag("kills")
class TrailKillIT {
  private static final int KILLS = Integer.getInteger("latchkey.test.kills", 20);
  private static final int KILLS_BETWEEN_DIGESTS = 4;
  private static final int CALLERS = 4;
  private static final int MOST_CALLS = 300;
  private static final Duration LONGEST_DELAY = Duration.ofMillis(100);
  private static final Pattern REQUEST_ID = Pattern.compile("\"requestID\":\"([^\"]+)\"");

  private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
  private LatchkeyServer server;

  @BeforeEach
  void start() {
    server = LatchkeyServer.configure().with("LATCHKEY_AUDIT_FILE_MEGABYTES", "1").start();
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void serverKilledUnderLoad_hasTheRecordOfEveryAnsweredCall() {
    long seed = Long.getLong("latchkey.test.seed", new SecureRandom().nextLong());
    Random random = new Random(seed);
    try {
      for (int kill = 1; kill <= KILLS; kill++) {
        killUnderLoad(random);
        server.restart();
        if (kill % KILLS_BETWEEN_DIGESTS == 0) {
          signDigest();
        }
        verifyTrail();
      }
      assertThat(acknowledged).hasSizeGreaterThan(KILLS);
      assertEachRecordedOnce(recorded());
      assertEachLookedUpOnce();
    } catch (AssertionError failure) {
      throw new AssertionError("seed " + seed, failure);
    }
  }

  private void killUnderLoad(Random random) {
    int before = acknowledged.size();
    int calls = 1 + random.nextInt(MOST_CALLS);
    AtomicBoolean killed = new AtomicBoolean();
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      boolean refused = i == 0;
      Thread caller = new Thread(() -> call(killed, refused), "caller " + i);
      callers.add(caller);
      caller.start();
    }
    Await.until("calls are answered", () -> acknowledged.size() >= before + calls);
    LockSupport.parkNanos(random.nextLong(LONGEST_DELAY.toNanos()));
    server.kill9();
    killed.set(true);
    callers.forEach(TrailKillIT::join);
  }

  private static void join(Thread caller) {
    try {
      caller.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Calls until the server is gone; notes the id of every reply, a refusal being one as well. */
  private void call(AtomicBoolean killed, boolean refused) {
    try (AwsClients clients = AwsClients.root(server)) {
      KmsClient kms = clients.kms();
      while (!killed.get()) {
        try {
          String id =
              refused
                  ? kms.describeKey(request -> request.keyId("alias/nobody-has-this"))
                      .responseMetadata()
                      .requestId()
                  : kms.generateRandom(request -> request.numberOfBytes(16))
                      .responseMetadata()
                      .requestId();
          acknowledged.add(id);
        } catch (AwsServiceException refusal) {
          acknowledged.add(refusal.requestId());
        } catch (SdkException gone) {
          return;
        }
      }
    }
  }

  private void signDigest() {
    try (RootUser root = new RootUser(server)) {
      JobsClient jobs = new JobsClient(root.latchkey());
      assertThat(jobs.awaitCompleted(jobs.startWhenFree("audit-digests")).counts())
          .containsEntry("Signed", 1L);
    }
  }

  private void verifyTrail() {
    LatchkeyCommand.Result verified =
        LatchkeyCommand.run(Map.of(), "audit", "verify", "--data", server.data().toString());
    assertThat(verified.status()).as("%s", verified).isZero();
  }

  private Map<String, Integer> recorded() {
    Map<String, Integer> counts = new HashMap<>();
    new AuditTrail(server)
        .allLines()
        .forEach(
            line -> {
              Matcher id = REQUEST_ID.matcher(line);
              if (id.find()) {
                counts.merge(id.group(1), 1, Integer::sum);
              }
            });
    return counts;
  }

  private void assertEachRecordedOnce(Map<String, Integer> counts) {
    assertThat(acknowledged).allSatisfy(id -> assertThat(counts).as(id).containsEntry(id, 1));
  }

  /** The index of events has neither lost nor doubled anything either. */
  private void assertEachLookedUpOnce() {
    try (LookedUpEvents events = new LookedUpEvents(server)) {
      Await.until(
          "all events can be looked up",
          () -> events.requestIds().keySet().containsAll(acknowledged));
      assertEachRecordedOnce(events.requestIds());
    }
  }
}
