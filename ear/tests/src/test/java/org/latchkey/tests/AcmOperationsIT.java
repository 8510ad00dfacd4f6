package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.latchkey.client.Endpoint;
import org.latchkey.client.Json;
import org.latchkey.client.LatchkeyClient;
import org.latchkey.client.LatchkeyException;
import org.latchkey.client.Pem;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.acm.model.AcmException;
import software.amazon.awssdk.services.acm.model.CertificateDetail;
import software.amazon.awssdk.services.acm.model.CertificateStatus;
import software.amazon.awssdk.services.acm.model.CertificateSummary;
import software.amazon.awssdk.services.acm.model.CertificateTransparencyLoggingPreference;
import software.amazon.awssdk.services.acm.model.ConflictException;
import software.amazon.awssdk.services.acm.model.InvalidStateException;
import software.amazon.awssdk.services.acm.model.InvalidTagException;
import software.amazon.awssdk.services.acm.model.KeyAlgorithm;
import software.amazon.awssdk.services.acm.model.RenewalEligibility;
import software.amazon.awssdk.services.acm.model.RenewalStatus;
import software.amazon.awssdk.services.acm.model.RevocationReason;
import software.amazon.awssdk.services.acm.model.SortBy;
import software.amazon.awssdk.services.acm.model.SortOrder;
import software.amazon.awssdk.services.acm.model.Tag;
import software.amazon.awssdk.services.acm.model.TooManyTagsException;
import software.amazon.awssdk.services.acm.model.ValidationMethod;

/** ACM's operations on certificates that exist: tags, options, renewal, lists and searches. */
@ExtendWith(LatchkeyExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AcmOperationsIT {
  /** A Region of these tests' own, so that lists hold what they made and nothing else. */
  private final Region region;

  private final AwsClients clients;
  private final AcmClient acm;
  private final LatchkeyClient json;
  private PrivateAuthority authority;

  AcmOperationsIT(LatchkeyServer server) {
    region = server.unusedRegion();
    clients = AwsClients.root(server, region);
    acm = clients.acm();
    json =
        LatchkeyClient.ofAcm(
            new Endpoint(server.endpoint(), null),
            region,
            AwsBasicCredentials.create(
                LatchkeyServer.ACCESS_KEY_ID, LatchkeyServer.SECRET_ACCESS_KEY));
  }

  @BeforeAll
  void createAuthority() {
    authority = PrivateAuthority.create(clients.acmPca());
  }

  @AfterAll
  void close() {
    json.close();
    clients.close();
  }

  private String request(String name) {
    return authority.request(clients, name);
  }

  private CertificateDetail describe(String arn) {
    return acm.describeCertificate(request -> request.certificateArn(arn)).certificate();
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  private JsonNode call(String operation, String request) {
    return Json.tree(json.call(operation, request));
  }

  @Test
  void tags_areAddedListedAndRemoved() {
    String arn = request("tagged.latchkey.test");

    acm.addTagsToCertificate(
        request -> request.certificateArn(arn).tags(tag("team", "web"), tag("tier", "1")));
    acm.addTagsToCertificate(request -> request.certificateArn(arn).tags(tag("tier", "2")));

    assertThat(acm.listTagsForCertificate(request -> request.certificateArn(arn)).tags())
        .containsExactly(tag("team", "web"), tag("tier", "2"));

    acm.removeTagsFromCertificate(
        request ->
            request
                .certificateArn(arn)
                .tags(tag("tier", "another value"), Tag.builder().key("team").build()));

    assertThat(acm.listTagsForCertificate(request -> request.certificateArn(arn)).tags())
        .containsExactly(tag("tier", "2"));
  }

  @Test
  void certificateThatNobodyIsThereToIssue_isRefused() {
    assertThatExceptionOfType(AcmException.class)
        .isThrownBy(
            () ->
                acm.requestCertificate(
                    request ->
                        request
                            .domainName("early.latchkey.test")
                            .validationMethod(ValidationMethod.DNS)))
        .withMessageContaining("No issuer of validated certificates is configured");
  }

  @Test
  void reservedAndTooManyTags_areRefused() {
    String arn = request("overtagged.latchkey.test");
    List<Tag> fifty = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      fifty.add(tag("key-" + i, ""));
    }
    acm.addTagsToCertificate(request -> request.certificateArn(arn).tags(fifty));

    assertThatExceptionOfType(TooManyTagsException.class)
        .isThrownBy(
            () ->
                acm.addTagsToCertificate(
                    request -> request.certificateArn(arn).tags(tag("one more", ""))));
    assertThatExceptionOfType(InvalidTagException.class)
        .isThrownBy(
            () ->
                acm.addTagsToCertificate(
                    request -> request.certificateArn(arn).tags(tag("aws:mine", ""))));
  }

  @Test
  void resourceTags_areTheCertificatesTags() {
    String arn = request("resource.latchkey.test");

    json.call(
        "TagResource",
        "{\"ResourceArn\":\"%s\",\"Tags\":[{\"Key\":\"a\",\"Value\":\"1\"}]}".formatted(arn));
    JsonNode listed = call("ListTagsForResource", "{\"ResourceArn\":\"%s\"}".formatted(arn));

    assertThat(listed.toString()).isEqualTo("{\"Tags\":[{\"Key\":\"a\",\"Value\":\"1\"}]}");
    assertThat(acm.listTagsForCertificate(request -> request.certificateArn(arn)).tags())
        .containsExactly(tag("a", "1"));

    json.call(
        "UntagResource", "{\"ResourceArn\":\"%s\",\"TagKeys\":[\"a\",\"none\"]}".formatted(arn));
    assertThat(call("ListTagsForResource", "{\"ResourceArn\":\"%s\"}".formatted(arn)).path("Tags"))
        .isEmpty();
  }

  @Test
  void accountConfiguration_isKeptAndBounded() {
    assertThat(acm.getAccountConfiguration(request -> {}).expiryEvents().daysBeforeExpiry())
        .isEqualTo(45);

    acm.putAccountConfiguration(
        request -> request.idempotencyToken("one").expiryEvents(days -> days.daysBeforeExpiry(30)));

    assertThat(acm.getAccountConfiguration(request -> {}).expiryEvents().daysBeforeExpiry())
        .isEqualTo(30);
    assertThatExceptionOfType(AcmException.class)
        .isThrownBy(
            () ->
                acm.putAccountConfiguration(
                    request ->
                        request
                            .idempotencyToken("two")
                            .expiryEvents(days -> days.daysBeforeExpiry(46))))
        .satisfies(
            refusal ->
                assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo("ValidationException"));
  }

  @Test
  void options_areUpdatedButForExport() {
    String arn = request("options.latchkey.test");

    acm.updateCertificateOptions(
        request ->
            request
                .certificateArn(arn)
                .options(
                    options ->
                        options.certificateTransparencyLoggingPreference(
                            CertificateTransparencyLoggingPreference.DISABLED)));

    assertThat(describe(arn).options().certificateTransparencyLoggingPreference())
        .isEqualTo(CertificateTransparencyLoggingPreference.DISABLED);
    assertThatExceptionOfType(InvalidStateException.class)
        .isThrownBy(
            () ->
                acm.updateCertificateOptions(
                    request ->
                        request
                            .certificateArn(arn)
                            .options(options -> options.export("DISABLED"))));
  }

  @Test
  void renewal_givesAnExportedCertificateAnotherKeyUnderItsArn() throws Exception {
    String arn = request("renewed.latchkey.test");
    assertThatExceptionOfType(AcmException.class)
        .isThrownBy(() -> acm.renewCertificate(request -> request.certificateArn(arn)))
        .withMessageContaining("not eligible");

    X509Certificate before = certificate(ExportedKey.export(acm, arn).certificate());
    assertThat(describe(arn).renewalEligibility()).isEqualTo(RenewalEligibility.ELIGIBLE);
    acm.renewCertificate(request -> request.certificateArn(arn));

    CertificateDetail after = describe(arn);
    assertThat(after.renewalEligibility()).isEqualTo(RenewalEligibility.INELIGIBLE);
    assertThat(after.renewalSummary().renewalStatus()).isEqualTo(RenewalStatus.SUCCESS);
    assertThat(certificate(ExportedKey.export(acm, arn).certificate()).getPublicKey())
        .isNotEqualTo(before.getPublicKey());
    assertThat(new BigInteger(after.serial().replace(":", ""), 16))
        .isNotEqualTo(before.getSerialNumber());
    assertThat(describe(arn).renewalEligibility()).isEqualTo(RenewalEligibility.ELIGIBLE);
  }

  @Test
  void managedCertificate_isFoundByItsManager() {
    String arn =
        call(
                "RequestCertificate",
                """
                {"DomainName":"managed.latchkey.test","CertificateAuthorityArn":"%s",
                 "KeyAlgorithm":"EC_prime256v1","ManagedBy":"CLOUDFRONT"}"""
                    .formatted(authority.arn()))
            .path("CertificateArn")
            .asText();

    JsonNode listed =
        call(
                "ListCertificates",
                "{\"Includes\":{\"keyTypes\":[\"EC_prime256v1\"],\"managedBy\":\"CLOUDFRONT\"}}")
            .path("CertificateSummaryList");
    JsonNode found =
        call(
                "SearchCertificates",
                "{\"FilterStatement\":{\"Filter\":{\"AcmCertificateMetadataFilter\":{\"ManagedBy\":\"CLOUDFRONT\"}}}}")
            .path("Results");

    assertThat(listed.findValuesAsText("CertificateArn")).containsExactly(arn);
    assertThat(listed.findValuesAsText("ManagedBy")).containsExactly("CLOUDFRONT");
    assertThat(found.findValuesAsText("CertificateArn")).containsExactly(arn);
    assertThat(describe(arn).managedByAsString()).isEqualTo("CLOUDFRONT");
  }

  private static X509Certificate certificate(String pem) {
    return Pem.certificate(pem);
  }

  @Test
  void pagesInTheOrderOfCreation_showEachCertificateOnce() {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      made.add(request("page-%d.latchkey.test".formatted(i)));
    }

    List<String> listed =
        acm
            .listCertificatesPaginator(
                request ->
                    request
                        .maxItems(2)
                        .sortBy(SortBy.CREATED_AT)
                        .sortOrder(SortOrder.DESCENDING)
                        .includes(types -> types.keyTypes(KeyAlgorithm.EC_PRIME256_V1)))
            .certificateSummaryList()
            .stream()
            .map(CertificateSummary::certificateArn)
            .filter(made::contains)
            .toList();

    List<String> newestFirst = new ArrayList<>(made);
    Collections.reverse(newestFirst);
    assertThat(listed).isEqualTo(newestFirst);
  }

  @Test
  void search_findsByNameStatusAndSerial() throws Exception {
    String name = "find-" + UUID.randomUUID() + ".latchkey.test";
    String arn = request(name);
    KeyAndCertificate other = KeyAndCertificate.create("EC", 256, "imported." + name);
    SdkBytes certificate = other.certificatePem();
    SdkBytes privateKey = other.privateKeyPem();
    String imported =
        acm.importCertificate(request -> request.certificate(certificate).privateKey(privateKey))
            .certificateArn();

    assertThat(found(commonName(name, "EQUALS"))).containsExactly(arn);
    assertThat(found(commonName(name, "CONTAINS"))).containsExactlyInAnyOrder(arn, imported);
    assertThat(
            found(
                """
                {"And":[%s,{"Not":{"Filter":{"AcmCertificateMetadataFilter":{"Type":"PRIVATE"}}}}]}"""
                    .formatted(commonName(name, "CONTAINS"))))
        .containsExactly(imported);
    assertThat(
            found(
                """
                {"Or":[{"Filter":{"CertificateArn":"%s"}},{"Filter":{"X509AttributeFilter":
                {"SerialNumber":"%s"}}}]}"""
                    .formatted(arn, describe(imported).serial())))
        .containsExactlyInAnyOrder(arn, imported);
    assertThat(
            found(
                """
                {"Filter":{"X509AttributeFilter":{"SubjectAlternativeName":{"DnsName":
                {"Value":"%s","ComparisonOperator":"EQUALS"}}}}}"""
                    .formatted(name)))
        .containsExactly(arn);
  }

  private static String commonName(String value, String operator) {
    return """
    {"Filter":{"X509AttributeFilter":{"Subject":{"CommonName":
    {"Value":"%s","ComparisonOperator":"%s"}}}}}"""
        .formatted(value, operator);
  }

  private List<String> found(String statement) {
    List<String> arns = new ArrayList<>();
    call("SearchCertificates", "{\"FilterStatement\":%s}".formatted(statement))
        .path("Results")
        .forEach(result -> arns.add(result.path("CertificateArn").asText()));
    return arns;
  }

  @Test
  void importedCertificateWithoutAlternativeNames_isFoundByWhatItIsShownWith() throws Exception {
    String name = "only-common-" + UUID.randomUUID() + ".latchkey.test";
    KeyAndCertificate imported = KeyAndCertificate.with(name);
    SdkBytes certificate = imported.certificatePem();
    SdkBytes privateKey = imported.privateKeyPem();
    String arn =
        acm.importCertificate(request -> request.certificate(certificate).privateKey(privateKey))
            .certificateArn();

    assertThat(describe(arn).subjectAlternativeNames()).containsExactly(name);
    for (String operator : List.of("EQUALS", "CONTAINS")) {
      assertThat(
              found(
                  """
                  {"Filter":{"X509AttributeFilter":{"SubjectAlternativeName":{"DnsName":
                  {"Value":"%s","ComparisonOperator":"%s"}}}}}"""
                      .formatted(name, operator)))
          .as(operator)
          .containsExactly(arn);
    }
  }

  @Test
  void requestsOfOneToken_areEachMadeOnce() {
    String token = "t" + UUID.randomUUID().toString().replace("-", "").substring(0, 20);
    String first = requestWith("first.latchkey.test", token);

    String second = requestWith("second.latchkey.test", token);

    assertThat(second).isNotEqualTo(first);
    assertThat(requestWith("first.latchkey.test", token)).isEqualTo(first);
    assertThat(requestWith("second.latchkey.test", token)).isEqualTo(second);
  }

  private String requestWith(String name, String token) {
    return acm.requestCertificate(
            request ->
                request
                    .domainName(name)
                    .certificateAuthorityArn(authority.arn())
                    .idempotencyToken(token))
        .certificateArn();
  }

  @Test
  void searchResult_saysWhatTheCertificateSays() {
    String name = "said-" + UUID.randomUUID() + ".latchkey.test";
    request(name);

    JsonNode result =
        call("SearchCertificates", "{\"FilterStatement\":%s}".formatted(commonName(name, "EQUALS")))
            .path("Results")
            .path(0);

    JsonNode attributes = result.path("X509Attributes");
    assertThat(attributes.path("Subject").path("CommonName").asText()).isEqualTo(name);
    assertThat(attributes.path("Issuer").path("CommonName").asText())
        .isEqualTo("Root of the tests");
    assertThat(attributes.path("SubjectAlternativeNames").toString())
        .isEqualTo("[{\"DnsName\":\"%s\"}]".formatted(name));
    assertThat(attributes.path("KeyAlgorithm").asText()).isEqualTo("EC_prime256v1");
    JsonNode metadata = result.path("CertificateMetadata").path("AcmCertificateMetadata");
    assertThat(metadata.path("Status").asText()).isEqualTo("ISSUED");
    assertThat(metadata.path("CertificateKeyPairOrigin").asText()).isEqualTo("AWS_MANAGED");
  }

  @Test
  void everyOrder_showsEachCertificateOnce() {
    request("ordered-1.latchkey.test");
    request("ordered-2.latchkey.test");
    List<String> all = pages("CERTIFICATE_ARN", "ASCENDING");

    for (String order :
        List.of(
            "CREATED_AT",
            "NOT_AFTER",
            "STATUS",
            "RENEWAL_STATUS",
            "EXPORTED",
            "IN_USE",
            "NOT_BEFORE",
            "KEY_ALGORITHM",
            "TYPE",
            "COMMON_NAME",
            "REVOKED_AT",
            "RENEWAL_ELIGIBILITY",
            "ISSUED_AT",
            "MANAGED_BY",
            "EXPORT_OPTION",
            "VALIDATION_METHOD",
            "IMPORTED_AT",
            "ACME_ENDPOINT_ARN",
            "ACME_ACCOUNT_ID",
            "CERTIFICATE_KEY_PAIR_ORIGIN")) {
      for (String direction : List.of("ASCENDING", "DESCENDING")) {
        assertThat(pages(order, direction))
            .as("%s %s", order, direction)
            .containsExactlyInAnyOrderElementsOf(all);
      }
    }
  }

  /** The ARNs of every page, three certificates each, of what is there in this order. */
  private List<String> pages(String order, String direction) {
    List<String> arns = new ArrayList<>();
    String token = "";
    do {
      JsonNode page =
          call(
              "SearchCertificates",
              "{\"MaxResults\":3,\"SortBy\":\"%s\",\"SortOrder\":\"%s\"%s}"
                  .formatted(
                      order, direction, token.isEmpty() ? "" : ",\"NextToken\":\"" + token + "\""));
      page.path("Results").forEach(result -> arns.add(result.path("CertificateArn").asText()));
      token = page.path("NextToken").asText();
    } while (!token.isEmpty());
    return arns;
  }

  @Test
  void revocation_isOfExportedCertificatesAndForGood() {
    String arn = request("revoked.latchkey.test");
    assertThatExceptionOfType(AcmException.class)
        .isThrownBy(() -> revoke(arn, RevocationReason.SUPERSEDED))
        .withMessageContaining("has not been exported");
    ExportedKey.export(acm, arn);
    assertThatExceptionOfType(AcmException.class)
        .isThrownBy(() -> revoke(arn, RevocationReason.CERTIFICATE_HOLD))
        .withMessageContaining("is not for good");

    revoke(arn, RevocationReason.SUPERSEDED);

    CertificateDetail revoked = describe(arn);
    assertThat(revoked.status()).isEqualTo(CertificateStatus.REVOKED);
    assertThat(revoked.revocationReason()).isEqualTo(RevocationReason.SUPERSEDED);
    assertThat(revoked.revokedAt()).isNotNull();
    assertThat(revoked.renewalEligibility()).isEqualTo(RenewalEligibility.INELIGIBLE);
    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> revoke(arn, RevocationReason.SUPERSEDED));
  }

  private void revoke(String arn, RevocationReason reason) {
    acm.revokeCertificate(request -> request.certificateArn(arn).revocationReason(reason));
  }

  @Test
  void validationEmail_isNotSentForWhatNeedsNone() {
    String arn = request("mail.latchkey.test");

    assertThatExceptionOfType(InvalidStateException.class)
        .isThrownBy(
            () ->
                acm.resendValidationEmail(
                    request ->
                        request
                            .certificateArn(arn)
                            .domain("mail.latchkey.test")
                            .validationDomain("latchkey.test")));
  }

  @Test
  void acmeEndpoints_areUnsupported() {
    assertThatExceptionOfType(LatchkeyException.class)
        .isThrownBy(() -> json.call("ListAcmeEndpoints", "{}"))
        .satisfies(
            refusal -> assertThat(refusal.code()).isEqualTo("UnsupportedOperationException"));
  }
}
