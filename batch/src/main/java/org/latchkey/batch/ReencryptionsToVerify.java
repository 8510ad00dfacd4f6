package org.latchkey.batch;

import jakarta.batch.api.chunk.AbstractItemReader;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.jspecify.annotations.Nullable;
import org.latchkey.certificates.PrivateKeyReencryption;

/**
 * Reads the re-encryption that is to be verified next, again and again until there is none: each
 * time for another hundred of its private keys. How far it is, it keeps itself.
 */
@Named
@Dependent
class ReencryptionsToVerify extends AbstractItemReader {

  private final ProductCalls product;
  private final PrivateKeyReencryption reencryption;

  @Inject
  ReencryptionsToVerify(ProductCalls product, PrivateKeyReencryption reencryption) {
    this.product = product;
    this.reencryption = reencryption;
  }

  @Override
  public @Nullable String readItem() {
    return product.call(() -> reencryption.toVerify().orElse(null));
  }
}
