package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.latchkey.tests.Refusal.assertRefused;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.latchkey.client.Pem;
import org.latchkey.tests.JobsClient.Execution;
import software.amazon.awssdk.services.acmpca.model.CertificateAuthorityStatus;
import software.amazon.awssdk.services.acmpca.model.CertificateAuthorityType;
import software.amazon.awssdk.services.acmpca.model.RevocationReason;

/** What becomes of authorities and their lists when their time has come. */
@ExtendWith(LatchkeyExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuthorityJobsIT {
  private static final String PUBLISH = "publish-crls";
  private static final String DELETE = "delete-authorities";

  private final HttpClient http = HttpClient.newHttpClient();
  private LatchkeyServer server;
  private RootUser root;
  private AwsClients clients;
  private AuthorityClient authorities;
  private JobsClient jobs;

  private String published = "";
  private String fetched = "";
  private String revoked = "";
  private String deleted = "";
  private String restorable = "";
  private X509CRL before;

  /** Has everything fall due; after a kill, where the server has to be started again for it. */
  @BeforeAll
  void letTimePass(LatchkeyServer shared) throws Exception {
    server = shared;
    root = new RootUser(server);
    clients = AwsClients.root(server);
    authorities = new AuthorityClient(clients.acmPca());
    jobs = new JobsClient(root.latchkey());
    published = authority("published by the job");
    fetched = authority("published when fetched");
    deleted = authority("deleted");
    restorable = authority("restorable");
    revoked = revoke(fetched);
    for (String arn : new String[] {deleted, restorable}) {
      revoke(arn);
      authorities.setStatus(arn, CertificateAuthorityStatus.DISABLED);
      authorities.acmPca().deleteCertificateAuthority(r -> r.certificateAuthorityArn(arn));
    }
    before = list(published);
    if (Database.current() == Database.H2) {
      server.kill9();
    }
    server.edit(
        () -> {
          update("update revocation_list set due_at = ? where authority_id = ?", published);
          update("update revocation_list set due_at = ? where authority_id = ?", fetched);
          update("update certificate_authority set restorable_until = ? where id = ?", deleted);
        });
  }

  @AfterAll
  void close() {
    clients.close();
    root.close();
  }

  @Test
  void dueList_isPublishedByTheJobWithTheNextNumber() throws Exception {
    Execution execution = run(PUBLISH);

    assertThat(execution.counts()).containsEntry("Failed", 0L);
    X509CRL after = list(published);
    assertThat(number(after)).isEqualTo(number(before) + 1);
    assertThat(after.getNextUpdate()).isAfter(before.getNextUpdate());
    after.verify(Pem.certificate(authorities.certificate(published)).getPublicKey());
  }

  @Test
  void listThatIsFetched_showsWhatWasRevokedBeforeTheKill() throws Exception {
    assertThat(list(fetched).getRevokedCertificates())
        .extracting(entry -> entry.getSerialNumber().toString(16))
        .containsExactly(revoked);
  }

  @Test
  void deletedAuthority_isGoneWithItsKey() throws Exception {
    assertRefused("ResourceNotFoundException", () -> authorities.describe(deleted));
    assertRefused(
        "ResourceNotFoundException",
        () ->
            authorities
                .acmPca()
                .restoreCertificateAuthority(r -> r.certificateAuthorityArn(deleted)));

    Execution execution = run(DELETE);

    assertThat(execution.counts()).containsEntry("Failed", 0L);
    assertThat(authorities.status(restorable)).isEqualTo(CertificateAuthorityStatus.DELETED);
    assertThat(
            authorities
                .acmPca()
                .listCertificateAuthoritiesPaginator(r -> r.maxResults(10))
                .certificateAuthorities())
        .extracting(authority -> authority.arn())
        .contains(restorable)
        .doesNotContain(deleted);
  }

  @Test
  @Tag("postgresql") // whose rows can be reached while the server runs
  void deletedAuthority_hasLeftNoRowAndAKeyToDelete() throws Exception {
    run(DELETE);

    assertThat(count("select count(*) from certificate_authority where id = ?", id(deleted)))
        .isZero();
    assertThat(count("select count(*) from issued_certificate where authority_id = ?", id(deleted)))
        .isZero();
    assertThat(
            count(
                "select count(*) from kms_key where state = 'PENDING_DELETION'"
                    + " and description like ?",
                "%" + deleted))
        .isPositive();
  }

  private Execution run(String job) {
    long id = jobs.startWhenFree(job);
    Await.until(job + " completes", () -> jobs.describe(id).completed());
    return jobs.describe(id);
  }

  private String authority(String name) {
    return authorities.root(
        name,
        request ->
            request.revocationConfiguration(
                revocation ->
                    revocation.crlConfiguration(crl -> crl.enabled(true).expirationInDays(7))));
  }

  /** Revokes a certificate of an authority; its serial number. */
  private String revoke(String arn) {
    String csr = authorities.csr(authorities.create(CertificateAuthorityType.ROOT, "leaf"));
    String serial = authorities.serial(arn, authorities.issue(arn, csr));
    authorities
        .acmPca()
        .revokeCertificate(
            request ->
                request
                    .certificateAuthorityArn(arn)
                    .certificateSerial(serial)
                    .revocationReason(RevocationReason.KEY_COMPROMISE));
    return serial;
  }

  private static String id(String arn) {
    return arn.substring(arn.lastIndexOf('/') + 1);
  }

  private X509CRL list(String arn) throws Exception {
    HttpResponse<InputStream> response =
        http.send(
            HttpRequest.newBuilder(URI.create(server.endpoint() + "/crl/" + id(arn) + ".crl"))
                .build(),
            HttpResponse.BodyHandlers.ofInputStream());
    assertThat(response.statusCode()).isEqualTo(200);
    try (InputStream content = response.body()) {
      return (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(content);
    }
  }

  /** The CRL number, of one octet: an OCTET STRING around an INTEGER. */
  private static int number(X509CRL list) throws IOException {
    byte[] extension = list.getExtensionValue("2.5.29.20");
    assertThat(extension).hasSize(5);
    return extension[4];
  }

  private void update(String sql, String arn) {
    try (Connection connection = server.database();
        PreparedStatement update = connection.prepareStatement(sql)) {
      update.setObject(1, OffsetDateTime.now(ZoneOffset.UTC).minus(Duration.ofDays(1)));
      update.setString(2, id(arn));
      assertThat(update.executeUpdate()).isEqualTo(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private long count(String sql, String parameter) throws SQLException {
    try (Connection connection = server.database();
        PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, parameter);
      try (ResultSet row = query.executeQuery()) {
        assertThat(row.next()).isTrue();
        return row.getLong(1);
      }
    }
  }
}
