package org.latchkey.schema;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.latchkey.shared.Settings;

/**
 * Applies the migrations in {@code db/migration} that the database does not have yet. A start whose
 * database cannot be reached, whose migrations fail, or that meets a schema newer than its own,
 * does not go on.
 */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
public class SchemaMigration {
  @Resource(lookup = "jdbc/latchkey")
  private DataSource database;

  @PostConstruct
  void migrate() {
    try {
      Flyway.configure(SchemaMigration.class.getClassLoader())
          .dataSource(database)
          .locations("classpath:db/migration")
          .load()
          .migrate();
    } catch (FlywayException e) {
      Settings.refuse("The database cannot be used: " + reason(e));
      throw e;
    }
  }

  /** What the driver or the database said in the first place, in one line. */
  private static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse("no reason was given");
  }
}
