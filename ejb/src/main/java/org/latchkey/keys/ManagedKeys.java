package org.latchkey.keys;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.Transactional;
import jakarta.transaction.TransactionalException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.latchkey.crypto.KeySpec;
import org.latchkey.crypto.KeyUsage;

/**
 * The keys that services manage: {@code alias/aws/acm} and its like, one for each account and
 * Region, made when first needed and rotated every year; and the keys that belong to a service
 * alone.
 */
@ApplicationScoped
public class ManagedKeys {

  /** The account that owns what belongs to no customer; no customer has its number. */
  public static final String SERVICE_ACCOUNT = "000000000000";

  @Inject private ManagedKeyCreation creation;
  @Inject private KeyRing ring;
  @Inject private Aliases aliases;
  @Inject private Keys keys;
  @Inject private KeyEvents events;
  @Inject private Clock clock;

  /**
   * The account's key for a service in a Region, {@code alias/aws/<service>}; made now where this
   * is the first need of it. Two that ask at once, on one node or two, get the same key.
   *
   * @param service for example {@code acm}
   */
  @Transactional
  public KeySnapshot ofService(String account, String region, String service) {
    return find(account, region, service).orElseGet(() -> make(account, region, service));
  }

  /** The account's key for a service in a Region, where it has been made. */
  @Transactional
  public Optional<KeySnapshot> find(String account, String region, String service) {
    return aliases
        .find(account, region, ManagedKeyCreation.aliasOf(service))
        .map(alias -> ring.snapshot(alias.keyRow()));
  }

  /** An account in a Region that has a key for a service. */
  public record Home(String account, String region) {}

  /**
   * Where a service has keys, by account and Region.
   *
   * @param account null for all
   * @param region null for all
   */
  @Transactional
  public List<Home> homes(String service, @Nullable String account, @Nullable String region) {
    return aliases.named(ManagedKeyCreation.aliasOf(service), account, region).stream()
        .filter(alias -> !alias.account().equals(SERVICE_ACCOUNT))
        .map(alias -> new Home(alias.account(), alias.region()))
        .toList();
  }

  /**
   * Makes another key for a service in a Region, and points {@code alias/aws/<service>} at it. The
   * former key stays, for what it has encrypted. Put on record.
   */
  @Transactional
  public KeySnapshot replace(String account, String region, String service) {
    KeySnapshot made = creation.symmetricKey(account, region, service);
    return use(service, made);
  }

  /**
   * Points {@code alias/aws/<service>} at a key of the same account and Region. Put on record.
   *
   * @throws IllegalStateException where the service has no key there yet
   */
  @Transactional
  public KeySnapshot use(String service, KeySnapshot key) {
    String name = ManagedKeyCreation.aliasOf(service);
    Alias alias =
        aliases
            .find(key.account(), key.region(), name)
            .orElseThrow(() -> new IllegalStateException("there is no " + name));
    alias.pointAt(key.rowId(), clock.instant());
    keys.lock(key.rowId()).ifPresent(pointedAt -> events.record("UpdateAlias", pointedAt));
    return ring.snapshot(key.rowId());
  }

  /**
   * A signing key that belongs to a service and is in no customer's account.
   *
   * @param service for example {@code acm-pca}
   */
  @Transactional
  public KeySnapshot signingKeyOwnedBy(
      String service, String region, KeySpec spec, String description) {
    return creation.signingKey(service, region, spec, description);
  }

  /**
   * The one signing key of a service in a Region, {@code alias/aws/<service>} in no customer's
   * account; made now where this is the first need of it.
   *
   * @param service for example {@code latchkey-audit}
   */
  @Transactional
  public KeySnapshot signingKeyOfService(
      String service, String region, KeySpec spec, String description) {
    return find(SERVICE_ACCOUNT, region, service)
        .orElseGet(
            () ->
                made(
                    SERVICE_ACCOUNT,
                    region,
                    service,
                    () -> creation.makeSigningKey(service, region, spec, description)));
  }

  /**
   * Has a key that belongs to a service deleted after some days, as ScheduleKeyDeletion would; one
   * that is gone, or waits already, is left alone. Put on record.
   *
   * @param days 7 to 30
   */
  @Transactional
  public void scheduleDeletion(String region, String keyId, int days) {
    keys.rowId(region, keyId)
        .flatMap(keys::lock)
        .filter(key -> key.account().equals(SERVICE_ACCOUNT))
        .filter(key -> key.state() != KeyState.PENDING_DELETION)
        .ifPresent(
            key -> {
              key.scheduleDeletion(clock.instant().plus(Duration.ofDays(days)), days);
              events.record("ScheduleKeyDeletion", key);
            });
  }

  private KeySnapshot make(String account, String region, String service) {
    return made(account, region, service, () -> creation.make(account, region, service));
  }

  private KeySnapshot made(String account, String region, String service, Runnable making) {
    try {
      making.run();
    } catch (PersistenceException | TransactionalException lostTheRace) {
      // the alias's primary key let one of two makers through; the other uses what that one made
    }
    return find(account, region, service)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    ManagedKeyCreation.aliasOf(service) + " could not be made"));
  }

  /** Makes managed keys in transactions of their own. */
  @ApplicationScoped
  static class ManagedKeyCreation {

    @Inject private KeyCreation keyCreation;
    @Inject private Aliases aliases;
    @Inject private Clock clock;

    static String aliasOf(String service) {
      return "alias/aws/" + service;
    }

    @Transactional(Transactional.TxType.REQUIRES_NEW)
    void make(String account, String region, String service) {
      KeySnapshot key = symmetricKey(account, region, service);
      aliases.add(new Alias(account, region, aliasOf(service), key.rowId(), clock.instant()));
      aliases.flush();
    }

    @Transactional
    KeySnapshot symmetricKey(String account, String region, String service) {
      return keyCreation.createManaged(
          account,
          region,
          KeySpec.SYMMETRIC_DEFAULT,
          KeyUsage.ENCRYPT_DECRYPT,
          "Default key that protects my "
              + service.toUpperCase(Locale.ROOT)
              + " private keys when no other key is defined",
          KeyPolicies.forService(account, region, service));
    }

    @Transactional(Transactional.TxType.REQUIRES_NEW)
    void makeSigningKey(String service, String region, KeySpec spec, String description) {
      KeySnapshot key = signingKey(service, region, spec, description);
      aliases.add(
          new Alias(
              ManagedKeys.SERVICE_ACCOUNT, region, aliasOf(service), key.rowId(), clock.instant()));
      aliases.flush();
    }

    @Transactional
    KeySnapshot signingKey(String service, String region, KeySpec spec, String description) {
      return keyCreation.createManaged(
          SERVICE_ACCOUNT,
          region,
          spec,
          KeyUsage.SIGN_VERIFY,
          description,
          KeyPolicies.ownedByService(service));
    }
  }
}
