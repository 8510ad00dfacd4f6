package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static software.amazon.awssdk.services.acm.model.CertificateStatus.ISSUED;
import static software.amazon.awssdk.services.acm.model.CertificateStatus.PENDING_VALIDATION;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.latchkey.client.Endpoint;
import org.latchkey.client.Json;
import org.latchkey.client.LatchkeyClient;
import org.latchkey.client.Pem;
import org.latchkey.client.ServiceCredentials;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.waiters.WaiterOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.acm.model.CertificateStatus;
import software.amazon.awssdk.services.acmpca.AcmPcaClient;
import software.amazon.awssdk.services.acmpca.model.ActionType;
import software.amazon.awssdk.services.acmpca.model.CertificateAuthorityType;
import software.amazon.awssdk.services.acmpca.model.KeyAlgorithm;
import software.amazon.awssdk.services.acmpca.model.SigningAlgorithm;
import software.amazon.awssdk.services.acmpca.model.ValidityPeriodType;
import software.amazon.awssdk.services.acmpca.waiters.AcmPcaWaiter;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.AliasListEntry;
import software.amazon.awssdk.services.kms.model.GrantListEntry;

/** The account's root user with its clients, and what tests of associations have it do. */
final class RootUser implements AutoCloseable {
  /** Under this name a resource's ARN stands in the encryption context of the tests' services. */
  static final String CONTEXT_KEY = "aws:elasticloadbalancing:arn";

  private static final Region REGION = Region.of(LatchkeyServer.REGION);
  private static final String ROOT_TEMPLATE = "arn:aws:acm-pca:::template/RootCACertificate/V1";

  /** Longer than a certificate's life, which ACM has begin now. */
  private static final long AUTHORITY_YEARS = 10;

  private static final WaiterOverrideConfiguration PATIENCE =
      WaiterOverrideConfiguration.builder()
          .backoffStrategyV2(BackoffStrategy.fixedDelay(Duration.ofMillis(100)))
          .waitTimeout(Duration.ofMinutes(2))
          .maxAttempts(Integer.MAX_VALUE)
          .build();

  private final SdkHttpClient http;
  private final KmsClient kms;
  private final AcmClient acm;
  private final AcmPcaClient acmPca;
  private final LatchkeyClient latchkey;
  private @Nullable String authorityArn;

  /**
   * A registered service.
   *
   * @param name its name
   * @param credentials its credentials
   */
  record Service(String name, ServiceCredentials credentials) {

    /** The ARN of one of its resources. */
    String resource(String id) {
      return "arn:aws:elasticloadbalancing:"
          + LatchkeyServer.REGION
          + ":"
          + LatchkeyServer.ACCOUNT_ID
          + ":loadbalancer/app/"
          + name
          + "/"
          + id;
    }
  }

  /**
   * One association as {@code ListAssociations} shows it.
   *
   * @param status {@code ACTIVE} or {@code BROKEN}
   */
  record Association(
      String associationId,
      String certificateArn,
      String resourceArn,
      String grantId,
      String status) {

    private static Association of(JsonNode association) {
      return new Association(
          association.path("AssociationId").asText(),
          association.path("CertificateArn").asText(),
          association.path("ResourceArn").asText(),
          association.path("GrantId").asText(),
          association.path("Status").asText());
    }
  }

  RootUser(LatchkeyServer server) {
    Endpoint endpoint = endpoint(server);
    AwsBasicCredentials credentials =
        AwsBasicCredentials.create(LatchkeyServer.ACCESS_KEY_ID, LatchkeyServer.SECRET_ACCESS_KEY);
    http = endpoint.httpClient();
    kms = endpoint.client(KmsClient.builder(), REGION, credentials, http);
    acm = endpoint.client(AcmClient.builder(), REGION, credentials, http);
    acmPca = endpoint.client(AcmPcaClient.builder(), REGION, credentials, http);
    latchkey = new LatchkeyClient(endpoint, REGION, credentials);
  }

  static Endpoint endpoint(LatchkeyServer server) {
    return server.answersHttp()
        ? new Endpoint(server.endpoint(), null)
        : new Endpoint(server.httpsEndpoint(), certificate(server));
  }

  private static X509Certificate certificate(LatchkeyServer server) {
    try {
      return Pem.certificate(Files.readString(server.certificate()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  KmsClient kms() {
    return kms;
  }

  AcmClient acm() {
    return acm;
  }

  LatchkeyClient latchkey() {
    return latchkey;
  }

  /** Registers a service whose name begins so, with resources of its own. */
  Service register(String prefix) {
    String name = prefix + "-" + UUID.randomUUID().toString().substring(0, 8);
    String pattern =
        "arn:aws:elasticloadbalancing:*:"
            + LatchkeyServer.ACCOUNT_ID
            + ":loadbalancer/app/"
            + name
            + "/*";
    return new Service(name, latchkey.registerService(name, CONTEXT_KEY, pattern));
  }

  /** A new certificate from a private authority; its ARN. */
  String certificate() {
    String authority = authority();
    String arn =
        acm.requestCertificate(
                request ->
                    request
                        .domainName("web.latchkey.test")
                        .certificateAuthorityArn(authority)
                        .keyAlgorithm("EC_prime256v1"))
            .certificateArn();
    Await.until("the request is decided", () -> status(arn) != PENDING_VALIDATION);
    assertThat(status(arn)).isEqualTo(ISSUED);
    return arn;
  }

  private CertificateStatus status(String certificateArn) {
    return acm.describeCertificate(request -> request.certificateArn(certificateArn))
        .certificate()
        .status();
  }

  /** The resources that use a certificate. */
  List<String> inUseBy(String certificateArn) {
    return acm.describeCertificate(request -> request.certificateArn(certificateArn))
        .certificate()
        .inUseBy();
  }

  /** The ARN of the key that protects ACM's private keys here. */
  String acmKey() {
    String keyId =
        kms.listAliasesPaginator().aliases().stream()
            .filter(alias -> "alias/aws/acm".equals(alias.aliasName()))
            .map(AliasListEntry::targetKeyId)
            .findFirst()
            .orElseThrow();
    return kms.describeKey(request -> request.keyId(keyId)).keyMetadata().arn();
  }

  /** The grants of ACM's key that a service holds. */
  List<GrantListEntry> grants(Service service) {
    String grantee = service.credentials().serviceArn();
    return kms.listGrantsPaginator(request -> request.keyId(acmKey())).grants().stream()
        .filter(grant -> grantee.equals(grant.granteePrincipal()))
        .toList();
  }

  /** The associations of a service, in all their pages. */
  List<Association> associations(Service service) {
    List<Association> found = new ArrayList<>();
    String token = null;
    do {
      Map<String, String> request = token == null ? Map.of() : Map.of("NextToken", token);
      JsonNode page = Json.tree(latchkey.call("ListAssociations", Json.write(request)));
      for (JsonNode association : page.path("Associations")) {
        if (service.name().equals(association.path("Service").asText())) {
          found.add(Association.of(association));
        }
      }
      token = page.path("NextToken").asText(null);
    } while (token != null);
    return found;
  }

  private String authority() {
    String known = authorityArn;
    if (known != null) {
      return known;
    }
    String arn =
        acmPca
            .createCertificateAuthority(
                request ->
                    request
                        .certificateAuthorityType(CertificateAuthorityType.ROOT)
                        .certificateAuthorityConfiguration(
                            configuration ->
                                configuration
                                    .keyAlgorithm(KeyAlgorithm.EC_PRIME256_V1)
                                    .signingAlgorithm(SigningAlgorithm.SHA256_WITHECDSA)
                                    .subject(subject -> subject.commonName("Root of the tests"))))
            .certificateAuthorityArn();
    SdkBytes certificate = SdkBytes.fromUtf8String(selfIssued(arn));
    acmPca.importCertificateAuthorityCertificate(
        request -> request.certificateAuthorityArn(arn).certificate(certificate));
    acmPca.createPermission(
        request ->
            request
                .certificateAuthorityArn(arn)
                .principal("acm.amazonaws.com")
                .actions(
                    ActionType.ISSUE_CERTIFICATE,
                    ActionType.GET_CERTIFICATE,
                    ActionType.LIST_PERMISSIONS));
    authorityArn = arn;
    return arn;
  }

  private String selfIssued(String authority) {
    try (AcmPcaWaiter waiter =
        AcmPcaWaiter.builder().client(acmPca).overrideConfiguration(PATIENCE).build()) {
      waiter.waitUntilCertificateAuthorityCSRCreated(
          request -> request.certificateAuthorityArn(authority));
      String csr =
          acmPca
              .getCertificateAuthorityCsr(request -> request.certificateAuthorityArn(authority))
              .csr();
      String arn =
          acmPca
              .issueCertificate(
                  request ->
                      request
                          .certificateAuthorityArn(authority)
                          .csr(SdkBytes.fromUtf8String(csr))
                          .templateArn(ROOT_TEMPLATE)
                          .signingAlgorithm(SigningAlgorithm.SHA256_WITHECDSA)
                          .validity(v -> v.type(ValidityPeriodType.YEARS).value(AUTHORITY_YEARS)))
              .certificateArn();
      waiter.waitUntilCertificateIssued(
          request -> request.certificateAuthorityArn(authority).certificateArn(arn));
      return acmPca
          .getCertificate(request -> request.certificateAuthorityArn(authority).certificateArn(arn))
          .certificate();
    }
  }

  @Override
  public void close() {
    kms.close();
    acm.close();
    acmPca.close();
    latchkey.close();
    http.close();
  }
}
