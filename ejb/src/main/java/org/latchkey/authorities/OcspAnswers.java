package org.latchkey.authorities;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.latchkey.authorities.OcspResponder.Answer;
import org.latchkey.coherence.Coherence;
import org.latchkey.coherence.CoherentCache;
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
    /** A question can be put in a few ways; one that is put in many need not be kept. */
    private static final int MOST = 4;

    private final Status status;
    private final Map<String, Answer> signed = new ConcurrentHashMap<>();

    Known(Status status) {
      this.status = status;
    }

    Status status() {
      return status;
    }

    @Nullable Answer signed(String question) {
      return signed.get(question);
    }

    void keep(String question, Answer answer) {
      if (signed.size() < MOST || signed.containsKey(question)) {
        signed.put(question, answer);
      }
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
