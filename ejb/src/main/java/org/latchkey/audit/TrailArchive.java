package org.latchkey.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.latchkey.audit.TrailEvents.DeleteTrailFile;
import org.latchkey.audit.chain.TrailFileName;
import org.latchkey.audit.chain.TrailFileName.Located;
import org.latchkey.shared.Settings;

/**
 * Moves this node's closed files to the archive folder, and deletes those whose retention is over,
 * the oldest first.
 */
@ApplicationScoped
public class TrailArchive {

  private static final String RETENTION_DAYS = "audit-retention-days";

  @Inject private Trail trail;
  @Inject private Clock clock;

  /** The names of files that are to be moved, then of those that are to be deleted. */
  public List<String> due() {
    try {
      return Stream.concat(trail.folder().closed().stream(), expired().stream())
          .map(file -> file.name().toString())
          .toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /**
   * Moves a closed file to the archive folder, or deletes it where that is due.
   *
   * @return {@code Archived}, {@code Deleted} or, where there is nothing to do, {@code Skipped}
   */
  public String archive(String name) {
    try {
      TrailFolder folder = trail.folder();
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
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The oldest archived files whose successor is past the retention: so all in them is. */
  private List<Located> expired() throws IOException {
    int days = Settings.number(RETENTION_DAYS, 0);
    if (days == 0) {
      return List.of();
    }
    Instant limit = clock.instant().minus(Duration.ofDays(days));
    List<Located> archived = trail.folder().archived();
    List<Located> all = trail.folder().files();
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
    List<Located> files = trail.folder().files();
    TrailFileName next = files.get(files.indexOf(file) + 1).name();
    trail.record(
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
