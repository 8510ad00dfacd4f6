package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.latchkey.tests.Refusal.assertRefused;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.latchkey.client.Json;
import software.amazon.awssdk.services.acmpca.AcmPcaClient;
import software.amazon.awssdk.services.acmpca.model.AuditReportStatus;
import software.amazon.awssdk.services.acmpca.model.CertificateAuthorityStatus;
import software.amazon.awssdk.services.acmpca.model.CertificateAuthorityType;
import software.amazon.awssdk.services.acmpca.model.CreateCertificateAuthorityAuditReportResponse;
import software.amazon.awssdk.services.acmpca.model.RevocationReason;

/** Revocation as relying parties see it: by lists and by OCSP, with {@code openssl}. */
@ExtendWith(LatchkeyExtension.class)
@RequiredTool(Tool.OPENSSL)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RevocationIT {
  private static final Pattern CRL_NUMBER = Pattern.compile("CRL Number: *\\s+(\\d+)");
  private static final Pattern LIST = Pattern.compile("URI:(http://\\S+\\.crl)");
  private static final Pattern RESPONDER = Pattern.compile("OCSP - URI:(http://\\S+)");

  private final HttpClient http = HttpClient.newHttpClient();
  private final LatchkeyServer server;
  private final AwsClients clients;
  private final AcmPcaClient acmPca;
  private final AuthorityClient authorities;

  @TempDir private Path folder;
  private int files;

  RevocationIT(LatchkeyServer server) {
    this.server = server;
    clients = AwsClients.root(server);
    acmPca = clients.acmPca();
    authorities = new AuthorityClient(acmPca);
  }

  @AfterAll
  void close() {
    clients.close();
  }

  @Test
  void revokedCertificate_isRefusedByItsList() throws Exception {
    String arn = complete("listed");
    String good = leaf(arn);
    String bad = leaf(arn);
    String url = find(LIST, text(arn, good));
    byte[] before = fetch(url);

    revoke(arn, bad, RevocationReason.KEY_COMPROMISE);
    byte[] after = fetch(url);

    assertThat(url).startsWith(server.endpoint() + "/crl/").contains(id(arn));
    assertThat(crlText(before)).contains("No Revoked Certificates");
    assertThat(crlText(after)).contains("Key Compromise").contains(listed(serial(arn, bad)));
    assertThat(number(after)).isGreaterThan(number(before));
    assertThat(verify(arn, good, after)).contains("OK");
    assertThat(verify(arn, bad, after)).contains("certificate revoked");
  }

  @Test
  void partition_showsItsOwnCertificates() throws Exception {
    String arn =
        authorities.root(
            "partitioned",
            request ->
                request.revocationConfiguration(
                    revocation ->
                        revocation.crlConfiguration(
                            crl -> crl.enabled(true).expirationInDays(7).crlType("PARTITIONED"))));
    String leaf = leaf(arn);
    String url = find(LIST, text(arn, leaf));

    revoke(arn, leaf, RevocationReason.SUPERSEDED);
    byte[] list = fetch(url);

    assertThat(url).contains("/crl/" + id(arn) + "/");
    assertThat(crlText(list))
        .contains("Issuing Distribution Point: critical")
        .contains(url)
        .contains("Superseded");
    assertThat(verify(arn, leaf, list)).contains("certificate revoked");
  }

  @Test
  void listAtACustomName_isWrittenIntoCertificates() {
    String arn =
        authorities.root(
            "named",
            request ->
                request.revocationConfiguration(
                    revocation ->
                        revocation
                            .crlConfiguration(
                                crl ->
                                    crl.enabled(true)
                                        .expirationInDays(7)
                                        .customCname("pki.example.com")
                                        .customPath("lists"))
                            .ocspConfiguration(
                                ocsp -> ocsp.enabled(true).ocspCustomCname("ocsp.example.com"))));

    String text = text(arn, leaf(arn));

    assertThat(find(LIST, text)).isEqualTo("http://pki.example.com/lists/" + id(arn) + ".crl");
    assertThat(find(RESPONDER, text)).isEqualTo("http://ocsp.example.com");
  }

  @Test
  void omittedExtension_isNotThere() {
    String arn =
        authorities.root(
            "omitted",
            request ->
                request.revocationConfiguration(
                    revocation ->
                        revocation.crlConfiguration(
                            crl ->
                                crl.enabled(true)
                                    .expirationInDays(7)
                                    .crlDistributionPointExtensionConfiguration(
                                        extension -> extension.omitExtension(true)))));

    assertThat(text(arn, leaf(arn))).doesNotContain("CRL Distribution Points");
  }

  @Test
  void configurationThatCannotBe_isRefused() {
    String arn = authorities.root("badly configured");

    assertRefused(
        "InvalidArgsException",
        () ->
            acmPca.updateCertificateAuthority(
                request ->
                    request
                        .certificateAuthorityArn(arn)
                        .revocationConfiguration(
                            revocation -> revocation.crlConfiguration(crl -> crl.enabled(true)))));
    assertRefused(
        "InvalidArgsException",
        () ->
            acmPca.updateCertificateAuthority(
                request ->
                    request
                        .certificateAuthorityArn(arn)
                        .revocationConfiguration(
                            revocation ->
                                revocation.ocspConfiguration(
                                    ocsp ->
                                        ocsp.enabled(true)
                                            .ocspCustomCname("http://example.com")))));
  }

  @Test
  void responder_tellsGoodRevokedAndUnknown() {
    String arn = complete("asked");
    String good = leaf(arn);
    String bad = leaf(arn);
    String before = ask(arn, serial(arn, bad), "-no_nonce");

    revoke(arn, bad, RevocationReason.CESSATION_OF_OPERATION);

    assertThat(before).contains(": good").contains("Response verify OK");
    assertThat(ask(arn, serial(arn, bad), "-no_nonce"))
        .contains(": revoked")
        .contains("Reason: cessationOfOperation")
        .contains("Response verify OK");
    assertThat(ask(arn, serial(arn, bad), "-nonce")).contains(": revoked");
    assertThat(ask(arn, serial(arn, good), "-nonce"))
        .contains(": good")
        .doesNotContain("no nonce in response");
    assertThat(ask(arn, "1234567890", "-no_nonce")).contains(": unknown");
  }

  @Test
  void disabledAuthority_goesOnAnsweringAndRevoking() {
    String arn = complete("disabled responder");
    String leaf = leaf(arn);
    authorities.setStatus(arn, CertificateAuthorityStatus.DISABLED);
    String before = ask(arn, serial(arn, leaf), "-no_nonce");

    revoke(arn, leaf, RevocationReason.UNSPECIFIED);

    assertThat(before).contains(": good");
    assertThat(ask(arn, serial(arn, leaf), "-no_nonce")).contains(": revoked");
  }

  @Test
  void answersByGet_canBeKept() throws Exception {
    String arn = complete("by get");
    String leaf = leaf(arn);
    byte[] request =
        output(
            "-reqout",
            "ocsp",
            "-issuer",
            own(arn),
            "-serial",
            "0x" + serial(arn, leaf),
            "-no_nonce");
    String base64 = Base64.getEncoder().encodeToString(request);

    HttpResponse<byte[]> first = get("/ocsp/" + id(arn) + "/" + base64);
    HttpResponse<byte[]> second = get("/ocsp/" + base64);
    revoke(arn, leaf, RevocationReason.KEY_COMPROMISE);
    HttpResponse<byte[]> third = get("/ocsp/" + id(arn) + "/" + base64.replace("/", "%2F"));

    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(first.headers().firstValue("Content-Type")).contains("application/ocsp-response");
    assertThat(first.headers().firstValue("Cache-Control").orElseThrow())
        .matches("max-age=\\d+, public, no-transform, must-revalidate");
    assertThat(first.headers().firstValue("Expires")).isPresent();
    assertThat(second.body()).as("signed once, given twice").isEqualTo(first.body());
    assertThat(third.statusCode()).isEqualTo(200);
    assertThat(third.body()).isNotEqualTo(first.body());
  }

  @Test
  void requestThatCannotBeAnswered_getsAnError() throws Exception {
    String arn = complete("erroneous");

    assertThat(responseText(get("/ocsp/" + id(arn) + "/AAAA").body())).contains("malformedrequest");
    assertThat(
            ask("/ocsp/" + id(authorities.root("without a responder")), arn, "1234", "-no_nonce"))
        .contains("unauthorized");
    assertThat(get("/crl/" + id(arn) + ".txt").statusCode()).isEqualTo(404);
    assertThat(get("/crl/nothing.crl").statusCode()).isEqualTo(404);
  }

  @Test
  void revocation_isOfWhatTheAuthorityHasIssuedAndOnce() {
    String arn = complete("once");
    String leaf = leaf(arn);
    revoke(arn, leaf, RevocationReason.SUPERSEDED);

    assertRefused(
        "RequestAlreadyProcessedException",
        () -> revoke(arn, leaf, RevocationReason.KEY_COMPROMISE));
    assertRefused("ResourceNotFoundException", () -> revokeSerial(arn, "0123456789abcdef"));
    assertRefused("InvalidRequestException", () -> revokeSerial(arn, "not a number"));
    String own = new BigInteger(authorities.describe(arn).serial()).toString(16);
    assertRefused("InvalidRequestException", () -> revokeSerial(arn, own));
  }

  @Test
  void certificateOfTheAuthoritysName_isNotItsOwn() throws Exception {
    String arn = complete("twin");
    String namesake = authorities.csr(authorities.create(CertificateAuthorityType.ROOT, "twin"));
    String certificate = authorities.issue(arn, namesake);

    revoke(arn, certificate, RevocationReason.KEY_COMPROMISE);

    assertThat(
            clients
                .acmPca()
                .getCertificate(
                    request -> request.certificateAuthorityArn(arn).certificateArn(certificate))
                .certificateChain())
        .isEqualTo(authorities.certificate(arn));
    assertThat(crlText(fetch(find(LIST, text(arn, certificate)))))
        .contains(listed(serial(arn, certificate)));
  }

  @Test
  void list_isOldEnoughForClocksThatAreSlow() throws Exception {
    String arn = complete("slow");

    X509CRL list =
        (X509CRL)
            CertificateFactory.getInstance("X.509")
                .generateCRL(new ByteArrayInputStream(fetch(find(LIST, text(arn, leaf(arn))))));

    assertThat(list.getThisUpdate().toInstant())
        .isBefore(Instant.now().minus(Duration.ofMinutes(59)));
  }

  @Test
  void auditReport_saysWhatWasIssuedAndRevoked() throws Exception {
    String arn = complete("reported");
    String leaf = leaf(arn);
    revoke(arn, leaf, RevocationReason.AFFILIATION_CHANGED);

    CreateCertificateAuthorityAuditReportResponse report =
        acmPca.createCertificateAuthorityAuditReport(
            request ->
                request
                    .certificateAuthorityArn(arn)
                    .s3BucketName("reports")
                    .auditReportResponseFormat("JSON"));
    String csv =
        report(
            arn,
            acmPca
                .createCertificateAuthorityAuditReport(
                    request ->
                        request
                            .certificateAuthorityArn(arn)
                            .s3BucketName("reports")
                            .auditReportResponseFormat("CSV"))
                .auditReportId());
    JsonNode json = Json.tree(report(arn, report.auditReportId()));

    assertThat(report.s3Key())
        .isEqualTo("audit-report/" + id(arn) + "/" + report.auditReportId() + ".json");
    assertThat(
            acmPca
                .describeCertificateAuthorityAuditReport(
                    request ->
                        request.certificateAuthorityArn(arn).auditReportId(report.auditReportId()))
                .auditReportStatus())
        .isEqualTo(AuditReportStatus.SUCCESS);
    List<JsonNode> lines = new ArrayList<>();
    json.forEach(lines::add);
    assertThat(lines)
        .filteredOn(line -> line.path("certificateArn").asText().equals(leaf))
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.path("revocationReason").asText()).isEqualTo("AFFILIATION_CHANGED");
              assertThat(line.path("awsAccountId").asText()).isEqualTo(LatchkeyServer.ACCOUNT_ID);
              assertThat(line.path("templateArn").asText()).endsWith("EndEntityCertificate/V1");
            });
    assertThat(csv.lines().count()).isEqualTo(lines.size() + 1L);
    assertThat(csv).startsWith("awsAccountId,").contains(leaf);
  }

  private String report(String arn, String id) {
    JsonNode answer =
        Json.tree(
            new RootUser(server)
                .latchkey()
                .call(
                    "GetAuditReport",
                    Json.write(Map.of("CertificateAuthorityArn", arn, "AuditReportId", id))));
    assertThat(answer.has("NextToken")).isFalse();
    return answer.path("Content").asText();
  }

  /** An active root authority with a complete list and a responder. */
  private String complete(String name) {
    return authorities.root(
        name,
        request ->
            request.revocationConfiguration(
                revocation ->
                    revocation
                        .crlConfiguration(crl -> crl.enabled(true).expirationInDays(7))
                        .ocspConfiguration(ocsp -> ocsp.enabled(true))));
  }

  private String leaf(String arn) {
    String csr = authorities.csr(authorities.create(CertificateAuthorityType.ROOT, "leaf"));
    return authorities.issue(arn, csr);
  }

  private void revoke(String arn, String certificateArn, RevocationReason reason) {
    acmPca.revokeCertificate(
        request ->
            request
                .certificateAuthorityArn(arn)
                .certificateSerial(serial(arn, certificateArn))
                .revocationReason(reason));
  }

  private void revokeSerial(String arn, String serial) {
    acmPca.revokeCertificate(
        request ->
            request
                .certificateAuthorityArn(arn)
                .certificateSerial(serial)
                .revocationReason(RevocationReason.UNSPECIFIED));
  }

  private String serial(String arn, String certificateArn) {
    return authorities.serial(arn, certificateArn);
  }

  /** As {@code openssl} prints serial numbers. */
  private static String listed(String serial) {
    return serial.toUpperCase(Locale.ROOT);
  }

  private static String id(String arn) {
    return arn.substring(arn.lastIndexOf('/') + 1);
  }

  private String text(String arn, String certificateArn) {
    return openssl(
        "x509", "-noout", "-text", "-in", pem(authorities.certificate(arn, certificateArn)));
  }

  private static String find(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    assertThat(matcher.find()).as("%s in %s", pattern, text).isTrue();
    return matcher.group(1);
  }

  private long number(byte[] crl) throws IOException {
    return Long.parseLong(find(CRL_NUMBER, crlText(crl)));
  }

  private String crlText(byte[] crl) throws IOException {
    return openssl("crl", "-inform", "DER", "-noout", "-text", "-in", file(crl));
  }

  private String verify(String arn, String certificateArn, byte[] crl) throws IOException {
    String list = newFile().toString();
    openssl("crl", "-inform", "DER", "-in", file(crl), "-out", list);
    return openssl(
        "verify",
        "-crl_check",
        "-CAfile",
        own(arn),
        "-CRLfile",
        list,
        pem(authorities.certificate(arn, certificateArn)));
  }

  private String ask(String arn, String serial, String nonce) {
    return ask("/ocsp/" + id(arn), arn, serial, nonce);
  }

  private String ask(String path, String arn, String serial, String nonce) {
    return openssl(
        "ocsp",
        "-issuer",
        own(arn),
        "-serial",
        "0x" + serial,
        "-url",
        server.endpoint().resolve(path).toString(),
        "-CAfile",
        own(arn),
        nonce);
  }

  private String responseText(byte[] response) throws IOException {
    return openssl("ocsp", "-respin", file(response), "-noverify");
  }

  private String own(String arn) {
    return pem(authorities.certificate(arn));
  }

  private byte[] fetch(String url) throws Exception {
    HttpResponse<byte[]> response =
        http.send(
            HttpRequest.newBuilder(URI.create(url)).build(),
            HttpResponse.BodyHandlers.ofByteArray());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/pkix-crl");
    return response.body();
  }

  private HttpResponse<byte[]> get(String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(server.endpoint() + path)).build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  private byte[] output(String flag, String... command) throws IOException {
    Path out = newFile();
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.add(flag);
    arguments.add(out.toString());
    openssl(arguments.toArray(String[]::new));
    return Files.readAllBytes(out);
  }

  private String pem(String text) {
    return file(text.getBytes(StandardCharsets.US_ASCII));
  }

  private String file(byte[] content) {
    try {
      return Files.write(newFile(), content).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path newFile() {
    files++;
    return folder.resolve("file-" + files);
  }

  /** What {@code openssl} prints, whether it likes what it sees or not. */
  private static String openssl(String... command) {
    List<String> arguments = new ArrayList<>(List.of(Tool.OPENSSL.command()));
    arguments.addAll(List.of(command));
    try {
      Process process = new ProcessBuilder(arguments).redirectErrorStream(true).start();
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
      return printed;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
