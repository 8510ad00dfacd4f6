package org.latchkey.schema;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.Timeout;
import jakarta.ejb.TimerConfig;
import jakarta.ejb.TimerService;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.jdbcx.JdbcDataSource;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the embedded database's file small. A commit writes the pages that it changed, a hundred or
 * so, as one chunk, whose room is free again only when the last of these pages has been written
 * anew. H2 gathers what is left of old chunks by itself where commits are written behind; here a
 * commit is in the file when it returns (WRITE_DELAY=0), and H2 leaves that to us.
 *
 * @see <a href="https://h2database.com/html/mvstore.html">H2, MVStore, Log Structured Storage</a>
 */
@Singleton
@Startup
@DependsOn("SchemaMigration")
@TransactionManagement(TransactionManagementType.BEAN)
public class EmbeddedDatabaseUpkeep {

  /** So many percent of the chunks' octets are to be of use. */
  static final int FILL_RATE = 50;

  private static final Logger LOG = Logger.getLogger(EmbeddedDatabaseUpkeep.class.getName());
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  /** Octets written in one round, during which commits wait: some milliseconds. */
  private static final int MOST_WRITTEN = 2 * 1024 * 1024;

  @Resource(lookup = "jdbc/latchkey")
  private DataSource database;

  @Resource private TimerService timers;

  /** Of our own, as the container's do not show what they wrap. */
  private @Nullable Connection connection;

  @PostConstruct
  void start() {
    try (Connection pooled = database.getConnection()) {
      DatabaseMetaData about = pooled.getMetaData();
      if (about.getURL().startsWith("jdbc:h2:")) {
        JdbcDataSource embedded = new JdbcDataSource();
        embedded.setURL(about.getURL() + ";IFEXISTS=TRUE");
        embedded.setUser(about.getUserName());
        connection = embedded.getConnection();
        timers.createIntervalTimer(
            INTERVAL.toMillis(), INTERVAL.toMillis(), new TimerConfig(null, false));
      }
    } catch (SQLException failure) {
      LOG.log(Level.WARNING, "The database's file will only grow", failure);
    }
  }

  @PreDestroy
  void stop() {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException failure) {
      LOG.log(Level.WARNING, "A connection could not be closed", failure);
    }
  }

  @Timeout
  void compact() {
    try {
      if (connection != null) {
        compact(connection);
      }
    } catch (SQLException | MVStoreException failure) {
      LOG.log(Level.WARNING, "The database's file will be compacted later", failure);
    }
  }

  /** Gathers some of what is left of old chunks; whether there was any. */
  static boolean compact(Connection connection) throws SQLException {
    MVStore store =
        ((SessionLocal) connection.unwrap(JdbcConnection.class).getSession())
            .getDatabase()
            .getStore()
            .getMvStore();
    boolean gathered = store.compact(FILL_RATE, MOST_WRITTEN);
    if (gathered) {
      store.commit();
    }
    return gathered;
  }
}
