package org.latchkey.batch;

import jakarta.batch.api.chunk.AbstractItemReader;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latchkey.certificates.PrivateKeyReencryption;
import org.latchkey.certificates.PrivateKeyReencryption.Home;

/**
 * Reads the ids of the certificates whose private key is under older material: account by account
 * and Region by Region, each in the order of the ids.
 */
@Named
@Dependent
class OutdatedPrivateKeys extends AbstractItemReader {

  private static final int PAGE = 100;

  private final ProductCalls product;
  private final PrivateKeyReencryption reencryption;
  private final Deque<Home> homes = new ArrayDeque<>();
  private final Deque<String> page = new ArrayDeque<>();
  private Position position = Position.START;

  /** How far the job is: the account, the Region and the id of what it read last. */
  record Position(String account, String region, String id) implements Serializable {

    static final Position START = new Position("", "", "");

    /** Whether everything in a home has been read. */
    boolean beyond(Home home) {
      int byAccount = home.account().compareTo(account);
      return byAccount < 0 || (byAccount == 0 && home.region().compareTo(region) < 0);
    }

    /** The last id that was read in a home. */
    String in(Home home) {
      return home.account().equals(account) && home.region().equals(region) ? id : "";
    }
  }

  @Inject
  OutdatedPrivateKeys(ProductCalls product, PrivateKeyReencryption reencryption) {
    this.product = product;
    this.reencryption = reencryption;
  }

  @Override
  public void open(@Nullable Serializable checkpoint) {
    position = checkpoint instanceof Position reached ? reached : Position.START;
    page.clear();
    homes.clear();
    product.call(reencryption::homes).stream()
        .filter(home -> !position.beyond(home))
        .sorted(Comparator.comparing(Home::account).thenComparing(Home::region))
        .forEach(homes::add);
  }

  @Override
  public @Nullable String readItem() {
    while (page.isEmpty() && !homes.isEmpty()) {
      Home home = homes.element();
      List<String> pending =
          product.call(() -> reencryption.pending(home, position.in(home), PAGE));
      page.addAll(pending);
      if (pending.isEmpty()) {
        homes.remove();
      } else {
        position = new Position(home.account(), home.region(), position.in(home));
      }
    }
    String id = page.poll();
    if (id != null) {
      position = new Position(position.account(), position.region(), id);
    }
    return id;
  }

  @Override
  public Serializable checkpointInfo() {
    return position;
  }
}
