package org.latchkey.tests;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The database that this run of the tests is about, by the system property {@code
 * latchkey.test.database}: H2, which each server brings along, or a PostgreSQL that is started for
 * the process and ends with it.
 */
public enum Database {
  H2,
  POSTGRESQL;

  private static final String USER = "postgres";
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static @Nullable EmbeddedPostgres postgres;

  /** The database of this run. */
  public static Database current() {
    return valueOf(System.getProperty("latchkey.test.database", "h2").toUpperCase(Locale.ROOT));
  }

  /**
   * A new, empty database.
   *
   * @return the variables that make a server use it: none for H2, whose file lies in the server's
   *     data folder
   */
  public Map<String, String> create() {
    if (this == H2) {
      return Map.of();
    }
    String name = "latchkey_" + COUNT.incrementAndGet();
    try (Connection connection = postgres().getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return Map.of("LATCHKEY_DB_URL", postgres().getJdbcUrl(USER, name), "LATCHKEY_DB_USER", USER);
  }

  private static synchronized EmbeddedPostgres postgres() {
    if (postgres == null) {
      try {
        postgres =
            EmbeddedPostgres.builder()
                .setServerConfig("max_connections", "300")
                .setServerConfig(
                    "fsync", "off") // it outlives every server, and nobody needs it after
                .start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return postgres;
  }
}
