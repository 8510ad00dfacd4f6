package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The keys as they are stored: the way for a test to have one in any state, or to have a date
 * reached without waiting for it.
 */
final class KeyRows {
  private static final String PENDING_IMPORT = "PendingImport";
  private static final String UNAVAILABLE = "Unavailable";
  private static final String STORE = "cks-0123456789abcdef0";
  private static final String ERASURE =
      "update key_material set wrapped = null where key_row in"
          + " (select row_id from kms_key where key_id = ? and region = ?)";
  private static final String MOVE =
      "update kms_key set custom_key_store = ? where key_id = ? and region = ?";

  private final LatchkeyServer server;
  private final String region;

  /** Those of a server in one Region; where it is on H2, that must not be running. */
  KeyRows(LatchkeyServer server, String region) {
    this.server = server;
    this.region = region;
  }

  /** Has the automatic rotation of keys fall due, where they have any. */
  void makeRotationsDue(String... keyIds) {
    update("next_rotation_at", keyIds);
  }

  /** Has the deletion of keys fall due, where it is pending. */
  void makeDeletionsDue(String... keyIds) {
    update("deletion_at", keyIds);
  }

  private void update(String column, String... keyIds) {
    try (Connection connection = server.database();
        PreparedStatement update =
            connection.prepareStatement(
                "update kms_key set %1$s = ? where %1$s is not null and key_id = ? and region = ?"
                    .formatted(column))) {
      for (String keyId : keyIds) {
        update.setObject(1, OffsetDateTime.now(ZoneOffset.UTC).minus(Duration.ofDays(1)));
        update.setString(2, keyId);
        update.setString(3, region);
        update.executeUpdate();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Puts keys into states.
   *
   * @param states the states by the keys' ids, as the service model spells them
   */
  void setStates(Map<String, String> states) {
    try (Connection connection = server.database()) {
      addDisconnectedStore(connection);
      for (Map.Entry<String, String> entry : states.entrySet()) {
        setState(connection, entry.getKey(), entry.getValue());
        switch (entry.getValue()) {
          case PENDING_IMPORT -> execute(connection, ERASURE, entry.getKey(), region);
          case UNAVAILABLE -> execute(connection, MOVE, STORE, entry.getKey(), region);
          default -> {
            // the state stands in a column
          }
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void setState(Connection connection, String keyId, String state) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "update kms_key set state = ?, deletion_at = ?, origin = coalesce(?, origin)"
                + " where key_id = ? and region = ?")) {
      update.setString(1, column(state));
      update.setObject(2, deletionAt(state));
      update.setString(3, origin(state));
      update.setString(4, keyId);
      update.setString(5, region);
      update.executeUpdate();
    }
  }

  private static void execute(Connection connection, String statement, String... parameters)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(statement)) {
      for (int i = 0; i < parameters.length; i++) {
        update.setString(i + 1, parameters[i]);
      }
      update.executeUpdate();
    }
  }

  private void addDisconnectedStore(Connection connection) throws SQLException {
    try (PreparedStatement insertion =
        connection.prepareStatement(
            "insert into custom_key_store (id, account, region, name, cluster_id, trust_anchor,"
                + " wrapped_password, connected, connection_number, created_at, version)"
                + " values (?, ?, ?, 'away', 'cluster-away', '', ?, false, 0,"
                + " current_timestamp, 0)")) {
      insertion.setString(1, STORE);
      insertion.setString(2, LatchkeyServer.ACCOUNT_ID);
      insertion.setString(3, region);
      insertion.setBytes(4, new byte[0]);
      insertion.executeUpdate();
    }
  }

  /** A key's material is not there, or its store is not connected: both show in no column. */
  private static String column(String state) {
    return state.equals(PENDING_IMPORT) || state.equals(UNAVAILABLE)
        ? "ENABLED"
        : state.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
  }

  private static @Nullable OffsetDateTime deletionAt(String state) {
    return state.equals("PendingDeletion")
        ? OffsetDateTime.now(ZoneOffset.UTC).plus(Duration.ofDays(30))
        : null;
  }

  private static @Nullable String origin(String state) {
    return switch (state) {
      case PENDING_IMPORT -> "EXTERNAL";
      case UNAVAILABLE -> "AWS_CLOUDHSM";
      default -> null;
    };
  }

  /** The row of a key. */
  long row(String keyId) {
    try (Connection connection = server.database();
        PreparedStatement query =
            connection.prepareStatement(
                "select row_id from kms_key where key_id = ? and region = ?")) {
      query.setString(1, keyId);
      query.setString(2, region);
      return number(query);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The last cryptographic operation with a key that has been written down, if any has. */
  @Nullable String lastUse(long row) {
    try (Connection connection = server.database();
        PreparedStatement query =
            connection.prepareStatement("select operation from key_last_usage where key_row = ?")) {
      query.setLong(1, row);
      try (ResultSet rows = query.executeQuery()) {
        assertThat(rows.next()).isTrue();
        return rows.getString(1);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How many rows of a table refer to a key's row. */
  long count(String table, long row) {
    try (Connection connection = server.database();
        PreparedStatement query =
            connection.prepareStatement("select count(*) from " + table + " where key_row = ?")) {
      query.setLong(1, row);
      return number(query);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long number(PreparedStatement query) throws SQLException {
    try (ResultSet rows = query.executeQuery()) {
      assertThat(rows.next()).isTrue();
      return rows.getLong(1);
    }
  }
}
