package org.latchkey.audit;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.latchkey.audit.TrailEvents.DeleteTrailFile;
import org.latchkey.audit.chain.TrailFileName;
import org.latchkey.audit.chain.TrailFileName.Located;

/** What becomes of a node's closed files. */
final class TrailRetention {

  private final TrailFolder folder;
  private final Clock clock;
  private final int days;
  private final Consumer<Record> recorder;

  /**
   * @param days after how many days an archived file is deleted; 0 for never
   * @param recorder puts a deletion on record
   */
  TrailRetention(TrailFolder folder, Clock clock, int days, Consumer<Record> recorder) {
    this.folder = folder;
    this.clock = clock;
    this.days = days;
    this.recorder = recorder;
  }

  /** The files that are to be moved, then those that are to be deleted. */
  List<Located> due() throws IOException {
    List<Located> due = new ArrayList<>(folder.closed());
    due.addAll(expired());
    return due;
  }

  /** Moves or deletes a file; what was done. */
  String apply(String name) throws IOException {
    Optional<Located> closed = named(folder.closed(), name);
    if (closed.isPresent()) {
      move(closed.get().path(), folder.archive());
      return "Archived";
    }
    Optional<Located> old = named(expired(), name);
    if (old.isPresent()) {
      delete(old.get());
      return "Deleted";
    }
    return "Skipped";
  }

  /** The oldest archived files whose successor is past the retention: so all in them is. */
  private List<Located> expired() throws IOException {
    if (days == 0) {
      return List.of();
    }
    Instant limit = clock.instant().minus(Duration.ofDays(days));
    List<Located> archived = folder.archived();
    List<Located> all = folder.files();
    return archived.stream()
        .takeWhile(
            file -> {
              int next = all.indexOf(file) + 1;
              return next < all.size()
                  && TrailTimes.first(all.get(next).path()).filter(limit::isAfter).isPresent();
            })
        .toList();
  }

  /** On record before it is done: what is missing is then known to have been deleted. */
  private void delete(Located file) throws IOException {
    List<Located> files = folder.files();
    TrailFileName next = files.get(files.indexOf(file) + 1).name();
    recorder.accept(
        new DeleteTrailFile(file.name().toString(), file.name().first(), next.first() - 1));
    Files.delete(file.path());
  }

  private static Optional<Located> named(List<Located> files, String name) {
    return files.stream().filter(file -> file.name().toString().equals(name)).findFirst();
  }

  /**
   * Where the archive is on another file system, the file is there whole before it is gone here.
   */
  private static void move(Path file, Path archive) throws IOException {
    TrailFolder.createPrivate(archive);
    Path target = archive.resolve(String.valueOf(file.getFileName()));
    try {
      Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException elsewhere) {
      Path unfinished = archive.resolve(file.getFileName() + ".unfinished");
      Files.copy(
          file,
          unfinished,
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.COPY_ATTRIBUTES);
      try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
      TrailFolder.force(archive);
      Files.delete(file);
    }
    TrailFolder.force(archive);
  }
}
