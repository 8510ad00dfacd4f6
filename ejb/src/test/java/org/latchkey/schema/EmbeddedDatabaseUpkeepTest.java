package org.latchkey.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseUpkeepTest {
  private static final int ROWS = 1_000;
  private static final int INDEXED_COLUMNS = 10;

  @TempDir private Path folder;

  @Test
  void compact_manySmallCommits_leavesChunksOfUse() throws SQLException {
    try (Connection connection = open()) {
      insertOneByOne(connection);
      assertThat(fillRate(connection)).isLessThan(EmbeddedDatabaseUpkeep.FILL_RATE);

      boolean found = EmbeddedDatabaseUpkeep.compact(connection);
      for (int round = 0; round < 100 && found; round++) {
        found = EmbeddedDatabaseUpkeep.compact(connection);
      }

      assertThat(found).isFalse();
      assertThat(fillRate(connection)).isGreaterThanOrEqualTo(EmbeddedDatabaseUpkeep.FILL_RATE);
    }
    try (Connection connection = open();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select count(*) from item")) {
      rows.next();
      assertThat(rows.getInt(1)).isEqualTo(ROWS);
    }
  }

  private Connection open() throws SQLException {
    // chunks may go at once, and not after 45 seconds
    return DriverManager.getConnection(
        "jdbc:h2:file:" + folder.resolve("database") + ";WRITE_DELAY=0;RETENTION_TIME=0");
  }

  private static void insertOneByOne(Connection connection) throws SQLException {
    StringBuilder columns = new StringBuilder();
    try (Statement statement = connection.createStatement()) {
      for (int column = 0; column < INDEXED_COLUMNS; column++) {
        columns.append(", c").append(column).append(" bigint");
      }
      statement.execute("create table item (id int primary key" + columns + ")");
      for (int column = 0; column < INDEXED_COLUMNS; column++) {
        statement.execute("create index item_%1$d on item (c%1$d)".formatted(column));
      }
    }
    Random random = new Random(1);
    try (PreparedStatement insert =
        connection.prepareStatement("insert into item values (?" + ", ?".repeat(10) + ")")) {
      for (int row = 0; row < ROWS; row++) {
        insert.setInt(1, row);
        for (int column = 0; column < INDEXED_COLUMNS; column++) {
          insert.setLong(2 + column, random.nextLong());
        }
        insert.executeUpdate();
      }
    }
  }

  private static int fillRate(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet setting =
            statement.executeQuery(
                "select setting_value from information_schema.settings"
                    + " where setting_name = 'info.CHUNKS_FILL_RATE'")) {
      setting.next();
      return setting.getInt(1);
    }
  }
}
