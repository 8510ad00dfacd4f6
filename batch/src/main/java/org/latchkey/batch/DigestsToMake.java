package org.latchkey.batch;

import jakarta.batch.api.chunk.AbstractItemReader;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Named;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Reads one item: a run of the job makes one digest, whether it was started by the hour or by hand.
 */
@Named
@Dependent
class DigestsToMake extends AbstractItemReader {

  private static final String DIGEST = "digest";

  private boolean read;

  @Override
  public void open(@Nullable Serializable checkpoint) {
    read = checkpoint != null;
  }

  @Override
  public @Nullable String readItem() {
    if (read) {
      return null;
    }
    read = true;
    return DIGEST;
  }

  @Override
  public @Nullable Serializable checkpointInfo() {
    return read ? DIGEST : null;
  }
}
