package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.latchkey.tests.Refusal.assertRefused;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GrantListEntry;
import software.amazon.awssdk.services.kms.model.GrantOperation;
import software.amazon.awssdk.services.kms.model.ListGrantsResponse;

/** A key may have 50,000 grants, an account 100,000 keys in a Region, and no more. */
@Tag("postgresql")
@ExtendWith(LatchkeyExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KmsQuotaIT {
  private static final int GRANTS = 50_000;
  private static final int KEYS = 100_000;
  private static final String COPIES =
      """
      insert into key_grant (grant_id, key_row, region, grantee_principal, operations,
          issuing_account, created_at)
      select lpad(to_hex(key_row), 16, '0') || lpad(to_hex(n), 48, '0'), key_row, region, grantee_principal || n, operations,
          issuing_account, created_at
      from key_grant, generate_series(1, ?) as n where grant_id = ?
      """;

  private final LatchkeyServer server;
  private final AwsClients clients;
  private final KmsClient kms;

  KmsQuotaIT(LatchkeyServer server) {
    this.server = server;
    clients = AwsClients.root(server);
    kms = clients.kms();
  }

  @AfterAll
  void close() {
    clients.close();
  }

  @Test
  void grantsOfAKey_endAtFiftyThousand() throws SQLException {
    String keyId = kms.createKey().keyMetadata().keyId();
    String first = grant(keyId, "first");
    copy(first, GRANTS - 2);

    String last = grant(keyId, "last");

    assertRefused("LimitExceededException", () -> grant(keyId, "one-too-many"));
    kms.revokeGrant(request -> request.keyId(keyId).grantId(first));
    assertThat(grant(keyId, "in-its-place")).isNotEqualTo(last);
  }

  @Test
  void grantsOfAKey_areListedToTheLast() throws SQLException {
    String keyId = kms.createKey().keyMetadata().keyId();
    copy(grant(keyId, "first"), 2_500);

    assertThat(
            kms.listGrantsPaginator(request -> request.keyId(keyId).limit(1_000)).stream()
                .map(ListGrantsResponse::grants)
                .flatMap(page -> page.stream().map(GrantListEntry::grantId)))
        .hasSize(2_501)
        .doesNotHaveDuplicates();
  }

  @Test
  void keysOfAnAccountInARegion_endAtAHundredThousand() throws SQLException {
    Region region = server.unusedRegion();
    try (AwsClients there = AwsClients.root(server, region)) {
      KmsClient crowded = there.kms();
      String first = crowded.createKey().keyMetadata().keyId();
      copyKey(first, region, KEYS - 2);

      String last = crowded.createKey().keyMetadata().keyId();

      assertRefused("LimitExceededException", crowded::createKey);
      String elsewhere = kms.createKey(request -> request.multiRegion(true)).keyMetadata().keyId();
      assertRefused(
          "LimitExceededException",
          () -> kms.replicateKey(r -> r.keyId(elsewhere).replicaRegion(region.id())));
      assertThat(crowded.describeKey(request -> request.keyId(last)).keyMetadata().enabled())
          .isTrue();
      assertThat(crowded.listKeys(request -> request.limit(1_000)).keys()).hasSize(1_000);
    }
  }

  private String grant(String keyId, String user) {
    return kms.createGrant(
            request ->
                request
                    .keyId(keyId)
                    .name(user)
                    .granteePrincipal("arn:aws:iam::" + LatchkeyServer.ACCOUNT_ID + ":user/" + user)
                    .operations(GrantOperation.DECRYPT))
        .grantId();
  }

  private void copy(String grantId, int copies) throws SQLException {
    try (Connection connection = server.database();
        PreparedStatement insert = connection.prepareStatement(COPIES)) {
      insert.setInt(1, copies);
      insert.setString(2, grantId);
      assertThat(insert.executeUpdate()).isEqualTo(copies);
    }
  }

  /** Rows like a key's; only their ids differ. */
  private void copyKey(String keyId, Region region, int copies) throws SQLException {
    try (Connection connection = server.database()) {
      String others = String.join(", ", otherColumns(connection));
      try (PreparedStatement insert =
          connection.prepareStatement(
              "insert into kms_key (row_id, key_id, "
                  + others
                  + ") select -n, md5(n::text)::uuid::text, "
                  + others
                  + " from kms_key, generate_series(1, ?) as n where key_id = ? and region = ?")) {
        insert.setInt(1, copies);
        insert.setString(2, keyId);
        insert.setString(3, region.id());
        assertThat(insert.executeUpdate()).isEqualTo(copies);
      }
    }
  }

  private static List<String> otherColumns(Connection connection) throws SQLException {
    List<String> names = new ArrayList<>();
    try (ResultSet columns = connection.getMetaData().getColumns(null, null, "kms_key", null)) {
      while (columns.next()) {
        names.add(columns.getString("COLUMN_NAME"));
      }
    }
    names.removeAll(List.of("row_id", "key_id"));
    return names;
  }
}
