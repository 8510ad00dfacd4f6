package org.latchkey.audit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.latchkey.audit.TrailEvents.OpenTrailFile;
import org.latchkey.audit.TrailEvents.ResumeTrail;
import org.latchkey.audit.TrailEvents.SkipTrailRecords;
import org.latchkey.audit.chain.ChainLink;
import org.latchkey.audit.chain.TrailFileName;
import org.latchkey.crypto.Digests;

/**
 * A node's chained records on disk, with group commit: one thread links and writes whatever has
 * come in, forces it to storage once, and then wakes everyone whose record was in it. As a force
 * costs many times what a record does, it waits for as many as have lately come ({@link
 * GroupSize}), a millisecond at the most.
 *
 * <p>A group that cannot be written whole leaves nothing behind: the file is cut back, and the
 * chain goes on from the record before. While writing fails it is tried again every second.
 */
final class TrailFile implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(TrailFile.class.getName());
  private static final int GROUP = 1024;
  private static final int MOST_WAITING = 20_000;
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration GATHERING = Duration.ofMillis(1);

  /** A write that takes longer is not waited for where there is another place for records. */
  private static final long SLOW_NANOS = Duration.ofSeconds(1).toNanos();

  private final TrailFolder folder;
  private final Rotation rotation;
  private final Clock clock;
  private final TrailEvents events;
  private final BlockingQueue<Line> pending = new LinkedBlockingQueue<>(MOST_WAITING);
  private final Deque<byte[]> missed = new ArrayDeque<>();
  private final GroupSize groupSize = new GroupSize(GROUP);
  private final long gatheringNanos;
  private final Thread writer;

  private @Nullable FileChannel channel;
  private Instant openedAt;
  private long skipped;
  private boolean reopen;

  private volatile TrailPosition end;
  private volatile boolean closed;
  private volatile boolean failing;
  private volatile long writingSince;
  private volatile int wanted = Integer.MAX_VALUE;

  private record Line(byte[] record, CompletableFuture<Void> durable) {}

  /** Records that other places alone have, as many as a group takes, and how many were too many. */
  private record Late(List<byte[]> records, long skipped) {}

  /** Goes on behind the last complete record in the folder. */
  TrailFile(TrailFolder folder, Rotation rotation, Clock clock) throws IOException {
    this(folder, rotation, clock, GATHERING);
  }

  /**
   * As above.
   *
   * @param gathering for how long a record may wait for those of calls that are under way
   */
  TrailFile(TrailFolder folder, Rotation rotation, Clock clock, Duration gathering)
      throws IOException {
    this.gatheringNanos = gathering.toNanos();
    this.folder = folder;
    this.rotation = rotation;
    this.clock = clock;
    this.events = new TrailEvents(clock);
    this.openedAt = clock.instant();
    folder.create();
    this.end = folder.end();
    openAtStart();
    writer = new Thread(this::writeGroups, "latchkey-audit");
    writer.setDaemon(true);
    writer.start();
  }

  /**
   * Appends a record, a JSON object.
   *
   * @return completes once the record is on stable storage, exceptionally where it could not be put
   *     there
   */
  CompletableFuture<Void> append(byte[] record) {
    CompletableFuture<Void> durable = new CompletableFuture<>();
    if (closed) {
      durable.completeExceptionally(new IOException("the trail is closed"));
    } else if (!pending.offer(new Line(record, durable))) {
      durable.completeExceptionally(new IOException("too many records wait to be written"));
    } else if (pending.size() >= wanted) {
      LockSupport.unpark(writer);
    }
    return durable;
  }

  /** Takes a record that only another place has, to be written when that is possible again. */
  void catchUp(byte[] record) {
    synchronized (missed) {
      if (missed.size() < MOST_WAITING) {
        missed.add(record);
      } else {
        skipped++;
      }
    }
  }

  /** Whether the last write failed, or one has been going on for long. */
  boolean isUnwell() {
    long since = writingSince;
    return failing || (since != 0 && System.nanoTime() - since > SLOW_NANOS);
  }

  /** Whether the last write failed. */
  boolean isFailing() {
    return failing;
  }

  /** Behind the last record that is on stable storage. */
  TrailPosition end() {
    return end;
  }

  private void openAtStart() throws IOException {
    Path file = folder.file(end.file()).orElse(null);
    long discarded = 0;
    boolean torn = false;
    for (TrailFileName.Located newer : folder.files()) {
      // begun by a rotation that was killed before the first record was complete
      if (newer.name().first() > end.file() && newer.name().first() == end.sequence() + 1) {
        end = new TrailPosition(newer.name().first(), 0, end.sequence(), end.hash());
        file = newer.path();
        torn = true;
      }
    }
    if (file == null || folder.archive().equals(file.getParent())) {
      begin(end.sequence() + 1);
      file = path(end.file());
    } else {
      channel = open(file);
      discarded = channel.size() - end.offset();
      channel.truncate(end.offset());
      channel.force(true);
      openedAt = torn ? clock.instant() : firstTime(file);
    }
    String name = String.valueOf(file.getFileName());
    write(List.of(events.record(new OpenTrailFile(name, discarded))));
  }

  private void writeGroups() {
    List<Line> group = new ArrayList<>(GROUP);
    while (!closed || !pending.isEmpty()) {
      group.clear();
      try {
        Line first = pending.poll(RETRY.toMillis(), TimeUnit.MILLISECONDS);
        if (first != null) {
          group.add(first);
          gather();
          pending.drainTo(group, GROUP - 1);
        }
        group.removeIf(line -> line.record().length == 0);
        writeGroup(group);
      } catch (InterruptedException unexpected) {
        LOG.log(Level.FINE, "Nobody interrupts this thread", unexpected);
      } catch (RuntimeException | Error unexpected) {
        refuse(group, unexpected);
      }
    }
  }

  /** Waits for as many records as it is worth, or until the first must not wait any longer. */
  private void gather() {
    int others = groupSize.next() - 1;
    long began = System.nanoTime();
    long left = gatheringNanos;
    wanted = others;
    while (pending.size() < others && left > 0 && !closed) {
      LockSupport.parkNanos(this, left);
      left = gatheringNanos - (System.nanoTime() - began);
    }
    wanted = Integer.MAX_VALUE;
    groupSize.came(pending.size() + 1);
  }

  private void writeGroup(List<Line> group) {
    Late late = late();
    List<byte[]> records = new ArrayList<>();
    if (late.skipped() > 0) {
      records.add(events.record(new SkipTrailRecords(late.skipped())));
    }
    records.addAll(late.records());
    group.forEach(line -> records.add(line.record()));
    if (failing && records.isEmpty()) {
      records.add(events.record(new ResumeTrail()));
    }
    if (records.isEmpty()) {
      return;
    }
    writingSince = System.nanoTime() | 1;
    try {
      write(records);
      if (failing) {
        LOG.warning("The trail can be written again");
      }
      failing = false;
      forget(late);
      group.forEach(line -> line.durable().complete(null));
    } catch (IOException failure) {
      refuse(group, failure);
    } finally {
      writingSince = 0;
    }
  }

  /** The thread goes on whatever happens: all calls wait for it. */
  private void refuse(List<Line> group, Throwable failure) {
    boolean first = !failing;
    failing = true;
    group.forEach(line -> line.durable().completeExceptionally(failure));
    if (first) {
      LOG.log(Level.SEVERE, failure, () -> "The trail cannot be written: " + folder.folder());
    }
  }

  private Late late() {
    synchronized (missed) {
      return new Late(missed.stream().limit(GROUP).toList(), skipped);
    }
  }

  private void forget(Late late) {
    synchronized (missed) {
      skipped -= late.skipped();
      late.records().forEach(record -> missed.remove());
    }
  }

  /** Writes records behind the last one, all of them or none. */
  private void write(List<byte[]> records) throws IOException {
    if (reopen) {
      repair();
    }
    List<byte[]> all = records;
    if (end.offset() > 0 && rotation.isDue(end.offset(), openedAt, clock.instant())) {
      begin(end.sequence() + 1);
      all = new ArrayList<>();
      String name = new TrailFileName(folder.node(), end.file()).toString();
      all.add(events.record(new OpenTrailFile(name, 0)));
      all.addAll(records);
    }
    long sequence = end.sequence();
    String hash = end.hash();
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (byte[] record : all) {
      sequence++;
      byte[] line = new ChainLink(folder.node(), sequence, hash).link(record);
      hash = HexFormat.of().formatHex(Digests.sha256(line));
      lines.writeBytes(line);
      lines.write('\n');
    }
    TrailPosition next = new TrailPosition(end.file(), end.offset() + lines.size(), sequence, hash);
    reopen = true;
    append(ByteBuffer.wrap(lines.toByteArray()), end.offset());
    end = next;
    reopen = false;
  }

  private void append(ByteBuffer lines, long at) throws IOException {
    FileChannel to = channel;
    if (to == null) {
      throw new IOException("the file is closed");
    }
    to.position(at);
    while (lines.hasRemaining()) {
      to.write(lines);
    }
    to.force(false);
  }

  /**
   * Opens the file anew and cuts off what a failed write may have left: it was not acknowledged.
   */
  private void repair() throws IOException {
    closeChannel();
    folder.create();
    Path file = path(end.file());
    FileChannel opened = open(file);
    channel = opened;
    if (opened.size() < end.offset()) {
      throw new IOException(file + " has been shortened by somebody else");
    }
    opened.truncate(end.offset());
    opened.force(true);
    reopen = false;
  }

  /** Begins the file whose first record is to be {@code first}. */
  private void begin(long first) throws IOException {
    Path file = path(first);
    FileChannel opened = open(file);
    opened.truncate(0);
    opened.force(true);
    TrailFolder.force(folder.folder());
    closeChannel();
    channel = opened;
    openedAt = clock.instant();
    end = new TrailPosition(first, 0, end.sequence(), end.hash());
  }

  private Path path(long first) {
    return folder.folder().resolve(new TrailFileName(folder.node(), first).toString());
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file,
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  /** When the first record of a file was made. */
  private Instant firstTime(Path file) {
    return TrailTimes.first(file).orElseGet(clock::instant);
  }

  private void closeChannel() {
    FileChannel old = channel;
    channel = null;
    if (old != null) {
      try {
        old.close();
      } catch (IOException failure) {
        LOG.log(Level.WARNING, failure, () -> "A file of the trail could not be closed");
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(writer);
    // an interrupt would close the file under a write; an empty record ends the wait for one
    pending.offer(new Line(new byte[0], new CompletableFuture<>()));
    try {
      writer.join();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
    closeChannel();
  }
}
