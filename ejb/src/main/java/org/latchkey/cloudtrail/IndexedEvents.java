package org.latchkey.cloudtrail;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latchkey.audit.TrailPosition;

/**
 * The events that can be looked up, and how far each node's records have been taken over. All of it
 * goes over the transaction's own connection: many rows at once, none of which is ever changed.
 */
@ApplicationScoped
class IndexedEvents {

  @Inject private EntityManager entities;

  /** Where an event stands in the order of a lookup, the newest first. */
  record Place(Instant time, String eventId) {}

  /** What is looked up. */
  record Lookup(
      String account,
      String region,
      LookupAttributeKey attribute,
      String value,
      Instant from,
      Instant to) {}

  /** Up to where a node's records have been taken over. */
  TrailPosition position(String node) {
    try (PreparedStatement select =
        connection()
            .prepareStatement(
                "select file, file_end, sequence, hash from trail_position where node = ?")) {
      select.setString(1, node);
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? new TrailPosition(row.getLong(1), row.getLong(2), row.getLong(3), row.getString(4))
            : TrailPosition.START;
      }
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /**
   * Moves a node's position on.
   *
   * @throws IllegalStateException where it is not what it was when it was read: somebody else took
   *     the same records over, and the transaction must not commit
   */
  void move(String node, TrailPosition before, TrailPosition after) {
    String sql =
        before.equals(TrailPosition.START)
            ? "insert into trail_position (file, file_end, sequence, hash, node)"
                + " values (?, ?, ?, ?, ?)"
            : "update trail_position set file = ?, file_end = ?, sequence = ?, hash = ?"
                + " where node = ? and sequence = ? and file_end = ?";
    try (PreparedStatement change = connection().prepareStatement(sql)) {
      change.setLong(1, after.file());
      change.setLong(2, after.offset());
      change.setLong(3, after.sequence());
      change.setString(4, after.hash());
      change.setString(5, node);
      if (!before.equals(TrailPosition.START)) {
        change.setLong(6, before.sequence());
        change.setLong(7, before.offset());
      }
      if (change.executeUpdate() != 1) {
        throw new IllegalStateException("the position of " + node + " has been moved meanwhile");
      }
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  void add(List<RecordedEvent> events) {
    Connection connection = connection();
    try (PreparedStatement event =
            connection.prepareStatement(
                "insert into trail_event (event_id, event_time, content) values (?, ?, ?)");
        PreparedStatement lookup =
            connection.prepareStatement(
                "insert into trail_lookup"
                    + " (account, region, attribute, content, event_time, event_id)"
                    + " values (?, ?, ?, ?, ?, ?)")) {
      for (RecordedEvent each : events) {
        event.setString(1, each.eventId());
        event.setObject(2, utc(each.time()));
        event.setString(3, each.content());
        event.addBatch();
        for (RecordedEvent.Entry entry : each.entries()) {
          lookup.setString(1, each.account());
          lookup.setString(2, each.region());
          lookup.setString(3, entry.attribute().name());
          lookup.setString(4, entry.value());
          lookup.setObject(5, utc(each.time()));
          lookup.setString(6, each.eventId());
          lookup.addBatch();
        }
      }
      event.executeBatch();
      lookup.executeBatch();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** At most {@code limit} events behind {@code after}, the newest first. */
  List<RecordedEvent> find(Lookup lookup, @Nullable Place after, int limit) {
    // all columns of the index, so that H2 sees that it has the order already
    String sql =
        "select e.content from trail_lookup l join trail_event e on e.event_id = l.event_id"
            + " where l.account = ? and l.region = ? and l.attribute = ? and l.content = ?"
            + " and l.event_time >= ? and l.event_time <= ?"
            + (after == null ? "" : " and (l.event_time < ? or l.event_id < ?)")
            + " order by l.account, l.region, l.attribute, l.content, l.event_time desc,"
            + " l.event_id desc fetch first "
            + limit
            + " rows only";
    try (PreparedStatement select = connection().prepareStatement(sql)) {
      select.setString(1, lookup.account());
      select.setString(2, lookup.region());
      select.setString(3, lookup.attribute().name());
      select.setString(4, lookup.value());
      select.setObject(5, utc(lookup.from()));
      // behind a place are the same instant with a smaller id and all earlier instants
      select.setObject(6, utc(after == null ? lookup.to() : after.time()));
      if (after != null) {
        select.setObject(7, utc(after.time()));
        select.setString(8, after.eventId());
      }
      List<RecordedEvent> found = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          RecordedEvent.of(row.getString(1)).ifPresent(found::add);
        }
      }
      return found;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** Forgets events of before {@code limit}. */
  void forgetBefore(Instant limit) {
    for (String table : List.of("trail_lookup", "trail_event")) {
      try (PreparedStatement delete =
          connection().prepareStatement("delete from " + table + " where event_time < ?")) {
        delete.setObject(1, utc(limit));
        delete.executeUpdate();
      } catch (SQLException e) {
        throw failed(e);
      }
    }
  }

  /** The transaction's own, which is not this class's to close. */
  private Connection connection() {
    return entities.unwrap(Connection.class);
  }

  private static OffsetDateTime utc(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }

  private static IllegalStateException failed(SQLException e) {
    return new IllegalStateException("the index of events cannot be read or written", e);
  }
}
