package org.latchkey.web.jobs;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.StringJoiner;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.latchkey.shared.Settings;

/**
 * Keeps the batch runtime's repository small and quick: its tables have no indexes but their keys,
 * and the runtime deletes nothing. Runs of which nothing was heard for as many days as the setting
 * {@code job-history-days} says are forgotten, but for the last one of each job; never where it is
 * 0.
 */
@ApplicationScoped
class JobHistory {

  private static final Logger LOG = Logger.getLogger(JobHistory.class.getName());
  private static final int DAYS = 90;

  /** So many runs are forgotten in one transaction. */
  private static final int MOST_AT_ONCE = 1_000;

  /** So many transactions at once, as the starts of jobs wait for them. */
  private static final int MOST_BATCHES = 10;

  private static final List<String> INDEXES =
      List.of(
          "jbatch_instance_by_name on jbatchjobinstancedata (name, jobinstanceid)",
          "jbatch_execution_of_instance on jbatchexecutioninstancedata (jobinstanceid)",
          "jbatch_step_of_execution on jbatchstepexecutioninstancedata (jobexecid)",
          "jbatch_checkpoint_by_id on jbatchcheckpointdata (id)");

  private static final String LONG_AGO =
      """
      select distinct e.jobinstanceid from jbatchexecutioninstancedata e
       where e.updatetime < ?
       and not exists (select 1 from jbatchexecutioninstancedata later
         where later.jobinstanceid = e.jobinstanceid and later.updatetime >= ?)
       and exists (select 1 from jbatchjobinstancedata i, jbatchjobinstancedata newer
         where i.jobinstanceid = e.jobinstanceid
         and newer.name = i.name and newer.jobinstanceid > i.jobinstanceid)
       order by e.jobinstanceid
      """;

  private static final String EXECUTIONS =
      "select jobexecid from jbatchexecutioninstancedata where jobinstanceid in (%1$s)";

  /** A checkpoint's id begins with that of its instance. */
  private static final List<String> DELETIONS =
      List.of(
          "delete from jbatchstepstatus where id in (select stepexecid"
              + " from jbatchstepexecutioninstancedata where jobexecid in ("
              + EXECUTIONS
              + "))",
          "delete from jbatchstepexecutioninstancedata where jobexecid in (" + EXECUTIONS + ")",
          "delete from jbatchexecutioninstancedata where jobinstanceid in (%1$s)",
          "delete from jbatchjobstatus where id in (%1$s)",
          "delete from jbatchcheckpointdata where position(',' in id) > 0"
              + " and substring(id from 1 for position(',' in id) - 1) in (%2$s)",
          "delete from jbatchjobinstancedata where jobinstanceid in (%1$s)");

  private final int days = Settings.number("job-history-days", DAYS);

  @Resource(lookup = "jdbc/latchkey")
  private DataSource database;

  @Inject private Clock clock;

  private boolean indexed;

  /** Forgets runs of long ago, ten thousand at most. Called on one node at a time. */
  synchronized void forget() {
    try (Connection connection = database.getConnection()) {
      if (!indexed) {
        index(connection);
        indexed = true;
      }
      boolean more = days > 0;
      for (int batch = 0; more && batch < MOST_BATCHES; batch++) {
        more = forget(connection, clock.instant().minus(Duration.ofDays(days)));
      }
    } catch (SQLException failure) {
      LOG.log(Level.WARNING, "The history of jobs is looked after later", failure);
    }
  }

  private static void index(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String index : INDEXES) {
        statement.execute("create index if not exists " + index);
      }
    }
  }

  /** Whether there may be more. */
  private static boolean forget(Connection connection, Instant before) throws SQLException {
    StringJoiner numbers = new StringJoiner(", ");
    StringJoiner texts = new StringJoiner(", ");
    int found = 0;
    try (PreparedStatement query = connection.prepareStatement(LONG_AGO)) {
      query.setMaxRows(MOST_AT_ONCE);
      query.setTimestamp(1, Timestamp.from(before));
      query.setTimestamp(2, Timestamp.from(before));
      try (ResultSet rows = query.executeQuery()) {
        for (; rows.next(); found++) {
          long id = rows.getLong(1);
          numbers.add(Long.toString(id));
          texts.add("'" + id + "'");
        }
      }
    }
    if (found == 0) {
      return false;
    }
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      for (String deletion : DELETIONS) {
        statement.executeUpdate(deletion.formatted(numbers, texts));
      }
      connection.commit();
    } catch (SQLException failure) {
      connection.rollback();
      throw failure;
    } finally {
      connection.setAutoCommit(true);
    }
    LOG.log(Level.INFO, "Forgot {0} runs of jobs", found);
    return found == MOST_AT_ONCE;
  }
}
