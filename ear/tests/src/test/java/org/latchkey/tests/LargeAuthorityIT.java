package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509CRLHolder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.latchkey.client.Json;
import org.latchkey.client.LatchkeyException;
import org.latchkey.client.Pem;
import software.amazon.awssdk.services.acmpca.AcmPcaClient;
import software.amazon.awssdk.services.acmpca.model.AuditReportStatus;
import software.amazon.awssdk.services.acmpca.model.CertificateAuthorityType;
import software.amazon.awssdk.services.acmpca.model.RevocationReason;

/**
 * An authority with so many certificates that their revocations are told by delta lists first, and
 * that reports of them are made after the call.
 */
@Tag("postgresql")
@RequiredTool(Tool.OPENSSL)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LargeAuthorityIT {
  private static final int MANY = 5_000;
  private static final String PUBLISH = "publish-crls";

  private final HttpClient http = HttpClient.newHttpClient();
  private final LatchkeyServer server = LatchkeyServer.configure().start();
  private final RootUser root = new RootUser(server);
  private final AwsClients clients = AwsClients.root(server);
  private final AuthorityClient authorities = new AuthorityClient(clients.acmPca());
  private final JobsClient jobs = new JobsClient(root.latchkey());

  @AfterAll
  void close() {
    clients.close();
    root.close();
    server.close();
  }

  @Test
  void revocation_isToldByADeltaUntilTheJobMakesAWholeList(@TempDir Path folder) throws Exception {
    OpenSsl openssl = new OpenSsl(folder);
    String arn =
        authorities.root(
            "of many",
            request ->
                request.revocationConfiguration(
                    revocation ->
                        revocation.crlConfiguration(crl -> crl.enabled(true).expirationInDays(7))));
    String csr = authorities.csr(authorities.create(CertificateAuthorityType.ROOT, "leaf"));
    String good = authorities.issue(arn, csr);
    String first = authorities.issue(arn, csr);
    String second = authorities.issue(arn, csr);
    String serial = authorities.serial(arn, good);
    server.edit(() -> revokeMany(id(arn), serial));
    jobs.awaitCompleted(jobs.startWhenFree(PUBLISH));
    X509CRL whole = list(arn, ".crl");
    assertThat(whole.getRevokedCertificates()).hasSize(MANY);
    assertThat(list(arn, "-delta.crl").getRevokedCertificates()).isNull();

    revoke(arn, first);
    revoke(arn, second);
    X509CRL delta = list(arn, "-delta.crl");

    assertThat(list(arn, ".crl")).isEqualTo(whole);
    assertThat(delta.getRevokedCertificates())
        .extracting(each -> each.getSerialNumber())
        .containsExactlyInAnyOrder(serial(arn, first), serial(arn, second));
    assertThat(number(delta, Extension.deltaCRLIndicator))
        .isEqualTo(number(whole, Extension.cRLNumber));
    assertThat(number(delta, Extension.cRLNumber))
        .isGreaterThan(number(whole, Extension.cRLNumber));
    String both =
        openssl.file(
            (pem(openssl, whole) + pem(openssl, delta)).getBytes(StandardCharsets.US_ASCII));
    assertThat(verify(openssl, arn, good, both)).contains("OK");
    assertThat(verify(openssl, arn, first, both)).contains("certificate revoked");

    server.edit(() -> letTimePass(id(arn)));
    jobs.awaitCompleted(jobs.startWhenFree(PUBLISH));
    X509CRL next = list(arn, ".crl");

    assertThat(number(next, Extension.cRLNumber)).isGreaterThan(number(delta, Extension.cRLNumber));
    assertThat(next.getRevokedCertificates()).hasSize(MANY + 2);
    assertThat(list(arn, "-delta.crl").getRevokedCertificates()).isNull();
  }

  @Test
  void longAuditReport_isCompletedAfterTheServerWasKilled() {
    String arn = authorities.root("reported");
    String csr = authorities.csr(authorities.create(CertificateAuthorityType.ROOT, "leaf"));
    String leaf = authorities.issue(arn, csr);
    server.edit(() -> revokeMany(id(arn), authorities.serial(arn, leaf)));
    AcmPcaClient acmPca = authorities.acmPca();
    String report =
        acmPca
            .createCertificateAuthorityAuditReport(
                request ->
                    request
                        .certificateAuthorityArn(arn)
                        .s3BucketName("reports")
                        .auditReportResponseFormat("JSON"))
            .auditReportId();
    assertThat(status(arn, report)).isEqualTo(AuditReportStatus.CREATING);
    assertThatThrownBy(() -> part(arn, report, null))
        .isInstanceOfSatisfying(
            LatchkeyException.class,
            refused -> assertThat(refused.code()).isEqualTo("RequestInProgressException"));

    server.kill9();
    server.restart();
    Await.until("the report is complete", () -> status(arn, report) == AuditReportStatus.SUCCESS);

    assertThat(Json.tree(text(arn, report)))
        .extracting(line -> line.path("certificateArn").asText())
        .doesNotHaveDuplicates()
        .contains(leaf)
        .hasSize(issued(id(arn)));
  }

  private AuditReportStatus status(String arn, String report) {
    return authorities
        .acmPca()
        .describeCertificateAuthorityAuditReport(
            request -> request.certificateAuthorityArn(arn).auditReportId(report))
        .auditReportStatus();
  }

  private String text(String arn, String report) {
    StringBuilder text = new StringBuilder();
    @Nullable String token = null;
    do {
      JsonNode part = part(arn, report, token);
      text.append(part.path("Content").asText());
      token = part.path("NextToken").textValue();
    } while (token != null);
    return text.toString();
  }

  private JsonNode part(String arn, String report, @Nullable String token) {
    Map<String, String> request =
        new HashMap<>(Map.of("CertificateAuthorityArn", arn, "AuditReportId", report));
    if (token != null) {
      request.put("NextToken", token);
    }
    return Json.tree(root.latchkey().call("GetAuditReport", Json.write(request)));
  }

  private int issued(String authority) {
    try (Connection connection = server.database();
        PreparedStatement count =
            connection.prepareStatement(
                "select count(*) from issued_certificate where authority_id = ?")) {
      count.setString(1, authority);
      try (ResultSet row = count.executeQuery()) {
        assertThat(row.next()).isTrue();
        return row.getInt(1);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String id(String arn) {
    return arn.substring(arn.lastIndexOf('/') + 1);
  }

  private BigInteger serial(String arn, String certificate) {
    return new BigInteger(authorities.serial(arn, certificate), 16);
  }

  private void revoke(String arn, String certificate) {
    authorities
        .acmPca()
        .revokeCertificate(
            request ->
                request
                    .certificateAuthorityArn(arn)
                    .certificateSerial(authorities.serial(arn, certificate))
                    .revocationReason(RevocationReason.SUPERSEDED));
  }

  /** Copies a certificate, each copy with a serial number of its own and revoked. */
  private void revokeMany(String authority, String serial) {
    try (Connection connection = server.database();
        Statement statement = connection.createStatement();
        PreparedStatement copy =
            connection.prepareStatement(
                "insert into issued_certificate (authority_id, serial, certificate, chain,"
                    + " template_arn, not_after, issued_at, crl_partition, revocation_number,"
                    + " revoked_at, revocation_reason) select authority_id, ?, certificate, chain,"
                    + " template_arn, not_after, issued_at, crl_partition, ?, issued_at,"
                    + " 'SUPERSEDED' from issued_certificate where authority_id = ?"
                    + " and serial = ?")) {
      for (int i = 1; i <= MANY; i++) {
        copy.setString(1, Integer.toHexString(0x10_0000 + i));
        copy.setLong(2, i);
        copy.setString(3, authority);
        copy.setString(4, serial);
        copy.addBatch();
      }
      copy.executeBatch();
      statement.executeUpdate("update certificate_authority set revocations = " + MANY);
      statement.executeUpdate(
          "update revocation_list set due_at = current_timestamp, wanted = " + MANY);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As much as deltas are added to one list. */
  private void letTimePass(String authority) {
    try (Connection connection = server.database();
        PreparedStatement update =
            connection.prepareStatement(
                "update revocation_list set this_update = ?, due_at = ? where authority_id = ?")) {
      OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
      update.setObject(1, now.minus(Duration.ofMinutes(11)));
      update.setObject(2, now.minus(Duration.ofMinutes(1)));
      update.setString(3, authority);
      assertThat(update.executeUpdate()).isEqualTo(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private X509CRL list(String arn, String suffix) throws Exception {
    HttpResponse<byte[]> response =
        http.send(
            HttpRequest.newBuilder(URI.create(server.endpoint() + "/crl/" + id(arn) + suffix))
                .build(),
            HttpResponse.BodyHandlers.ofByteArray());
    assertThat(response.statusCode()).isEqualTo(200);
    X509CRL list =
        (X509CRL)
            CertificateFactory.getInstance("X.509")
                .generateCRL(new ByteArrayInputStream(response.body()));
    list.verify(Pem.certificate(authorities.certificate(arn)).getPublicKey());
    return list;
  }

  private static BigInteger number(X509CRL list, org.bouncycastle.asn1.ASN1ObjectIdentifier type)
      throws Exception {
    return ASN1Integer.getInstance(new JcaX509CRLHolder(list).getExtension(type).getParsedValue())
        .getValue();
  }

  private static String pem(OpenSsl openssl, X509CRL list) throws Exception {
    return openssl.run("crl", "-inform", "DER", "-in", openssl.file(list.getEncoded()));
  }

  private String verify(OpenSsl openssl, String arn, String certificate, String lists) {
    return openssl
        .attempt(
            "verify",
            "-crl_check",
            "-use_deltas",
            "-CAfile",
            openssl.file(authorities.certificate(arn).getBytes(StandardCharsets.US_ASCII)),
            "-CRLfile",
            lists,
            openssl.file(
                authorities.certificate(arn, certificate).getBytes(StandardCharsets.US_ASCII)))
        .printed();
  }
}
