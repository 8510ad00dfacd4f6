package org.latchkey.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.io.IOException;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The keys that identity providers publish, kept for a while.
 *
 * <p>Whoever asks need not have shown who he is, so that a provider which is slow or cannot be
 * reached must not hold many threads: one at a time asks a provider, a few ask providers at all,
 * the others wait two seconds at most, and a failure is remembered for ten.
 */
final class ProviderKeys {

  private static final Duration KEPT = Duration.ofMinutes(30);
  private static final Duration FAILURE_KEPT = Duration.ofSeconds(10);

  /** A key that is not known may be new, but is not looked for more often. */
  private static final Duration LEAST_AGE = Duration.ofSeconds(30);

  private static final int CAPACITY = 1_000;
  private static final int MOST_AT_ONCE = 8;
  private static final long LONGEST_WAIT_MILLIS = 2_000;

  /** Where keys come from, and by which certificates the place is known. */
  record Source(String url, List<String> thumbprints) {}

  /** Asks a provider. */
  @FunctionalInterface
  interface Fetch {
    JWKSet keys(Source source) throws IOException;
  }

  private final Fetch fetch;
  private final Clock clock;
  private final Semaphore fetches = new Semaphore(MOST_AT_ONCE);
  private final Cache<Source, Known> known = Caffeine.newBuilder().maximumSize(CAPACITY).build();

  ProviderKeys(Fetch fetch, Clock clock) {
    this.fetch = fetch;
    this.clock = clock;
  }

  /** What a provider publishes (OpenID Connect Discovery 1.0, section 4). */
  static JWKSet fetch(Source source) throws IOException {
    HttpsDocuments documents = new HttpsDocuments(Set.copyOf(source.thumbprints()));
    JsonNode configuration = configuration(documents, source.url());
    try {
      return JWKSet.parse(documents.get(configuration.path("jwks_uri").asText()));
    } catch (ParseException malformed) {
      throw new IOException("the keys cannot be read", malformed);
    }
  }

  /**
   * A provider's configuration.
   *
   * @param issuer without {@code https://}
   */
  static JsonNode configuration(HttpsDocuments documents, String issuer) throws IOException {
    return new ObjectMapper()
        .readTree(documents.get("https://" + issuer + "/.well-known/openid-configuration"));
  }

  /** A provider's keys, to be selected from. */
  JWKSource<SecurityContext> of(Source source) {
    Known keys = known.get(source, Known::new);
    return (selector, context) -> keys.select(selector);
  }

  /** The keys of one provider, as far as they are known. */
  private final class Known {

    private final Source source;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile @Nullable JWKSet keys;
    private volatile Instant fetchedAt = Instant.MIN;
    private volatile Instant failedAt = Instant.MIN;

    Known(Source source) {
      this.source = source;
    }

    List<JWK> select(JWKSelector selector) throws KeySourceException {
      List<JWK> found = selector.select(keys(KEPT));
      return found.isEmpty() ? selector.select(keys(LEAST_AGE)) : found;
    }

    private JWKSet keys(Duration oldest) throws KeySourceException {
      JWKSet fresh = fresh(oldest);
      if (fresh != null) {
        return fresh;
      }
      if (clock.instant().isBefore(later(failedAt, FAILURE_KEPT))) {
        throw new KeySourceException("the provider did not answer a moment ago");
      }
      boolean mine = false;
      try {
        mine = asking.tryLock(LONGEST_WAIT_MILLIS, TimeUnit.MILLISECONDS);
        if (!mine) {
          throw new KeySourceException("the provider is being asked, and does not answer");
        }
        JWKSet meanwhile = fresh(oldest);
        return meanwhile == null ? ask() : meanwhile;
      } catch (InterruptedException ended) {
        Thread.currentThread().interrupt();
        throw new KeySourceException("the server stops", ended);
      } finally {
        if (mine) {
          asking.unlock();
        }
      }
    }

    private @Nullable JWKSet fresh(Duration oldest) {
      return clock.instant().isBefore(later(fetchedAt, oldest)) ? keys : null;
    }

    private JWKSet ask() throws KeySourceException {
      if (clock.instant().isBefore(later(failedAt, FAILURE_KEPT))) {
        throw new KeySourceException("the provider did not answer a moment ago");
      }
      if (!fetches.tryAcquire()) {
        throw new KeySourceException("too many providers are being asked");
      }
      try {
        JWKSet answered = fetch.keys(source);
        keys = answered;
        fetchedAt = clock.instant();
        return answered;
      } catch (IOException failure) {
        failedAt = clock.instant();
        throw new KeySourceException("the provider does not answer", failure);
      } finally {
        fetches.release();
      }
    }

    private static Instant later(Instant time, Duration by) {
      return time.equals(Instant.MIN) ? time : time.plus(by);
    }
  }
}
