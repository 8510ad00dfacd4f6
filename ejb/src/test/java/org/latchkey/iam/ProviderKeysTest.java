package org.latchkey.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProviderKeysTest {

  private static final ProviderKeys.Source SOURCE =
      new ProviderKeys.Source("idp.example.com", List.of());

  private final AtomicInteger asked = new AtomicInteger();
  private final Time clock = new Time();
  private volatile @Nullable JWKSet answer;

  /** A clock that is moved by hand. */
  private static final class Time extends Clock {
    private volatile Instant now = Instant.parse("2026-03-04T05:06:07Z");

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    void pass(Duration time) {
      now = now.plus(time);
    }
  }

  private final ProviderKeys keys =
      new ProviderKeys(
          source -> {
            asked.incrementAndGet();
            JWKSet set = answer;
            if (set == null) {
              throw new IOException("down");
            }
            return set;
          },
          clock);

  private static JWK key(String id) throws JOSEException {
    return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
  }

  private List<JWK> find(ProviderKeys from, String id) throws KeySourceException {
    return from.of(SOURCE).get(new JWKSelector(new JWKMatcher.Builder().keyID(id).build()), null);
  }

  @Test
  void keys_areAskedForOnce() throws Exception {
    answer = new JWKSet(key("1"));

    assertThat(find(keys, "1")).hasSize(1);
    assertThat(find(keys, "1")).hasSize(1);

    assertThat(asked).hasValue(1);
  }

  @Test
  void unknownKey_isLookedForTwiceAMinuteAtMost() throws Exception {
    answer = new JWKSet(key("1"));
    assertThat(find(keys, "2")).isEmpty();
    assertThat(find(keys, "2")).isEmpty();
    assertThat(asked).hasValue(1);
    answer = new JWKSet(key("2"));

    clock.pass(Duration.ofSeconds(31));

    assertThat(find(keys, "2")).hasSize(1);
    assertThat(asked).hasValue(2);
  }

  @Test
  void failure_isRememberedForAMoment() throws Exception {
    for (int i = 0; i < 5; i++) {
      assertThatExceptionOfType(KeySourceException.class).isThrownBy(() -> find(keys, "1"));
    }
    assertThat(asked).hasValue(1);
    answer = new JWKSet(key("1"));

    clock.pass(Duration.ofSeconds(11));

    assertThat(find(keys, "1")).hasSize(1);
  }

  @Test
  void slowProvider_isAskedByOneThreadAlone() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch answered = new CountDownLatch(1);
    JWKSet set = new JWKSet(key("1"));
    ProviderKeys slow =
        new ProviderKeys(
            source -> {
              asked.incrementAndGet();
              begun.countDown();
              try {
                answered.await();
              } catch (InterruptedException ended) {
                throw new IOException(ended);
              }
              return set;
            },
            clock);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Future<List<JWK>> first = threads.submit(() -> find(slow, "1"));
      begun.await();
      List<Future<List<JWK>>> others = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        others.add(threads.submit(() -> find(slow, "1")));
      }
      for (Future<List<JWK>> other : others) {
        assertThatExceptionOfType(ExecutionException.class)
            .isThrownBy(other::get)
            .withCauseInstanceOf(KeySourceException.class);
      }
      answered.countDown();
      assertThat(first.get()).hasSize(1);
      assertThat(asked).hasValue(1);
    } finally {
      answered.countDown();
      threads.shutdownNow();
    }
  }
}
