package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.latchkey.tests.Refusal.assertRefused;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GrantListEntry;
import software.amazon.awssdk.services.kms.model.GrantOperation;
import software.amazon.awssdk.services.kms.model.ListGrantsResponse;

/** A key may have 50,000 grants, and no more. */
@Tag("postgresql")
@ExtendWith(LatchkeyExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GrantLimitIT {
  private static final int LIMIT = 50_000;
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

  GrantLimitIT(LatchkeyServer server) {
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
    copy(first, LIMIT - 2);

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
}
