package org.latchkey.coherence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;

/**
 * The log of changes, as the transactions that make them write it: over the connection of the
 * entity manager, which has written everything else by then.
 */
@ApplicationScoped
class Changes {

  @Inject private EntityManager entities;

  /**
   * Adds the current transaction to the log, when everything else has been written. Revisions are
   * in the order of the commits and without gaps: from here to its end, no other transaction can
   * take one.
   *
   * @return the transaction's revision
   * @throws IllegalStateException where the database refuses; the transaction must not commit then
   */
  long append(Collection<String> subjects) {
    // the transaction's own connection, which is not this method's to close
    Connection connection = entities.unwrap(Connection.class);
    try {
      long revision = next(connection);
      try (PreparedStatement insert =
          connection.prepareStatement(
              "insert into change_log (revision, position, subject, changed_at)"
                  + " values (?, ?, ?, current_timestamp)")) {
        int position = 0;
        for (String subject : subjects) {
          insert.setLong(1, revision);
          insert.setInt(2, position++);
          insert.setString(3, subject);
          insert.addBatch();
        }
        insert.executeBatch();
      }
      return revision;
    } catch (SQLException e) {
      throw new IllegalStateException("the log of changes cannot be written", e);
    }
  }

  private static long next(Connection connection) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "update change_sequence set revision = revision + 1 where id = 1")) {
      update.executeUpdate();
    }
    try (PreparedStatement select =
            connection.prepareStatement("select revision from change_sequence where id = 1");
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }
}
