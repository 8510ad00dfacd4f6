package org.latchkey.batch;

import jakarta.batch.api.chunk.ItemReader;
import jakarta.batch.api.chunk.ItemWriter;
import jakarta.batch.runtime.BatchStatus;
import jakarta.batch.runtime.Metric;
import jakarta.batch.runtime.context.JobContext;
import jakarta.batch.runtime.context.StepContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Runs a reader and a writer as the batch runtime does: ten items a chunk, a checkpoint after each,
 * both stored as bytes. A run that was killed goes on at its last checkpoint, with other objects.
 */
final class ChunkRun {

  private static final int ITEM_COUNT = 10;

  private byte @Nullable [] checkpoint;
  private byte @Nullable [] userData;

  /** The server dies: not even the runtime gets to hear of it. */
  static final class Killed extends Error {}

  /** Makes a writer for one execution. */
  interface WriterOf {
    ItemWriter in(JobContext job, StepContext step);
  }

  /** Makes a reader for one execution. */
  interface ReaderOf {
    ItemReader in(JobContext job);
  }

  /** Starts the job, or goes on with it. */
  void execute(String jobId, ItemReader reader, WriterOf writerOf) throws Exception {
    execute(jobId, ITEM_COUNT, job -> reader, writerOf);
  }

  /** Starts a job of another chunk size, or goes on with it. */
  void execute(String jobId, int itemCount, ReaderOf readerOf, WriterOf writerOf) throws Exception {
    Context context = new Context(jobId, (Serializable) read(userData));
    ItemReader reader = readerOf.in(context);
    ItemWriter writer = writerOf.in(context, context);
    reader.open((Serializable) read(checkpoint));
    writer.open(null);
    boolean more = true;
    while (more) {
      List<Object> chunk = new ArrayList<>();
      while (more && chunk.size() < itemCount) {
        Object item = reader.readItem();
        more = item != null;
        if (item != null) {
          chunk.add(item);
        }
      }
      if (!chunk.isEmpty()) {
        writer.writeItems(chunk);
      }
      checkpoint = bytes(reader.checkpointInfo());
      userData = bytes(context.getPersistentUserData());
    }
    writer.close();
    reader.close();
  }

  /** The counts of the last checkpoint. */
  Map<?, ?> counts() throws IOException, ClassNotFoundException {
    return read(userData) instanceof Map<?, ?> counts ? counts : Map.of();
  }

  private static byte[] bytes(@Nullable Serializable object) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    return bytes.toByteArray();
  }

  private static @Nullable Object read(byte @Nullable [] bytes)
      throws IOException, ClassNotFoundException {
    if (bytes == null) {
      return null;
    }
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return in.readObject();
    }
  }

  /** What the runtime tells of the job and its only step. */
  private static final class Context implements JobContext, StepContext {

    private final String jobId;
    private @Nullable Serializable persistent;
    private @Nullable Object transientData;

    Context(String jobId, @Nullable Serializable persistent) {
      this.jobId = jobId;
      this.persistent = persistent;
    }

    @Override
    public String getJobName() {
      return jobId;
    }

    @Override
    public String getStepName() {
      return jobId;
    }

    @Override
    public @Nullable Object getTransientUserData() {
      return transientData;
    }

    @Override
    public void setTransientUserData(@Nullable Object data) {
      transientData = data;
    }

    @Override
    public @Nullable Serializable getPersistentUserData() {
      return persistent;
    }

    @Override
    public void setPersistentUserData(@Nullable Serializable data) {
      persistent = data;
    }

    @Override
    public long getInstanceId() {
      return 1;
    }

    @Override
    public long getExecutionId() {
      return 1;
    }

    @Override
    public long getStepExecutionId() {
      return 1;
    }

    @Override
    public Properties getProperties() {
      return new Properties();
    }

    @Override
    public BatchStatus getBatchStatus() {
      return BatchStatus.STARTED;
    }

    @Override
    public @Nullable String getExitStatus() {
      return null;
    }

    @Override
    public void setExitStatus(@Nullable String status) {}

    @Override
    public @Nullable Exception getException() {
      return null;
    }

    @Override
    public Metric[] getMetrics() {
      return new Metric[0];
    }
  }
}
