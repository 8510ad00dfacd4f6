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
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.latchkey.audit.EventIds;
import org.latchkey.audit.TrailPosition;
import org.latchkey.cloudtrail.EventBlock.Posting;
import org.latchkey.cloudtrail.EventBlock.Term;

/**
 * The events that can be looked up, and how far each node's records have been taken over. All of it
 * goes over the transaction's own connection: many rows at once, none of which is ever changed.
 */
@ApplicationScoped
class IndexedEvents {

  @Inject private EntityManager entities;

  private static final Comparator<RecordedEvent> NEWEST_FIRST =
      Comparator.comparing(RecordedEvent::time).thenComparing(RecordedEvent::eventId).reversed();

  /** Where an event stands in the order of a lookup, the newest first. */
  record Place(Instant time, String eventId) {

    /** Whether an event comes behind this place. */
    boolean precedes(RecordedEvent event) {
      return event.time().isBefore(time)
          || (event.time().equals(time) && event.eventId().compareTo(eventId) < 0);
    }
  }

  /**
   * A posting's row.
   *
   * @param time that of its last event
   */
  private record Row(Instant time, String block, BitSet lines) {}

  /** What is looked up. */
  record Lookup(
      String account,
      String region,
      LookupAttributeKey attribute,
      String value,
      Instant from,
      Instant to) {

    boolean covers(Instant time) {
      return !time.isBefore(from) && !time.isAfter(to);
    }

    /** The same within other times, as far as these are within its own. */
    Lookup within(Instant earliest, Instant latest) {
      return new Lookup(
          account,
          region,
          attribute,
          value,
          earliest.isAfter(from) ? earliest : from,
          latest.isBefore(to) ? latest : to);
    }

    /** What of a millisecond it covers, of any attributes. */
    Lookup anyAt(Instant millisecond) {
      return new Lookup(account, region, LookupAttributeKey.Any, "", from, to)
          .within(millisecond, millisecond.plusMillis(1).minusNanos(1));
    }
  }

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
    try (PreparedStatement block =
            connection.prepareStatement(
                "insert into trail_block (block_id, last_time, content) values (?, ?, ?)");
        PreparedStatement posting =
            connection.prepareStatement(
                "insert into trail_posting (account, region, attribute, content,"
                    + " first_time, last_time, block_id, lines) values (?, ?, ?, ?, ?, ?, ?, ?)")) {
      for (EventBlock each : EventBlock.of(events)) {
        String id = UUID.randomUUID().toString();
        block.setString(1, id);
        block.setObject(2, utc(each.last()));
        block.setBytes(3, each.content());
        block.addBatch();
        for (Map.Entry<Term, Posting> entry : each.postings().entrySet()) {
          set(posting, id, entry.getKey(), entry.getValue());
          posting.addBatch();
        }
      }
      block.executeBatch();
      posting.executeBatch();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private static void set(PreparedStatement row, String block, Term term, Posting posting)
      throws SQLException {
    row.setString(1, term.account());
    row.setString(2, term.region());
    row.setString(3, term.attribute().name());
    row.setString(4, term.value());
    row.setObject(5, utc(posting.first()));
    row.setObject(6, utc(posting.last()));
    row.setString(7, block);
    row.setBytes(8, posting.lines().toByteArray());
  }

  /** At most {@code limit} events behind {@code after}, the newest first. */
  List<RecordedEvent> find(Lookup lookup, @Nullable Place after, int limit) {
    Instant millisecond =
        lookup.attribute() == LookupAttributeKey.EventId
            ? EventIds.time(lookup.value()).orElse(null)
            : null;
    return millisecond == null
        ? find(lookup, after, limit, event -> true)
        : find(
            lookup.anyAt(millisecond),
            after,
            limit,
            event -> event.eventId().equals(lookup.value()));
  }

  private List<RecordedEvent> find(
      Lookup lookup, @Nullable Place after, int limit, Predicate<RecordedEvent> asked) {
    Predicate<RecordedEvent> wanted =
        asked.and(event -> lookup.covers(event.time()) && (after == null || after.precedes(event)));
    Instant newest = after == null ? lookup.to() : after.time();
    List<RecordedEvent> found = List.of();
    @Nullable Row last = null;
    try {
      List<Row> rows;
      do {
        rows = rows(lookup, newest, last, limit);
        for (Row row : rows) {
          if (found.size() == limit && found.get(limit - 1).time().isAfter(row.time())) {
            return found;
          }
          Stream<RecordedEvent> more =
              EventBlock.read(content(row.block()), row.lines()).stream().filter(wanted);
          found = Stream.concat(found.stream(), more).sorted(NEWEST_FIRST).limit(limit).toList();
          last = row;
        }
      } while (rows.size() == limit);
      return found;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** The postings in question, the one with the newest event first. */
  private List<Row> rows(Lookup lookup, Instant newest, @Nullable Row after, int limit)
      throws SQLException {
    // all columns of the index, so that H2 sees that it has the order already
    String sql =
        "select last_time, block_id, lines from trail_posting"
            + " where account = ? and region = ? and attribute = ? and content = ?"
            + " and last_time >= ? and last_time <= ? and first_time <= ?"
            + (after == null ? "" : " and (last_time < ? or block_id < ?)")
            + " order by account, region, attribute, content, last_time desc, block_id desc"
            + " fetch first "
            + limit
            + " rows only";
    Instant latest = newest.plus(EventBlock.SPAN);
    try (PreparedStatement select = connection().prepareStatement(sql)) {
      select.setString(1, lookup.account());
      select.setString(2, lookup.region());
      select.setString(3, lookup.attribute().name());
      select.setString(4, lookup.value());
      select.setObject(5, utc(lookup.from()));
      // behind a place are the same instant with a smaller id and all earlier instants
      select.setObject(6, utc(after == null ? latest : after.time()));
      select.setObject(7, utc(newest));
      if (after != null) {
        select.setObject(8, utc(after.time()));
        select.setString(9, after.block());
      }
      List<Row> rows = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          rows.add(
              new Row(
                  row.getObject(1, OffsetDateTime.class).toInstant(),
                  row.getString(2),
                  BitSet.valueOf(row.getBytes(3))));
        }
      }
      return rows;
    }
  }

  private byte[] content(String block) throws SQLException {
    try (PreparedStatement select =
        connection().prepareStatement("select content from trail_block where block_id = ?")) {
      select.setString(1, block);
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          throw new IllegalStateException("there is no block " + block);
        }
        return row.getBytes(1);
      }
    }
  }

  /** Forgets events of before {@code limit}. */
  void forgetBefore(Instant limit) {
    for (String table : List.of("trail_posting", "trail_block")) {
      try (PreparedStatement delete =
          connection().prepareStatement("delete from " + table + " where last_time < ?")) {
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
