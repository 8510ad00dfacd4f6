package org.latchkey.authorities;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.latchkey.coherence.Coherence;
import org.latchkey.coherence.CoherentCache;
import org.latchkey.x509.IssuerHash;
import org.latchkey.x509.OcspResponse.Status;

/** What OCSP responders know, in memory, in step with the database and the other nodes. */
@ApplicationScoped
class OcspAnswers {

  private static final int AUTHORITIES = 1_000;
  private static final int CERTIFICATES = 50_000;

  @Inject private Coherence coherence;

  private CoherentCache<OcspAuthority> authorities;
  private CoherentCache<Known> certificates;

  /** A certificate's status, and the answers about it that have been signed. */
  static final class Known {

    private final Status status;
    private final Map<IssuerHash, KeptAnswer> signed = new ConcurrentHashMap<>();

    Known(Status status) {
      this.status = status;
    }

    Status status() {
      return status;
    }

    @Nullable KeptAnswer signed(IssuerHash hash) {
      return signed.get(hash);
    }

    void keep(IssuerHash hash, KeptAnswer answer) {
      signed.put(hash, answer);
    }
  }

  @PostConstruct
  void make() {
    authorities = coherence.cache(AUTHORITIES, authority -> {});
    certificates = coherence.cache(CERTIFICATES, known -> {});
  }

  /** Under what name everything is kept that is known of a certificate. */
  static String subject(String authorityId, String serial) {
    return "ocsp/" + authorityId + '/' + serial;
  }

  Optional<OcspAuthority> authority(String id, Supplier<Optional<OcspAuthority>> loader) {
    return authorities.find(Authority.subject(id), loader);
  }

  Optional<Known> certificate(String authorityId, String serial, Supplier<Optional<Known>> loader) {
    return certificates.find(subject(authorityId, serial), loader);
  }
}
