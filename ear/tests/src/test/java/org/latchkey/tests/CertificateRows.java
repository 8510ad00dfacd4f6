package org.latchkey.tests;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/**
 * The certificates as they are stored: the way for a test to have one near its end, or under
 * another key material, without waiting a year.
 */
final class CertificateRows {
  private final LatchkeyServer server;

  /** Those of a server; where it is on H2, that must not be running. */
  CertificateRows(LatchkeyServer server) {
    this.server = server;
  }

  /** Has every certificate's renewal fall due, as if it had been exported. */
  void makeAllDue() {
    update(
        "update certificate set exported = true, exported_since_issue = true, renewal_due_at = ?",
        Duration.ofDays(1));
  }

  /** Has every private key count as encrypted under an older material. */
  void makeAllOutdated() {
    update("update certificate set key_material = 'an older one'");
  }

  /** Has every delivery count as made two days ago, and its association as not looked at since. */
  void makeDeliveriesOld() {
    Duration age = Duration.ofDays(2);
    update("update association set delivered_at = ?, check_due_at = ?", age, age);
  }

  /** Has the time pass for which former grants stay. */
  void outliveFormerGrants() {
    Duration age = Duration.ofMinutes(1);
    update("update association set former_until = ? where former_until is not null", age);
    update("update association_former_grant set ends_at = ?", age);
  }

  /** Has every re-encryption that has ended count as ended more than a year ago. */
  void makeReencryptionsOld() {
    update("update reencryption set ended_at = ? where ended_at is not null", Duration.ofDays(366));
  }

  /**
   * Updates rows.
   *
   * @param ages how long before now each time is that a question mark stands for
   */
  private void update(String sql, Duration... ages) {
    try (Connection connection = server.database();
        PreparedStatement update = connection.prepareStatement(sql)) {
      for (int i = 0; i < ages.length; i++) {
        update.setObject(i + 1, OffsetDateTime.now(ZoneOffset.UTC).minus(ages[i]));
      }
      update.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Makes every run of a job one of long ago. */
  void makeJobsOld() {
    try (Connection connection = server.database();
        PreparedStatement update =
            connection.prepareStatement("update jbatchexecutioninstancedata set updatetime = ?")) {
      update.setTimestamp(1, Timestamp.from(Instant.now().minus(Duration.ofDays(91))));
      update.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The certificates themselves, as PEM, by their ARNs. */
  Map<String, String> pems() {
    Map<String, String> pems = new HashMap<>();
    try (Connection connection = server.database();
        PreparedStatement query =
            connection.prepareStatement(
                "select id, account, region, certificate from certificate");
        ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        pems.put(
            "arn:aws:acm:%s:%s:certificate/%s"
                .formatted(rows.getString(3), rows.getString(2), rows.getString(1)),
            rows.getString(4));
      }
      return pems;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How many certificates have this revision. */
  int withRevision(int revision) {
    try (Connection connection = server.database();
        PreparedStatement query =
            connection.prepareStatement("select count(*) from certificate where revision = ?")) {
      query.setInt(1, revision);
      try (ResultSet rows = query.executeQuery()) {
        rows.next();
        return rows.getInt(1);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
