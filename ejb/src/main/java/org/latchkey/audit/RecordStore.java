package org.latchkey.audit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Stores records in the file and in whatever second places there are.
 *
 * <p>The file is what is waited for. Where it fails, or is not done within a second, a record that
 * has reached a second place counts as stored, and is written to the file later. A second place
 * that fails or is slow holds nobody up.
 */
final class RecordStore {

  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** How long a record may take to reach any place at all. */
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final TrailFile file;
  private final List<RecordSink> sinks;

  RecordStore(TrailFile file, List<RecordSink> sinks) {
    this.file = file;
    this.sinks = List.copyOf(sinks);
  }

  /** Whether there is hope that a record can be stored. */
  boolean isWritable() {
    return !file.isFailing() || sinks.stream().anyMatch(RecordSink::isUp);
  }

  /** Stores a record; whether it is somewhere now. */
  boolean store(byte[] record) {
    CompletableFuture<Void> inFile = file.append(record);
    if (sinks.isEmpty()) {
      return await(inFile, null);
    }
    List<CompletableFuture<Void>> elsewhere =
        sinks.stream().map(sink -> sink.store(record)).toList();
    if (!file.isUnwell() && await(inFile, PATIENCE)) {
      return true;
    }
    List<CompletableFuture<Void>> everywhere = new ArrayList<>(elsewhere);
    everywhere.add(inFile);
    boolean stored = await(firstSuccess(everywhere), LIMIT);
    if (stored) {
      var unused =
          inFile.whenComplete(
              (done, failure) -> {
                if (failure != null) {
                  file.catchUp(record);
                }
              });
    }
    return stored;
  }

  private static CompletableFuture<Void> firstSuccess(List<CompletableFuture<Void>> places) {
    CompletableFuture<Void> first = new CompletableFuture<>();
    AtomicInteger failures = new AtomicInteger();
    for (CompletableFuture<Void> place : places) {
      var unused =
          place.whenComplete(
              (done, failure) -> {
                if (failure == null) {
                  first.complete(null);
                } else if (failures.incrementAndGet() == places.size()) {
                  first.completeExceptionally(failure);
                }
              });
    }
    return first;
  }

  private static boolean await(CompletableFuture<Void> stored, @Nullable Duration time) {
    try {
      if (time == null) {
        stored.get();
      } else {
        stored.get(time.toMillis(), TimeUnit.MILLISECONDS);
      }
      return true;
    } catch (ExecutionException | TimeoutException notStored) {
      return false;
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
