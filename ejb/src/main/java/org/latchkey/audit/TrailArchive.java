package org.latchkey.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
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
      return retention().due().stream().map(Located::name).map(Object::toString).toList();
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
      return retention().apply(name);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private TrailRetention retention() {
    return new TrailRetention(
        trail.folder(), clock, Settings.number(RETENTION_DAYS, 0), trail::record);
  }
}
