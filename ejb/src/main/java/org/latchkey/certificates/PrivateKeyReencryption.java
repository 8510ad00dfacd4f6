package org.latchkey.certificates;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.io.Serializable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.latchkey.keys.ManagedKeys.Home;
import org.latchkey.shared.ServiceException;

/**
 * What the job does for re-encryptions: moves private keys to the current material of the key that
 * {@code alias/aws/acm} stands for, and reads them again.
 *
 * <p>Asking twice does no harm: what is under the current material already is left alone. What
 * became of a private key is committed with it, so that a re-encryption that was killed or paused
 * goes on exactly where it was.
 */
@ApplicationScoped
@Transactional
public class PrivateKeyReencryption {

  private static final Logger LOG = Logger.getLogger(PrivateKeyReencryption.class.getName());

  /** How long what a rotation has left behind waits, once it could not be moved. */
  private static final Duration RETRY = Duration.ofHours(1);

  private static final int COUNTED_AT_ONCE = 5_000;

  @Inject private Certificates certificates;
  @Inject private Reencryptions reencryptions;
  @Inject private ReencryptionStep step;
  @Inject private ReencryptionScope scope;
  @Inject private Clock clock;

  /**
   * A private key that is under another material, in the order in which they are read.
   *
   * @param startedAt when its re-encryption was started
   */
  public record Outdated(
      Instant startedAt,
      String reencryption,
      String account,
      String region,
      String material,
      String certificate)
      implements Serializable {

    private static final Comparator<Outdated> BY_REENCRYPTION =
        Comparator.comparing(Outdated::startedAt).thenComparing(Outdated::reencryption);

    /** The name by which {@link #reencrypt} knows it. */
    public String name() {
      return reencryption + '/' + certificate;
    }
  }

  /** What became of one private key. */
  public enum Outcome {
    REENCRYPTED,
    /** Nothing was to be done; or its re-encryption is paused. */
    SKIPPED,
    FAILED
  }

  /** Whether somebody has asked for a re-encryption that has not ended. */
  public boolean isAsked() {
    return !reencryptions.with(Reencryptions.ACTIVE).isEmpty();
  }

  /** Whether there is a re-encryption to go on with, or anything that a rotation left behind. */
  public boolean isWaiting() {
    return isAsked() || isRotationWaiting();
  }

  private boolean isRotationWaiting() {
    return !reencryptions.leftSomethingBehindSince(clock.instant().minus(RETRY))
        && scope.open().stream()
            .anyMatch(home -> scope.nextMaterial(home, scope.current(home), "").isPresent());
  }

  /**
   * Gets everything ready for a run of the job: a re-encryption for what a rotation has left
   * behind, where there is none yet.
   */
  public void begin() {
    if (!isAsked() && isRotationWaiting()) {
      reencryptions.add(
          new Reencryption(
              UUID.randomUUID().toString(),
              null,
              null,
              null,
              Reencryption.CURRENT_MATERIAL,
              clock.instant()));
    }
  }

  /**
   * At most {@code limit} private keys to move that come after {@code after}. What there is to move
   * is counted meanwhile, {@value #COUNTED_AT_ONCE} private keys each time, so that the count is
   * ahead and no job waits for it.
   */
  public List<Outdated> due(@Nullable Outdated after, int limit) {
    List<Outdated> found = new ArrayList<>();
    for (Reencryption each : reencryptions.with(List.of(ReencryptionStatus.RUNNING))) {
      if (each.total() == null) {
        reencryptions.lock(each.id()).ifPresent(this::count);
      }
      Outdated start = new Outdated(each.startedAt(), each.id(), "", "", "", "");
      int order = after == null ? 1 : Outdated.BY_REENCRYPTION.compare(start, after);
      if (order >= 0) {
        collect(each, order == 0 && after != null ? after : start, found, limit);
      }
    }
    return found;
  }

  private void count(Reencryption each) {
    List<Outdated> next = new ArrayList<>();
    collect(
        each,
        new Outdated(
            each.startedAt(),
            each.id(),
            each.countAccount(),
            each.countRegion(),
            each.countMaterial(),
            each.countAfter()),
        next,
        COUNTED_AT_ONCE);
    if (!next.isEmpty()) {
      Outdated last = next.get(next.size() - 1);
      each.counted(next.size(), last.account(), last.region(), last.material(), last.certificate());
    }
    if (next.size() < COUNTED_AT_ONCE) {
      each.allCounted();
    }
  }

  private void collect(Reencryption each, Outdated after, List<Outdated> found, int limit) {
    Home reached = new Home(after.account(), after.region());
    for (Home home : scope.of(each)) {
      int order = ReencryptionScope.BY_HOME.compare(home, reached);
      if (order < 0) {
        continue;
      }
      String current = scope.current(home);
      String material = order == 0 ? after.material() : "";
      String id = order == 0 ? after.certificate() : "";
      while (found.size() < limit) {
        if (!material.isEmpty() && !material.equals(current)) {
          for (String next :
              certificates.underMaterial(
                  home.account(), home.region(), material, id, limit - found.size())) {
            found.add(
                new Outdated(
                    each.startedAt(), each.id(), home.account(), home.region(), material, next));
          }
        }
        Optional<String> further = scope.nextMaterial(home, current, material);
        if (further.isEmpty()) {
          break;
        }
        material = further.get();
        id = "";
      }
    }
  }

  /**
   * Moves one private key, in a transaction of its own, and notes what became of it.
   *
   * @param name of an {@link Outdated}
   */
  @Transactional(Transactional.TxType.SUPPORTS)
  public Outcome reencrypt(String name) {
    int slash = name.indexOf('/');
    return reencrypt(name.substring(0, slash), name.substring(slash + 1));
  }

  private Outcome reencrypt(String reencryption, String certificate) {
    try {
      return step.move(reencryption, certificate) == ReencryptionOutcome.REENCRYPTED
          ? Outcome.REENCRYPTED
          : Outcome.SKIPPED;
    } catch (ReencryptionStep.Paused paused) {
      return Outcome.SKIPPED;
    } catch (ServiceException refused) {
      step.fail(reencryption, certificate, refused.fault().code() + ": " + refused.getMessage());
    } catch (RuntimeException unexpected) {
      LOG.log(Level.WARNING, unexpected, () -> certificate + " could not be re-encrypted");
      step.fail(reencryption, certificate, "InternalFailure: the server's log says why.");
    }
    return Outcome.FAILED;
  }

  /** Notes that a private key which was to be moved is about to be deleted. */
  void deleted(Certificate certificate) {
    byte[] privateKey = certificate.privateKey();
    if (privateKey == null) {
      return;
    }
    for (Reencryption each : reencryptions.with(Reencryptions.OPEN)) {
      if (each.covers(certificate.account(), certificate.region())
          && !scope.isCurrent(certificate.account(), certificate.region(), privateKey)
          && reencryptions.outcome(each.id(), certificate.id()).isEmpty()) {
        reencryptions.note(
            each.id(),
            certificate.id(),
            certificate.arn().toString(),
            ReencryptionOutcome.DELETED,
            null,
            clock.instant());
      }
    }
  }

  /** The re-encryption whose private keys are to be read again next. */
  public Optional<String> toVerify() {
    List<Reencryption> active = reencryptions.with(Reencryptions.ACTIVE);
    Optional<Reencryption> next =
        active.stream()
            .filter(each -> each.status() == ReencryptionStatus.VERIFYING)
            .findFirst()
            .or(() -> active.stream().findFirst());
    next.filter(each -> each.status() == ReencryptionStatus.RUNNING)
        .flatMap(each -> reencryptions.lock(each.id()))
        .filter(each -> each.status() == ReencryptionStatus.RUNNING)
        .ifPresent(Reencryption::verify);
    return next.map(Reencryption::id);
  }

  /**
   * Reads the next hundred private keys of a re-encryption again: what was left behind, because it
   * changed while it was passed, is moved, and what was replaced before its turn came is noted;
   * then each ciphertext is read as it is stored.
   *
   * @return whether there were any
   */
  @Transactional(Transactional.TxType.SUPPORTS)
  public boolean verify(String reencryption) {
    ReencryptionStep.ToRead next = step.toRead(reencryption).orElse(null);
    if (next == null) {
      return false;
    }
    next.open().forEach(certificate -> reencrypt(reencryption, certificate));
    step.readAgain(reencryption, next);
    return true;
  }
}
