package org.latchkey.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.latchkey.certificates.PrivateKeyReencryption;

/** The job's reader and writer on private keys that are kept in memory. */
class ReencryptPrivateKeysTest {

  private final ChunkRun run = new ChunkRun();
  private final InMemory keys = new InMemory();

  /** Ids of certificates whose private key is under older material, by account and Region. */
  private static final class InMemory extends PrivateKeyReencryption {

    private final Map<String, TreeSet<String>> outdated = new TreeMap<>();
    private final List<String> reencrypted = new ArrayList<>();
    private final Set<String> broken = new HashSet<>();
    private int killedAfter = Integer.MAX_VALUE;
    private int begun;

    void add(String account, String region, int count) {
      TreeSet<String> ids = new TreeSet<>();
      for (int i = 0; i < count; i++) {
        ids.add("%s/%s/%03d".formatted(account, region, i));
      }
      outdated.put(account + '/' + region, ids);
    }

    @Override
    public void begin() {
      begun++;
    }

    @Override
    public List<Outdated> due(@Nullable Outdated after, int limit) {
      return outdated.values().stream()
          .flatMap(Set::stream)
          .filter(id -> after == null || id.compareTo(after.certificate()) > 0)
          .limit(limit)
          .map(id -> new Outdated(Instant.EPOCH, "r", id.substring(0, 12), "", "m", id))
          .toList();
    }

    @Override
    public Outcome reencrypt(String name) {
      String id = name.substring("r/".length());
      if (broken.contains(id)) {
        return Outcome.FAILED;
      }
      if (reencrypted.size() >= killedAfter) {
        throw new ChunkRun.Killed();
      }
      boolean needed = outdated.values().stream().anyMatch(ids -> ids.remove(id));
      if (needed) {
        reencrypted.add(id);
      }
      return needed ? Outcome.REENCRYPTED : Outcome.SKIPPED;
    }
  }

  private void execute() throws Exception {
    run.execute(
        Job.REENCRYPT_PRIVATE_KEYS.id(),
        new OutdatedPrivateKeys(new ProductCalls(), keys, Clock.systemUTC()),
        (job, step) ->
            new ReencryptedPrivateKeys(new ProductCalls(), HeldLease.forGood(), job, step, keys));
  }

  @Test
  void outdatedPrivateKeys_areReencryptedInEveryAccountAndRegion() throws Exception {
    keys.add("111122223333", "eu-central-1", 130);
    keys.add("111122223333", "us-east-1", 0);
    keys.add("123456789012", "us-east-1", 7);

    execute();

    assertThat(keys.begun).isEqualTo(1);
    assertThat(keys.reencrypted).hasSize(137).doesNotHaveDuplicates();
    assertThat(keys.outdated.values()).allMatch(Set::isEmpty);
    assertThat(run.counts()).isEqualTo(Map.of("Reencrypted", 137L, "Failed", 0L, "Skipped", 0L));
  }

  @Test
  void privateKeyThatBreaks_isCountedAndPassedOnce() throws Exception {
    keys.add("123456789012", "us-east-1", 25);
    keys.broken.add("123456789012/us-east-1/003");

    execute();

    assertThat(keys.reencrypted).hasSize(24);
    assertThat(run.counts()).isEqualTo(Map.of("Reencrypted", 24L, "Failed", 1L, "Skipped", 0L));
  }

  @Test
  void killedJob_goesOnAndReencryptsEachKeyOnce() throws Exception {
    keys.add("111122223333", "us-east-1", 12);
    keys.add("123456789012", "eu-central-1", 12);
    keys.add("123456789012", "us-east-1", 12);
    keys.killedAfter = 23;
    assertThatExceptionOfType(ChunkRun.Killed.class).isThrownBy(this::execute);

    keys.killedAfter = Integer.MAX_VALUE;
    execute();

    assertThat(keys.reencrypted).hasSize(36).doesNotHaveDuplicates();
    assertThat(keys.outdated.values()).allMatch(Set::isEmpty);
  }

  @Test
  void jobStartedTwice_findsNothingMoreToDo() throws Exception {
    keys.add("123456789012", "us-east-1", 5);
    execute();
    ChunkRun again = new ChunkRun();

    again.execute(
        Job.REENCRYPT_PRIVATE_KEYS.id(),
        new OutdatedPrivateKeys(new ProductCalls(), keys, Clock.systemUTC()),
        (job, step) ->
            new ReencryptedPrivateKeys(new ProductCalls(), HeldLease.forGood(), job, step, keys));

    assertThat(again.counts()).isEqualTo(Map.of("Reencrypted", 0L, "Failed", 0L, "Skipped", 0L));
  }
}
