package org.latchkey.certificates;

import static org.latchkey.certificates.ReencryptionOutcome.FAILED;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.latchkey.keys.KeySnapshot;
import org.latchkey.keys.ManagedKeys.Home;
import org.latchkey.shared.Caller;

/** The transactions that a re-encryption consists of. */
@ApplicationScoped
@Transactional(Transactional.TxType.REQUIRES_NEW)
class ReencryptionStep {

  private static final int PAGE = 100;

  @Inject private Certificates certificates;
  @Inject private Reencryptions reencryptions;
  @Inject private PrivateKeyProtection protection;
  @Inject private ReencryptionScope scope;
  @Inject private Event<CertificateChanged> changes;
  @Inject private Clock clock;

  /** A re-encryption waits or has ended: nothing was changed. */
  static final class Paused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Paused() {
      super("the re-encryption does not run");
    }
  }

  /**
   * Private keys that are to be read again.
   *
   * @param ids by certificate, in their order
   * @param open those of them that are under another material and could still be moved, and those
   *     that were renewed or imported anew before their turn came
   */
  record ToRead(Home home, List<String> ids, List<String> open) {}

  /**
   * Moves one private key to where it belongs and has its services told.
   *
   * @throws Paused where the re-encryption does not run
   */
  ReencryptionOutcome move(String reencryption, String id) {
    Certificate certificate = certificates.lock(id).orElse(null);
    byte[] privateKey = certificate == null ? null : certificate.privateKey();
    if (certificate == null || privateKey == null) {
      return note(reencryption, id, "", ReencryptionOutcome.DELETED);
    }
    String arn = certificate.arn().toString();
    KeySnapshot key = protection.key(certificate.account(), certificate.region());
    // two keys may have the same imported material: the ciphertext says which of them it is under
    if (key.currentMaterialId().equals(certificate.keyMaterial())
        && PrivateKeyProtection.isCurrent(key, privateKey)) {
      return note(reencryption, id, arn, ReencryptionOutcome.UNCHANGED);
    }
    Caller acm =
        Caller.service(
            "acm.amazonaws.com",
            certificate.account(),
            certificate.region(),
            UUID.randomUUID().toString());
    PrivateKeyProtection.Protected moved =
        protection.reprotect(acm, certificate.arn(), privateKey, Map.of());
    certificate.reencrypt(moved.ciphertext(), moved.keyMaterialId());
    changes.fire(
        new CertificateChanged(
            certificate.arn(), certificate.revision(), CertificateChanged.Cause.REENCRYPTED));
    return note(reencryption, id, arn, ReencryptionOutcome.REENCRYPTED);
  }

  private ReencryptionOutcome note(
      String reencryption, String id, String arn, ReencryptionOutcome outcome) {
    if (!reencryptions.note(reencryption, id, arn, outcome, null, clock.instant())) {
      throw new Paused();
    }
    return outcome;
  }

  /** Notes why a private key could not be moved. */
  void fail(String reencryption, String id, String why) {
    String arn = certificates.find(id).map(found -> found.arn().toString()).orElse("");
    reencryptions.note(reencryption, id, arn, ReencryptionOutcome.FAILED, why, clock.instant());
  }

  /** What a re-encryption is to read again next; empty where it is done with that, or paused. */
  Optional<ToRead> toRead(String id) {
    Reencryption reencryption = reencryptions.lock(id).orElse(null);
    if (reencryption == null || reencryption.status() != ReencryptionStatus.VERIFYING) {
      return Optional.empty();
    }
    for (Home home : scope.of(reencryption)) {
      Optional<ToRead> next = toRead(reencryption, home);
      if (next.isPresent()) {
        return next;
      }
    }
    reencryption.complete(clock.instant());
    return Optional.empty();
  }

  private Optional<ToRead> toRead(Reencryption reencryption, Home home) {
    Home reached = new Home(reencryption.verifyAccount(), reencryption.verifyRegion());
    int order = ReencryptionScope.BY_HOME.compare(home, reached);
    if (order < 0) {
      return Optional.empty();
    }
    List<String> ids =
        certificates.withPrivateKey(
            home.account(), home.region(), order == 0 ? reencryption.verifyAfter() : "", PAGE);
    if (ids.isEmpty()) {
      return Optional.empty();
    }
    KeySnapshot key = protection.key(home.account(), home.region());
    Stream<String> behind =
        certificates.ciphertexts(ids).entrySet().stream()
            .filter(each -> !PrivateKeyProtection.isCurrent(key, each.getValue()))
            .map(Map.Entry::getKey)
            .filter(certificate -> !hasOutcome(reencryption, certificate, FAILED));
    Stream<String> replaced =
        certificates.replacedSince(reencryption.startedAt(), ids).stream()
            .filter(certificate -> !hasOutcome(reencryption, certificate, null));
    return Optional.of(
        new ToRead(home, ids, Stream.concat(behind, replaced).distinct().sorted().toList()));
  }

  private boolean hasOutcome(
      Reencryption reencryption, String certificate, @Nullable ReencryptionOutcome which) {
    return reencryptions
        .outcome(reencryption.id(), certificate)
        .filter(outcome -> which == null || outcome == which)
        .isPresent();
  }

  /** Reads private keys again and notes how many are under the current material. */
  void readAgain(String id, ToRead read) {
    Reencryption reencryption = reencryptions.lock(id).orElse(null);
    if (reencryption == null || reencryption.status() != ReencryptionStatus.VERIFYING) {
      return;
    }
    Home home = read.home();
    KeySnapshot key = protection.key(home.account(), home.region());
    Map<String, byte[]> stored = certificates.ciphertexts(read.ids());
    long right =
        stored.values().stream().filter(each -> PrivateKeyProtection.isCurrent(key, each)).count();
    reencryption.verified(
        right,
        stored.size() - right,
        home.account(),
        home.region(),
        read.ids().get(read.ids().size() - 1));
  }
}
