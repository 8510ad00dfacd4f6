package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestClassOrder;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.latchkey.client.Json;
import org.latchkey.client.LatchkeyClient;
import org.latchkey.client.Pem;
import org.xbill.DNS.TSIG;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.acm.model.AcmException;
import software.amazon.awssdk.services.acm.model.CertificateDetail;
import software.amazon.awssdk.services.acm.model.CertificateExport;
import software.amazon.awssdk.services.acm.model.CertificateStatus;
import software.amazon.awssdk.services.acm.model.CertificateType;
import software.amazon.awssdk.services.acm.model.DomainStatus;
import software.amazon.awssdk.services.acm.model.DomainValidationOption;
import software.amazon.awssdk.services.acm.model.FailureReason;
import software.amazon.awssdk.services.acm.model.HttpRedirect;
import software.amazon.awssdk.services.acm.model.InvalidDomainValidationOptionsException;
import software.amazon.awssdk.services.acm.model.InvalidStateException;
import software.amazon.awssdk.services.acm.model.KeyAlgorithm;
import software.amazon.awssdk.services.acm.model.RenewalStatus;
import software.amazon.awssdk.services.acm.model.RequestInProgressException;
import software.amazon.awssdk.services.acm.model.ResourceRecord;
import software.amazon.awssdk.services.acm.model.ValidationMethod;

/**
 * Certificates that are issued once control of their names is shown, to a name server, a mail
 * server and a web server of the tests' own: by a public CA, and then, on the same server, by a
 * private authority.
 */
@Tag("postgresql")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestClassOrder(ClassOrderer.OrderAnnotation.class)
class DnsValidationIT {
  private static final String ZONE = "public.latchkey.test";
  private static final String CHALLENGE = "_acme-challenge." + ZONE + ".";
  private static final String KEY_NAME = "latchkey-updates.";
  private static final String KEY = "bGF0Y2hrZXkncyBrZXkgZm9yIHVwZGF0ZXMgb2YgRE5T";

  private final LatchkeyServer server = LatchkeyServer.configure();
  private final DnsServer dns;
  private final AwsClients clients;
  private final AcmClient acm;

  DnsValidationIT() throws IOException {
    dns = new DnsServer();
    server.with("LATCHKEY_DNS_SERVERS", "127.0.0.1:" + dns.port());
    clients = AwsClients.root(server);
    acm = clients.acm();
  }

  @AfterAll
  void stop() {
    clients.close();
    server.close();
    dns.close();
  }

  private static String request(AcmClient acm, String name, String... others) {
    return acm.requestCertificate(
            request -> {
              request
                  .domainName(name)
                  .validationMethod(ValidationMethod.DNS)
                  .keyAlgorithm(KeyAlgorithm.EC_PRIME256_V1);
              if (others.length > 0) {
                request.subjectAlternativeNames(others);
              }
            })
        .certificateArn();
  }

  private CertificateDetail describe(String arn) {
    return acm.describeCertificate(request -> request.certificateArn(arn)).certificate();
  }

  private ResourceRecord record(String arn, int name) {
    return describe(arn).domainValidationOptions().get(name).resourceRecord();
  }

  private void publish(ResourceRecord record) {
    dns.cname(record.name(), record.value());
  }

  private void awaitStatus(String arn, CertificateStatus status) {
    Await.until(arn + " is " + status, () -> describe(arn).status() == status);
  }

  /** A CA that sees its DNS-01 challenges answered on the name server that takes updates. */
  @Nested
  @Order(1)
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  @RequiredTool({Tool.PEBBLE, Tool.OPENSSL})
  class ByAPublicCa {
    private Pebble pebble;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
      dns.zone(ZONE + ".", new TSIG("hmac-sha256", KEY_NAME, KEY));
      pebble = new Pebble(folder, dns.port(), LatchkeyServer.freePort()).start();
      pebble
          .configure(server)
          .with("LATCHKEY_ACME_DNS_SERVER", "127.0.0.1:" + dns.port())
          .with("LATCHKEY_ACME_DNS_TSIG_NAME", KEY_NAME)
          .with("LATCHKEY_ACME_DNS_TSIG_SECRET", KEY)
          .with("LATCHKEY_ACME_DNS_DELAY_SECONDS", "1")
          .start();
    }

    @AfterAll
    void stop() {
      pebble.close();
      server.without("LATCHKEY_ACME_");
    }

    private String order(String name, String... others) {
      String arn =
          acm.requestCertificate(
                  request -> {
                    request
                        .domainName(name)
                        .validationMethod(ValidationMethod.DNS)
                        .keyAlgorithm(KeyAlgorithm.EC_PRIME256_V1)
                        .options(options -> options.export(CertificateExport.ENABLED));
                    if (others.length > 0) {
                      request.subjectAlternativeNames(others);
                    }
                  })
              .certificateArn();
      describe(arn)
          .domainValidationOptions()
          .forEach(each -> dns.cname(each.resourceRecord().name(), each.resourceRecord().value()));
      return arn;
    }

    private X509Certificate certificate(String arn) {
      return Pem.certificate(
          acm.getCertificate(request -> request.certificateArn(arn)).certificate());
    }

    @Test
    void certificate_isIssuedRenewedAndRevokedWhateverIsKilled() throws Exception {
      String arn = order(ZONE, "*." + ZONE);
      Await.until("the challenges are answered", () -> dns.texts(CHALLENGE) == 2);
      server.kill9();
      server.restart();
      Await.until("it is issued", () -> describe(arn).status() == CertificateStatus.ISSUED);

      X509Certificate first = certificate(arn);
      assertThat(describe(arn).type()).isEqualTo(CertificateType.AMAZON_ISSUED);
      assertThat(first.getSubjectAlternativeNames())
          .containsExactlyInAnyOrder(List.of(2, ZONE), List.of(2, "*." + ZONE));
      assertThat(first.getIssuerX500Principal().getName()).contains("Pebble");
      assertThat(dns.texts(CHALLENGE)).as("answers that are left").isZero();

      ExportedKey.export(acm, arn);
      pebble.stop();
      acm.renewCertificate(request -> request.certificateArn(arn));
      Await.until(
          "the description says that the CA is not to be reached",
          () -> FailureReason.OTHER.equals(describe(arn).renewalSummary().renewalStatusReason()));
      assertThat(describe(arn).renewalSummary().renewalStatus())
          .isEqualTo(RenewalStatus.PENDING_AUTO_RENEWAL);
      assertThat(certificate(arn)).isEqualTo(first);

      pebble.start();
      Await.until(
          "it is renewed",
          () -> describe(arn).renewalSummary().renewalStatus() == RenewalStatus.SUCCESS);
      assertThat(certificate(arn).getPublicKey()).isNotEqualTo(first.getPublicKey());
      assertThat(dns.texts(CHALLENGE)).as("answers that are left").isZero();

      acm.revokeCertificate(
          request -> request.certificateArn(arn).revocationReason("KEY_COMPROMISE"));
      assertThat(describe(arn).status()).isEqualTo(CertificateStatus.REVOKED);

      forgetRevocation(arn);
      assertThat(describe(arn).status()).isEqualTo(CertificateStatus.ISSUED);
      acm.revokeCertificate(
          request -> request.certificateArn(arn).revocationReason("KEY_COMPROMISE"));
      assertThat(describe(arn).status()).isEqualTo(CertificateStatus.REVOKED);
    }

    /** As a kill leaves it that comes when the CA has revoked and the server does not know yet. */
    private void forgetRevocation(String arn) throws SQLException {
      try (Connection database = server.database();
          PreparedStatement forget =
              database.prepareStatement(
                  "update certificate set status = 'ISSUED', revoked_at = null,"
                      + " revocation_reason = null where id = ?")) {
        forget.setString(1, arn.substring(arn.lastIndexOf('/') + 1));
        assertThat(forget.executeUpdate()).isEqualTo(1);
      }
    }

    @Test
    void nameThatTheCaDoesNotCertify_failsTheRequest() {
      String arn = order(Pebble.BLOCKED);

      Await.until("it has failed", () -> describe(arn).status() == CertificateStatus.FAILED);

      assertThat(describe(arn).failureReason()).isEqualTo(FailureReason.DOMAIN_NOT_ALLOWED);
      assertThatExceptionOfType(AcmException.class)
          .isThrownBy(() -> acm.getCertificate(request -> request.certificateArn(arn)));
    }
  }

  /** An authority in this server, which looks at the domains' records, mail and web servers. */
  @Nested
  @Order(2)
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  class ByAPrivateAuthority {
    private static final int STALLING = 9;

    private final GreenMail mail =
        new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private HttpServer web;
    private PrivateAuthority issuer;

    @BeforeAll
    void start() throws IOException {
      mail.start();
      web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      web.start();
      if (!server.isAlive()) {
        server.start();
      }
      issuer = PrivateAuthority.create(clients.acmPca());
      server.stop();
      server
          .with("LATCHKEY_VALIDATED_ISSUER", issuer.arn())
          .with("LATCHKEY_CAA_IDENTITY", "ca.latchkey.test")
          .with("LATCHKEY_SMTP_SERVER", "127.0.0.1:" + mail.getSmtp().getPort())
          .with("LATCHKEY_SMTP_SECURITY", "none")
          .with("LATCHKEY_MAIL_FROM", "acm@latchkey.test")
          .with("LATCHKEY_HTTP_VALIDATION_PORT", Integer.toString(web.getAddress().getPort()))
          .with("LATCHKEY_HTTP_VALIDATION_INNER", "true")
          .restart();
    }

    @AfterAll
    void stop() {
      mail.stop();
      web.stop(0);
    }

    @Test
    void certificate_isIssuedOnceEveryRecordIsThere() throws Exception {
      String arn = request(acm, "shop.latchkey.test", "*.shop.latchkey.test", "pay.latchkey.test");

      assertThat(describe(arn).status()).isEqualTo(CertificateStatus.PENDING_VALIDATION);
      assertThat(describe(arn).type()).isEqualTo(CertificateType.AMAZON_ISSUED);
      assertThat(describe(arn).subject()).isEqualTo("CN=shop.latchkey.test");
      assertThat(describe(arn).hasKeyUsages()).isTrue();
      assertThat(describe(arn).keyUsages()).isEmpty();
      assertThat(describe(arn).hasExtendedKeyUsages()).isTrue();
      assertThat(describe(arn).extendedKeyUsages()).isEmpty();
      assertThatExceptionOfType(RequestInProgressException.class)
          .isThrownBy(() -> acm.getCertificate(request -> request.certificateArn(arn)));
      assertThat(record(arn, 1))
          .as("a wildcard has the record of the domain below it")
          .isEqualTo(record(arn, 0));

      publish(record(arn, 0));
      Await.until(
          "two names are validated",
          () ->
              describe(arn).domainValidationOptions().stream()
                      .filter(name -> name.validationStatus() == DomainStatus.SUCCESS)
                      .count()
                  == 2);
      assertThat(describe(arn).status()).isEqualTo(CertificateStatus.PENDING_VALIDATION);

      publish(record(arn, 2));
      awaitStatus(arn, CertificateStatus.ISSUED);

      X509Certificate certificate =
          Pem.certificate(acm.getCertificate(request -> request.certificateArn(arn)).certificate());
      certificate.verify(issuer.certificate().getPublicKey());
      assertThat(certificate.getSubjectAlternativeNames())
          .containsExactlyInAnyOrder(
              List.of(2, "shop.latchkey.test"),
              List.of(2, "*.shop.latchkey.test"),
              List.of(2, "pay.latchkey.test"));
      assertThat(describe(arn).certificateAuthorityArn()).isNull();
    }

    @Test
    void recordThatStays_servesTheNextRequest() {
      String first = request(acm, "again.latchkey.test");
      publish(record(first, 0));
      awaitStatus(first, CertificateStatus.ISSUED);

      String second = request(acm, "again.latchkey.test");

      assertThat(record(second, 0)).isEqualTo(record(first, 0));
      awaitStatus(second, CertificateStatus.ISSUED);
    }

    @Test
    void keyThatProtectsPrivateKeysIsDisabled_theCertificateWaitsForIt() throws SQLException {
      Region region = server.unusedRegion();
      try (AwsClients there = AwsClients.root(server, region);
          LatchkeyClient latchkey =
              new LatchkeyClient(
                  RootUser.endpoint(server),
                  region,
                  AwsBasicCredentials.create(
                      LatchkeyServer.ACCESS_KEY_ID, LatchkeyServer.SECRET_ACCESS_KEY))) {
        String managed =
            there.kms().describeKey(key -> key.keyId("alias/aws/acm")).keyMetadata().arn();
        String own =
            there
                .kms()
                .createKey(
                    key ->
                        key.policy(
                            """
                            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                             "Action": "kms:*", "Resource": "*", "Principal":
                             {"AWS": "arn:aws:iam::%s:root", "Service": "acm.amazonaws.com"}}]}"""
                                .formatted(LatchkeyServer.ACCOUNT_ID)))
                .keyMetadata()
                .arn();
        latchkey.call("StartReencryption", Json.write(Map.of("DestinationKeyId", own)));
        assertThat(there.kms().describeKey(key -> key.keyId("alias/aws/acm")).keyMetadata().arn())
            .isEqualTo(own)
            .isNotEqualTo(managed);
        there.kms().disableKey(key -> key.keyId(own));

        String arn = request(there.acm(), "held.latchkey.test");
        publish(
            there
                .acm()
                .describeCertificate(request -> request.certificateArn(arn))
                .certificate()
                .domainValidationOptions()
                .get(0)
                .resourceRecord());
        try (Connection database = server.database();
            PreparedStatement attempts =
                database.prepareStatement(
                    "select validation_attempts from certificate where id = ?")) {
          attempts.setString(1, arn.substring(arn.lastIndexOf('/') + 1));
          Await.until("it is tried again later", () -> number(attempts) > 0);
        }
        there.kms().enableKey(key -> key.keyId(own));

        Await.until(
            "it is issued",
            () ->
                there
                        .acm()
                        .describeCertificate(request -> request.certificateArn(arn))
                        .certificate()
                        .status()
                    == CertificateStatus.ISSUED);
      }
    }

    private static int number(PreparedStatement query) {
      try (ResultSet rows = query.executeQuery()) {
        rows.next();
        return rows.getInt(1);
      } catch (SQLException failure) {
        throw new IllegalStateException(failure);
      }
    }

    @Test
    void caaRecordThatNamesAnother_failsTheRequest() {
      dns.caa("closed.latchkey.test", "issue", "ca.example.net");
      String arn = request(acm, "www.closed.latchkey.test");

      publish(record(arn, 0));

      awaitStatus(arn, CertificateStatus.FAILED);
      assertThat(describe(arn).failureReason()).isEqualTo(FailureReason.CAA_ERROR);
    }

    @Test
    void mailThatIsAnsweredByAnApproval_letsTheCertificateBeIssued() throws Exception {
      long recordsBefore = new AuditTrail(server).lines().count();
      String arn =
          acm.requestCertificate(
                  request ->
                      request
                          .domainName("www.letters.latchkey.test")
                          .validationMethod(ValidationMethod.EMAIL)
                          .domainValidationOptions(
                              DomainValidationOption.builder()
                                  .domainName("www.letters.latchkey.test")
                                  .validationDomain("letters.latchkey.test")
                                  .build())
                          .keyAlgorithm(KeyAlgorithm.EC_PRIME256_V1))
              .certificateArn();
      List<String> addresses =
          Stream.of("admin", "administrator", "hostmaster", "postmaster", "webmaster")
              .map(mailbox -> mailbox + "@letters.latchkey.test")
              .toList();
      assertThat(describe(arn).domainValidationOptions().get(0).validationEmails())
          .isEqualTo(addresses);
      Await.until("each address has the mail", () -> letters("letters.latchkey.test") == 5);
      URI first = link(mailTo("admin@letters.latchkey.test").get(0));

      assertThatExceptionOfType(InvalidDomainValidationOptionsException.class)
          .isThrownBy(() -> resend(arn, "www.letters.latchkey.test", "other.latchkey.test"));
      resend(arn, "www.letters.latchkey.test", "www.letters.latchkey.test");
      Await.until("the mail is sent again", () -> letters("www.letters.latchkey.test") == 5);

      HttpResponse<String> page = send(HttpRequest.newBuilder(first));
      assertThat(page.body()).contains("www.letters.latchkey.test", arn);
      assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
          .contains("frame-ancestors 'none'");
      assertThat(send(post(first.resolve("email"), "x".repeat(43))).statusCode()).isEqualTo(404);
      assertThat(describe(arn).status()).isEqualTo(CertificateStatus.PENDING_VALIDATION);

      String token = first.getQuery().substring("token=".length());
      assertThat(send(post(first.resolve("email"), token)).statusCode()).isEqualTo(200);
      awaitStatus(arn, CertificateStatus.ISSUED);
      assertThat(send(post(first.resolve("email"), token)).statusCode()).isEqualTo(404);
      assertThat(new AuditTrail(server).lines().skip(recordsBefore))
          .filteredOn(line -> line.contains("\"eventName\":\"ApproveCertificateRequest\""))
          .hasSize(3)
          .filteredOn(line -> !line.contains("\"errorCode\""))
          .singleElement()
          .asString()
          .contains(arn)
          .doesNotContain(token);
      assertThatExceptionOfType(InvalidStateException.class)
          .isThrownBy(() -> resend(arn, "www.letters.latchkey.test", "www.letters.latchkey.test"));
    }

    @Test
    void renewalThatIsAskedForTwice_keepsWhatWasApproved() throws Exception {
      String first = "first.twice.latchkey.test";
      String second = "second.twice.latchkey.test";
      String arn =
          acm.requestCertificate(
                  request ->
                      request
                          .domainName(first)
                          .subjectAlternativeNames(second)
                          .validationMethod(ValidationMethod.EMAIL)
                          .options(options -> options.export(CertificateExport.ENABLED))
                          .keyAlgorithm(KeyAlgorithm.EC_PRIME256_V1))
              .certificateArn();
      approve(first, 5);
      approve(second, 5);
      awaitStatus(arn, CertificateStatus.ISSUED);
      ExportedKey.export(acm, arn);
      acm.renewCertificate(request -> request.certificateArn(arn));
      approve(first, 10);
      assertThat(renewed(arn, first)).isEqualTo(DomainStatus.SUCCESS);

      acm.renewCertificate(request -> request.certificateArn(arn));

      assertThat(renewed(arn, first)).isEqualTo(DomainStatus.SUCCESS);
      assertThat(renewed(arn, second)).isEqualTo(DomainStatus.PENDING_VALIDATION);
      approve(second, 10);
      Await.until(
          "it is renewed",
          () -> describe(arn).renewalSummary().renewalStatus() == RenewalStatus.SUCCESS);
    }

    /** Says yes to the last of so many letters about a domain. */
    private void approve(String domain, int letters) throws Exception {
      Await.until("the mail is there", () -> letters(domain) == letters);
      URI link = link(mailTo("admin@" + domain).get(letters - 1));
      String token = link.getQuery().substring("token=".length());
      assertThat(send(post(link.resolve("email"), token)).statusCode()).isEqualTo(200);
    }

    private DomainStatus renewed(String arn, String domain) {
      return describe(arn).renewalSummary().domainValidationOptions().stream()
          .filter(option -> option.domainName().equals(domain))
          .findFirst()
          .orElseThrow()
          .validationStatus();
    }

    @Test
    void subscribedAddress_isToldOnceItIsConfirmed() throws Exception {
      try (LatchkeyClient latchkey =
          new LatchkeyClient(
              RootUser.endpoint(server),
              Region.of(LatchkeyServer.REGION),
              AwsBasicCredentials.create(
                  LatchkeyServer.ACCESS_KEY_ID, LatchkeyServer.SECRET_ACCESS_KEY))) {
        latchkey.call(
            "SubscribeEvents",
            Json.write(
                Map.of(
                    "Protocol",
                    "EMAIL",
                    "Endpoint",
                    "events@readers.test",
                    "DetailTypes",
                    List.of("ACM Certificate Available"))));
        assertThat(subscriptions(latchkey)).contains("\"PENDING_CONFIRMATION\"");
        Await.until("the address is asked", () -> mailTo("events@readers.test").size() == 1);
        String unheard = issuer.request(clients, "unheard.latchkey.test");

        URI link = link(mailTo("events@readers.test").get(0));
        assertThat(send(HttpRequest.newBuilder(link)).body())
            .contains("events@readers.test", "ACM Certificate Available");
        assertThat(subscriptions(latchkey)).contains("\"PENDING_CONFIRMATION\"");
        assertThat(send(post(link.resolve("subscription"), "x".repeat(43))).statusCode())
            .isEqualTo(404);
        String token = link.getQuery().substring("token=".length());
        assertThat(send(post(link.resolve("subscription"), token)).statusCode()).isEqualTo(200);
        assertThat(send(post(link.resolve("subscription"), token)).statusCode()).isEqualTo(404);
        assertThat(subscriptions(latchkey)).contains("\"CONFIRMED\"");

        String arn = issuer.request(clients, "heard.latchkey.test");
        Await.until(
            "the event is told",
            () -> mailTo("events@readers.test").stream().anyMatch(letter -> letter.contains(arn)));
        assertThat(mailTo("events@readers.test")).noneMatch(letter -> letter.contains(unheard));
        assertThat(new AuditTrail(server).lines())
            .filteredOn(line -> line.contains("\"eventName\":\"ConfirmEventSubscription\""))
            .hasSize(3)
            .noneMatch(line -> line.contains(token));
      }
    }

    private static String subscriptions(LatchkeyClient latchkey) {
      return latchkey.call("ListEventSubscriptions", "{}");
    }

    /** The texts of what was sent to an address, the oldest first. */
    private List<String> mailTo(String address) {
      return Stream.of(mail.getReceivedMessages())
          .filter(message -> GreenMailUtil.getHeaders(message).contains(address))
          .map(GreenMailUtil::getBody)
          .toList();
    }

    private long letters(String domain) {
      return Stream.of(mail.getReceivedMessages())
          .filter(message -> GreenMailUtil.getHeaders(message).contains("admin@" + domain))
          .count();
    }

    private static URI link(String letter) {
      Matcher link = Pattern.compile("http://\\S+").matcher(letter);
      assertThat(link.find()).isTrue();
      return URI.create(link.group());
    }

    private void resend(String arn, String name, String domain) {
      acm.resendValidationEmail(
          request -> request.certificateArn(arn).domain(name).validationDomain(domain));
    }

    private static HttpRequest.Builder post(URI page, String token) {
      return HttpRequest.newBuilder(page)
          .header("Content-Type", "application/x-www-form-urlencoded")
          .POST(HttpRequest.BodyPublishers.ofString("token=" + token));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
      return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void redirectOfTheWebServer_letsTheCertificateBeIssued() throws Exception {
      dns.loopback("site.latchkey.test.");
      String arn =
          acm.requestCertificate(
                  request ->
                      request
                          .domainName("site.latchkey.test")
                          .validationMethod(ValidationMethod.HTTP)
                          .keyAlgorithm(KeyAlgorithm.EC_PRIME256_V1))
              .certificateArn();
      HttpRedirect redirect = describe(arn).domainValidationOptions().get(0).httpRedirect();
      URI from = URI.create(redirect.redirectFrom());
      assertThat(from.getHost()).isEqualTo("site.latchkey.test");
      assertThat(send(HttpRequest.newBuilder(URI.create(redirect.redirectTo()))).statusCode())
          .isEqualTo(200);
      AtomicReference<String> target = new AtomicReference<>("http://127.0.0.1/elsewhere");
      Set<String> hosts = ConcurrentHashMap.newKeySet();
      web.createContext(
          from.getPath(),
          exchange -> {
            hosts.add(exchange.getRequestHeaders().getFirst("Host"));
            exchange.getResponseHeaders().set("Location", target.get());
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
          });
      Await.until("the web server was asked", () -> hosts.contains("site.latchkey.test"));
      assertThat(describe(arn).status()).isEqualTo(CertificateStatus.PENDING_VALIDATION);

      target.set(redirect.redirectTo());

      awaitStatus(arn, CertificateStatus.ISSUED);
      assertThat(statusAt(URI.create(redirect.redirectTo()), "site.latchkey.test"))
          .as("the file under a name that leads here")
          .contains(" 404 ");
    }

    /** The first line of the reply to a request for a URL, under another host's name. */
    private static String statusAt(URI url, String host) throws IOException {
      try (Socket socket = new Socket(url.getHost(), url.getPort())) {
        String request = "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n";
        socket
            .getOutputStream()
            .write(request.formatted(url.getPath(), host).getBytes(StandardCharsets.US_ASCII));
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
            .lines()
            .findFirst()
            .orElseThrow();
      }
    }

    @Test
    void webServersThatStall_holdUpNobodyElse() {
      Set<String> asked = ConcurrentHashMap.newKeySet();
      List<String> stalling =
          IntStream.range(0, STALLING)
              .mapToObj(i -> stall("stalls" + i + ".latchkey.test", asked))
              .toList();
      Await.until("the web servers were asked", () -> asked.size() == STALLING);

      Instant begun = Instant.now();
      String other = request(acm, "quick.latchkey.test");
      publish(record(other, 0));
      awaitStatus(other, CertificateStatus.ISSUED);

      // each has ten seconds: one after another, they would need thrice that
      assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(30));
      stalling.forEach(
          arn -> {
            assertThat(describe(arn).status()).isEqualTo(CertificateStatus.PENDING_VALIDATION);
            acm.deleteCertificate(request -> request.certificateArn(arn));
          });
    }

    /** Requests a certificate for a name whose web server begins an answer and no more. */
    private String stall(String name, Set<String> asked) {
      dns.loopback(name + ".");
      String arn =
          acm.requestCertificate(
                  request ->
                      request
                          .domainName(name)
                          .validationMethod(ValidationMethod.HTTP)
                          .keyAlgorithm(KeyAlgorithm.EC_PRIME256_V1))
              .certificateArn();
      String from = describe(arn).domainValidationOptions().get(0).httpRedirect().redirectFrom();
      web.createContext(
          URI.create(from).getPath(),
          exchange -> {
            asked.add(from);
            exchange.sendResponseHeaders(200, 10); // of which nothing follows
          });
      return arn;
    }

    @Test
    void labelThatStandsForNothing_isRefused() {
      assertThatExceptionOfType(AcmException.class)
          .isThrownBy(() -> request(acm, "xn--zzzzzzzzzzz99999999.latchkey.test"))
          .withMessageContaining("no internationalized label");
    }

    @Test
    void requestOfWhichNoRecordAppears_timesOutAfterThreeDays() throws SQLException {
      String arn = request(acm, "late.latchkey.test");
      try (Connection database = server.database();
          PreparedStatement age =
              database.prepareStatement("update certificate set created_at = ? where id = ?")) {
        age.setObject(1, OffsetDateTime.now(ZoneOffset.UTC).minus(Duration.ofHours(73)));
        age.setString(2, arn.substring(arn.lastIndexOf('/') + 1));
        age.executeUpdate();
      }

      awaitStatus(arn, CertificateStatus.VALIDATION_TIMED_OUT);

      assertThat(describe(arn).domainValidationOptions().get(0).validationStatus())
          .isEqualTo(DomainStatus.FAILED);
    }

    @Test
    void pendingRequest_isDeleted() {
      String arn = request(acm, "never.latchkey.test");

      acm.deleteCertificate(request -> request.certificateArn(arn));

      assertThat(
              acm.listCertificatesPaginator(
                      request ->
                          request.includes(types -> types.keyTypes(KeyAlgorithm.EC_PRIME256_V1)))
                  .certificateSummaryList())
          .noneMatch(summary -> summary.certificateArn().equals(arn));
    }
  }
}
