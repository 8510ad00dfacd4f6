package org.latchkey.coherence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** The log of changes and the nodes that follow it, read over a connection of this node's own. */
final class ChangeFeed implements AutoCloseable {

  private final Connection connection;
  private final String node;

  /**
   * What has been changed.
   *
   * @param complete false where the log does not reach back to what was asked for
   */
  record News(Set<String> subjects, boolean complete) {}

  /**
   * A feed for one node.
   *
   * @param connection commits by itself after each statement; closed with the feed
   */
  ChangeFeed(Connection connection, String node) throws SQLException {
    this.connection = connection;
    this.node = node;
    connection.setAutoCommit(true);
  }

  /**
   * Takes the lease, or lengthens it, as the database's clock counts.
   *
   * @param seen up to where this node's caches are without what was changed
   */
  void renew(long seen) throws SQLException {
    String end = "current_timestamp + interval '" + CacheLease.TIME.toSeconds() + "' second";
    int updated;
    try (PreparedStatement update =
        connection.prepareStatement(
            "update cache_node set expires_at = " + end + ", seen = ? where id = ?")) {
      update.setLong(1, seen);
      update.setString(2, node);
      updated = update.executeUpdate();
    }
    if (updated == 0) {
      try (PreparedStatement insert =
          connection.prepareStatement(
              "insert into cache_node (id, seen, expires_at) values (?, ?, " + end + ")")) {
        insert.setString(1, node);
        insert.setLong(2, seen);
        insert.executeUpdate();
      }
    }
  }

  /** Gives the lease up. */
  void leave() throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("delete from cache_node where id = ?")) {
      delete.setString(1, node);
      delete.executeUpdate();
    }
  }

  /** The revision of the latest transaction that has been committed. */
  long revision() throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement("select revision from change_sequence where id = 1");
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  /** What the transactions after {@code seen}, up to {@code revision}, have changed. */
  News between(long seen, long revision) throws SQLException {
    Set<String> subjects = new TreeSet<>();
    Set<Long> revisions = new TreeSet<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "select revision, subject from change_log where revision > ? and revision <= ?")) {
      select.setLong(1, seen);
      select.setLong(2, revision);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          revisions.add(row.getLong(1));
          subjects.add(row.getString(2));
        }
      }
    }
    return new News(subjects, revisions.size() == revision - seen);
  }

  /** Lets the others know that this node's caches are without what was changed up to here. */
  void acknowledge(long seen) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("update cache_node set seen = ? where id = ?")) {
      update.setLong(1, seen);
      update.setString(2, node);
      update.executeUpdate();
    }
  }

  /** How far the slowest of the other nodes that hold a lease has read; empty for none. */
  OptionalLong slowestOther() throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select min(seen) from cache_node where id <> ? and expires_at > current_timestamp")) {
      select.setString(1, node);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        long seen = row.getLong(1);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(seen);
      }
    }
  }

  /** Forgets changes and nodes of more than an hour ago. */
  void forgetOld() throws SQLException {
    List<String> statements =
        List.of(
            "delete from change_log where changed_at < current_timestamp - interval '1' hour",
            "delete from cache_node where expires_at < current_timestamp - interval '1' hour");
    for (String statement : statements) {
      try (PreparedStatement delete = connection.prepareStatement(statement)) {
        delete.executeUpdate();
      }
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
