package org.latchkey.batch;

import jakarta.batch.api.chunk.AbstractItemReader;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.latchkey.audit.TrailArchive;

/** Reads the names of this node's files that are to be archived or deleted when the job begins. */
@Named
@Dependent
class TrailFilesToArchive extends AbstractItemReader {

  private final ProductCalls product;
  private final TrailArchive archive;
  private final Deque<String> names = new ArrayDeque<>();

  @Inject
  TrailFilesToArchive(ProductCalls product, TrailArchive archive) {
    this.product = product;
    this.archive = archive;
  }

  @Override
  public void open(@Nullable Serializable checkpoint) {
    names.clear();
    names.addAll(product.call(archive::due));
  }

  @Override
  public @Nullable String readItem() {
    return names.poll();
  }
}
