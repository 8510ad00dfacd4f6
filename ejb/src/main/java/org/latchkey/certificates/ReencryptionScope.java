package org.latchkey.certificates;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.latchkey.keys.ManagedKeys;
import org.latchkey.keys.ManagedKeys.Home;

/** What re-encryptions are about: the accounts and Regions, and what is outdated in each. */
@ApplicationScoped
class ReencryptionScope {

  static final Comparator<Home> BY_HOME =
      Comparator.comparing(Home::account).thenComparing(Home::region);

  @Inject private Certificates certificates;
  @Inject private Reencryptions reencryptions;
  @Inject private PrivateKeyProtection protection;
  @Inject private ManagedKeys managedKeys;

  /** What a re-encryption is about, but for what another that is paused holds back. */
  List<Home> of(Reencryption reencryption) {
    return homes(reencryption.id(), reencryption.account(), reencryption.region());
  }

  /** Everything but what a paused re-encryption holds back. */
  List<Home> open() {
    return homes("", null, null);
  }

  private List<Home> homes(String of, @Nullable String account, @Nullable String region) {
    List<Reencryption> paused = reencryptions.with(List.of(ReencryptionStatus.PAUSED));
    return all(account, region).stream()
        .filter(
            home ->
                paused.stream()
                    .filter(each -> !each.id().equals(of))
                    .noneMatch(each -> each.covers(home.account(), home.region())))
        .toList();
  }

  /** Where there are keys for certificates; an account or a Region that is null stands for all. */
  List<Home> all(@Nullable String account, @Nullable String region) {
    return managedKeys.homes(PrivateKeyProtection.SERVICE, account, region).stream()
        .sorted(BY_HOME)
        .toList();
  }

  /** What of a home is under another material than the current one. */
  Certificates.Weight outdated(Home home) {
    return weight(home, current(home));
  }

  /** Everything in a home. */
  Certificates.Weight everything(Home home) {
    return weight(home, "");
  }

  private Certificates.Weight weight(Home home, String without) {
    long keys = 0;
    long associations = 0;
    for (Optional<String> material = nextMaterial(home, without, "");
        material.isPresent();
        material = nextMaterial(home, without, material.get())) {
      Certificates.Weight under =
          certificates.weight(home.account(), home.region(), material.get());
      keys += under.certificates();
      associations += under.associations();
    }
    return new Certificates.Weight(keys, associations);
  }

  /** The next material but {@code without} that a private key in a home is under. */
  Optional<String> nextMaterial(Home home, String without, String after) {
    Optional<String> next = certificates.nextMaterial(home.account(), home.region(), after);
    return next.filter(without::equals).isPresent()
        ? certificates.nextMaterial(home.account(), home.region(), without)
        : next;
  }

  /** Whether a ciphertext of an account in a Region is where it belongs. */
  boolean isCurrent(String account, String region, byte[] ciphertext) {
    return PrivateKeyProtection.isCurrent(protection.key(account, region), ciphertext);
  }

  /** The material that private keys in a home belong under. */
  String current(Home home) {
    return protection.key(home.account(), home.region()).currentMaterialId();
  }
}
