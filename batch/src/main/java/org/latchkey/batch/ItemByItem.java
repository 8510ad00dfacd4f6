package org.latchkey.batch;

import jakarta.batch.api.chunk.AbstractItemWriter;
import jakarta.batch.runtime.context.JobContext;
import jakarta.batch.runtime.context.StepContext;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A writer that does one item after another: one that fails is counted, and the next one done. */
abstract class ItemByItem extends AbstractItemWriter {

  /** What did not work out. */
  static final String FAILED = "Failed";

  private static final Logger LOG = Logger.getLogger(ItemByItem.class.getName());

  private final ProductCalls product;
  private final JobLease lease;
  private final JobContext job;
  private final StepContext step;
  private final Tally tally = new Tally();

  private final Pace pace;

  ItemByItem(ProductCalls product, JobLease lease, JobContext job, StepContext step) {
    this(product, lease, job, step, Pace.FULL);
  }

  ItemByItem(ProductCalls product, JobLease lease, JobContext job, StepContext step, Pace pace) {
    this.pace = pace;
    this.product = product;
    this.lease = lease;
    this.job = job;
    this.step = step;
  }

  /** Every way in which an item may end, {@link #FAILED} among them. */
  abstract String[] outcomes();

  /** Does one item, in a transaction of its own, and tells what became of it. */
  abstract String write(String id);

  @Override
  public void open(@Nullable Serializable checkpoint) {
    tally.open(step, outcomes());
    tally.keep(step, job);
  }

  @Override
  public void writeItems(List<Object> items) throws LeaseLost {
    for (Object item : items) {
      if (!product.call(() -> lease.hold(job.getJobName()))) {
        throw new LeaseLost(job.getJobName());
      }
      long begun = System.nanoTime();
      tally.add(outcome((String) item));
      pace.rest(Duration.ofNanos(System.nanoTime() - begun));
    }
    tally.keep(step, job);
  }

  private String outcome(String id) {
    try {
      return product.call(() -> write(id));
    } catch (RuntimeException unexpected) {
      LOG.log(Level.WARNING, unexpected, () -> job.getJobName() + ": " + id + " failed");
      return FAILED;
    }
  }
}
