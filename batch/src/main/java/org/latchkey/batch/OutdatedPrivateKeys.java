package org.latchkey.batch;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latchkey.certificates.PrivateKeyReencryption;
import org.latchkey.certificates.PrivateKeyReencryption.Outdated;

/** Reads the private keys that re-encryptions are to move, one re-encryption after another. */
@Named
@Dependent
class OutdatedPrivateKeys extends DueItems<Outdated> {

  private final ProductCalls product;
  private final PrivateKeyReencryption reencryption;

  @Inject
  OutdatedPrivateKeys(ProductCalls product, PrivateKeyReencryption reencryption, Clock clock) {
    super(product, clock);
    this.product = product;
    this.reencryption = reencryption;
  }

  @Override
  public void open(@Nullable Serializable checkpoint) {
    super.open(checkpoint);
    product.call(
        () -> {
          reencryption.begin();
          return true;
        });
  }

  @Override
  List<Outdated> due(Instant asOf, @Nullable Outdated after, int limit) {
    return reencryption.due(after, limit);
  }

  @Override
  String name(Outdated item) {
    return item.name();
  }
}
