package org.latchkey.tests.container;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.annotation.Resource;
import jakarta.batch.runtime.BatchRuntime;
import jakarta.transaction.UserTransaction;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the launcher sets up around the archive, seen from inside. */
@Tag("any-database")
@ExtendWith(ArquillianExtension.class)
class ContainerIT {

  @Deployment
  static EnterpriseArchive archive() {
    return ShippedArchive.with(ContainerIT.class);
  }

  @Resource(lookup = "jdbc/latchkey")
  private DataSource database;

  @Resource private UserTransaction transaction;

  @Test
  void database_isTheConfiguredOne() throws SQLException {
    boolean configured = !System.getProperty("container.db-url", "").isEmpty();
    try (Connection connection = database.getConnection()) {
      DatabaseMetaData product = connection.getMetaData();
      assertThat(product.getDatabaseProductName()).isEqualTo(configured ? "PostgreSQL" : "H2");
      if (!configured) {
        assertThat(product.getDatabaseProductVersion()).startsWith("2.4.240");
      }
    }
  }

  @Test
  void schema_isMigratedBeforeTheFirstCall() throws SQLException {
    assertThat(tables()).contains("flyway_schema_history");
  }

  @Test
  void batchRepository_liesInTheConfiguredDatabase() throws SQLException {
    BatchRuntime.getJobOperator().getJobNames();

    assertThat(tables()).anyMatch(table -> table.startsWith("jbatch"));
  }

  @Test
  void rolledBackTransaction_leavesNothing() throws Exception {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE rollback_probe (id INT PRIMARY KEY)");
    }
    transaction.begin();
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("INSERT INTO rollback_probe VALUES (1)");
    }
    transaction.rollback();

    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM rollback_probe")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt(1)).isZero();
    }
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("DROP TABLE rollback_probe");
    }
  }

  private Set<String> tables() throws SQLException {
    Set<String> names = new TreeSet<>();
    try (Connection connection = database.getConnection();
        ResultSet tables =
            connection
                .getMetaData()
                .getTables(null, null, "%", new String[] {"TABLE", "BASE TABLE"})) {
      while (tables.next()) {
        names.add(tables.getString("TABLE_NAME").toLowerCase(Locale.ROOT));
      }
    }
    return names;
  }
}
