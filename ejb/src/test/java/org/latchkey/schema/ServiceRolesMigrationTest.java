package org.latchkey.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.latchkey.shared.ServiceRole;

/** What accounts that were there before are given is what new ones get. */
class ServiceRolesMigrationTest {

  private static final String ACCOUNT = "123456789012";

  @Test
  void accountsThatWereThere_getTheRolesOfServices() throws SQLException {
    JdbcDataSource database = new JdbcDataSource();
    database.setURL("jdbc:h2:mem:service-roles;DB_CLOSE_DELAY=-1");
    migrate(database, "14");
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "insert into account (id, created_at) values ('" + ACCOUNT + "', current_timestamp)");
    }

    migrate(database, "15");

    assertThat(
            rows(
                database,
                "select id, arn, trust_policy, policy_arn"
                    + " from iam_role join policy_attachment on owner_id = id"))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(ServiceRole.values()).map(ServiceRolesMigrationTest::row).toList());
  }

  private static List<String> row(ServiceRole role) {
    return List.of(
        role.id(ACCOUNT), role.arn(ACCOUNT).toString(), role.trustPolicy(), role.policyArn());
  }

  private static void migrate(DataSource database, String version) {
    Flyway.configure()
        .dataSource(database)
        .locations("classpath:db/migration")
        .target(version)
        .load()
        .migrate();
  }

  private static List<List<String>> rows(DataSource database, String query) throws SQLException {
    List<List<String>> rows = new ArrayList<>();
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      while (result.next()) {
        rows.add(
            List.of(
                result.getString(1),
                result.getString(2),
                result.getString(3),
                result.getString(4)));
      }
    }
    return rows;
  }
}
