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
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
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
  private static final String SIGN = "sign-ocsp-answers";

  /** What was asked about a certificate before the kill, and how that was answered. */
  private record Asked(String serial, OcspQuestion question, OcspQuestion.Answer answer) {}

  private final HttpClient http = HttpClient.newHttpClient();
  private LatchkeyServer server;
  private RootUser root;
  private AwsClients clients;
  private AuthorityClient authorities;
  private JobsClient jobs;

  private static final String KEPT = "kept";
  private static final String DUE = "due";
  private static final String ENDING = "ending";
  private static final String UNASKED = "not asked for any more";
  private static final String UNSIGNED = "that cannot be signed anew";
  private String csr = "";
  private String unable = "";
  private String stuck = "";
  private String stuckLeaf = "";
  private OcspQuestion unanswered;
  private String published = "";
  private String fetched = "";
  private String revoked = "";
  private String deleted = "";
  private String restorable = "";
  private String restored = "";
  private X509CRL before;
  private X509CRL beforeDeletion;
  private X509CRL beforeItsKeyIsDisabled;

  private final Map<String, Asked> asked = new HashMap<>();

  /** Has everything fall due; after a kill, where the server has to be started again for it. */
  @BeforeAll
  void letTimePass(LatchkeyServer shared) throws Exception {
    server = shared;
    root = new RootUser(server);
    clients = AwsClients.root(server);
    authorities = new AuthorityClient(clients.acmPca());
    jobs = new JobsClient(root.latchkey());
    csr = authorities.csr(authorities.create(CertificateAuthorityType.ROOT, "leaf"));
    published = authority("published by the job");
    fetched = authority("published when fetched");
    deleted = authority("deleted");
    restorable = authority("restorable");
    restored = authority("restored");
    revoked = revoke(fetched);
    for (String arn : new String[] {deleted, restorable, restored}) {
      revoke(arn);
      authorities.setStatus(arn, CertificateAuthorityStatus.DISABLED);
      authorities.acmPca().deleteCertificateAuthority(r -> r.certificateAuthorityArn(arn));
    }
    before = list(published);
    beforeDeletion = list(restored);
    String answering = authority("answering");
    for (String name : new String[] {KEPT, DUE, ENDING, UNASKED}) {
      ask(name, answering);
    }
    stuck = authority("whose list cannot be signed");
    stuckLeaf = issue(stuck);
    beforeItsKeyIsDisabled = list(stuck);
    unable = authority("unable to sign");
    ask(UNSIGNED, unable);
    unanswered = new OcspQuestion(authorities.certificate(unable), issue(unable));
    if (Database.current() == Database.H2) {
      server.kill9();
    }
    server.edit(
        () -> {
          update("update revocation_list set due_at = ? where authority_id = ?", published);
          update("update revocation_list set due_at = ? where authority_id = ?", fetched);
          update("update revocation_list set due_at = ? where authority_id = ?", restored);
          update("update certificate_authority set restorable_until = ? where id = ?", deleted);
          age(DUE, Duration.ofMinutes(40), Duration.ofMinutes(20));
          age(ENDING, Duration.ofMinutes(50), Duration.ofMinutes(-30));
          age(UNASKED, Duration.ofMinutes(40), Duration.ofMinutes(20));
          forgetAsked(UNASKED);
          age(UNSIGNED, Duration.ofMinutes(50), Duration.ofMinutes(-30));
          execute(
              "update kms_key set state = 'DISABLED' where description like ?",
              "OCSP responder's key of " + unable);
          execute(
              "update kms_key set state = 'DISABLED' where key_id ="
                  + " (select key_id from certificate_authority where id = ?)",
              id(stuck));
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
  @Tag("postgresql") // whose rows can be reached while the server runs
  void listThatCannotBeSigned_isGivenAgainUnlessItLacksARevocation() throws Exception {
    try {
      update("update revocation_list set due_at = ? where authority_id = ?", stuck);
      assertThat(list(stuck)).isEqualTo(beforeItsKeyIsDisabled);

      revoke(stuck, stuckLeaf);
      HttpResponse<InputStream> refused = fetch(stuck);
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    } finally {
      execute("update revocation_list set due_at = null where authority_id = ?", id(stuck));
    }
  }

  @Test
  void restoredAuthority_goesOnPublishing() throws Exception {
    run(PUBLISH);
    assertThat(number(list(restored))).isEqualTo(number(beforeDeletion));

    authorities.acmPca().restoreCertificateAuthority(r -> r.certificateAuthorityArn(restored));

    assertThat(number(list(restored))).isEqualTo(number(beforeDeletion) + 1);
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

  @Test
  void answersThatWereAskedForOfLate_areSignedAnewByTheJobAndGivenAfterAKill() throws Exception {
    Execution execution = run(SIGN);

    assertThat(execution.counts()).containsEntry("Failed", 0L);
    if (Database.current() == Database.POSTGRESQL) {
      // which need not be asked of the server, whose memory knows younger ones than the table
      assertThat(stored(KEPT)).isEqualTo(asked(KEPT).answer().encoded());
      assertThat(stored(DUE)).isNotNull().isNotEqualTo(asked(DUE).answer().encoded());
      assertThat(stored(UNASKED)).isNull();
    } else {
      assertThat(ask(KEPT)).isEqualTo(asked(KEPT).answer());
      assertThat(ask(DUE)).isNotEqualTo(asked(DUE).answer());
      assertThat(ask(ENDING)).as("signed for who asks").isNotEqualTo(asked(ENDING).answer());
      assertThat(ask(ENDING)).isEqualTo(ask(ENDING));
      assertThat(ask(UNSIGNED)).as("holds still").isEqualTo(asked(UNSIGNED).answer());
      assertThat(unanswered.status(server)).as("tryLater").isEqualTo(3);
    }
    assertThat(asked.values()).allMatch(each -> each.answer().good());
  }

  private void ask(String name, String authority) throws Exception {
    String serial = issue(authority);
    OcspQuestion question = new OcspQuestion(authorities.certificate(authority), serial);
    asked.put(name, new Asked(serial, question, question.ask(server)));
  }

  private Asked asked(String name) {
    return Objects.requireNonNull(asked.get(name));
  }

  private OcspQuestion.Answer ask(String name) {
    return asked(name).question().ask(server);
  }

  private byte @Nullable [] stored(String name) throws SQLException {
    try (Connection connection = server.database();
        PreparedStatement query =
            connection.prepareStatement("select encoded from ocsp_answer where serial = ?")) {
      query.setString(1, asked(name).serial());
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? row.getBytes(1) : null;
      }
    }
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
                    revocation
                        .crlConfiguration(crl -> crl.enabled(true).expirationInDays(7))
                        .ocspConfiguration(ocsp -> ocsp.enabled(true))));
  }

  private String issue(String arn) {
    return authorities.serial(arn, authorities.issue(arn, csr));
  }

  /** Revokes a certificate of an authority; its serial number. */
  private String revoke(String arn) {
    String serial = issue(arn);
    revoke(arn, serial);
    return serial;
  }

  private void revoke(String arn, String serial) {
    authorities
        .acmPca()
        .revokeCertificate(
            request ->
                request
                    .certificateAuthorityArn(arn)
                    .certificateSerial(serial)
                    .revocationReason(RevocationReason.KEY_COMPROMISE));
  }

  private static String id(String arn) {
    return arn.substring(arn.lastIndexOf('/') + 1);
  }

  private X509CRL list(String arn) throws Exception {
    HttpResponse<InputStream> response = fetch(arn);
    assertThat(response.statusCode()).isEqualTo(200);
    try (InputStream content = response.body()) {
      return (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(content);
    }
  }

  private HttpResponse<InputStream> fetch(String arn) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(server.endpoint() + "/crl/" + id(arn) + ".crl")).build(),
        HttpResponse.BodyHandlers.ofInputStream());
  }

  /** The CRL number, of one octet: an OCTET STRING around an INTEGER. */
  private static int number(X509CRL list) throws IOException {
    byte[] extension = list.getExtensionValue("2.5.29.20");
    assertThat(extension).hasSize(5);
    return extension[4];
  }

  /** An answer is so old, and due since. */
  private void age(String name, Duration age, Duration due) {
    OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
    execute(
        "update ocsp_answer set this_update = ?, next_update = ?, due_at = ? where serial = ?",
        now.minus(age),
        now.minus(age).plusHours(1),
        now.minus(due),
        asked(name).serial());
  }

  private void forgetAsked(String name) {
    execute(
        "update ocsp_answer set asked_at = ? where serial = ?",
        OffsetDateTime.now(ZoneOffset.UTC).minusDays(2),
        asked(name).serial());
  }

  private void execute(String sql, Object... parameters) {
    try (Connection connection = server.database();
        PreparedStatement update = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        update.setObject(i + 1, parameters[i]);
      }
      assertThat(update.executeUpdate()).isEqualTo(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void update(String sql, String arn) {
    execute(sql, OffsetDateTime.now(ZoneOffset.UTC).minus(Duration.ofDays(1)), id(arn));
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
