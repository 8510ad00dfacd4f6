package org.latchkey.tests;

import java.security.cert.X509Certificate;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.latchkey.client.Endpoint;
import org.latchkey.client.ServiceCredentials;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.accessanalyzer.AccessAnalyzerClient;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.acmpca.AcmPcaClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.organizations.OrganizationsClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * The AWS SDK's clients of one caller in one Region. They ask once: what a retry would hide is seen
 * here.
 */
final class AwsClients implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Endpoint endpoint;
  private final Region region;
  private final AwsCredentials credentials;
  private final SdkHttpClient http;
  private final KmsClient kms;
  private final AcmClient acm;
  private final AcmPcaClient acmPca;
  private final StsClient sts;
  private final IamClient iam;
  private final OrganizationsClient organizations;
  private final AccessAnalyzerClient accessAnalyzer;

  private AwsClients(LatchkeyServer server, Region region, AwsCredentials credentials) {
    endpoint = RootUser.endpoint(server);
    http = httpClient(endpoint.trusted());
    this.region = region;
    this.credentials = credentials;
    kms = build(KmsClient.builder());
    acm = build(AcmClient.builder());
    acmPca = build(AcmPcaClient.builder());
    sts = build(StsClient.builder());
    iam = build(IamClient.builder());
    organizations = build(OrganizationsClient.builder());
    accessAnalyzer = build(AccessAnalyzerClient.builder());
  }

  /** The root user in the server's own Region. */
  static AwsClients root(LatchkeyServer server) {
    return root(server, Region.of(LatchkeyServer.REGION));
  }

  /** The root user in some Region. */
  static AwsClients root(LatchkeyServer server, Region region) {
    return new AwsClients(
        server,
        region,
        AwsBasicCredentials.create(LatchkeyServer.ACCESS_KEY_ID, LatchkeyServer.SECRET_ACCESS_KEY));
  }

  /** An integrated service in the server's own Region. */
  static AwsClients of(LatchkeyServer server, ServiceCredentials service) {
    return new AwsClients(
        server,
        Region.of(LatchkeyServer.REGION),
        AwsBasicCredentials.create(service.accessKeyId(), service.secretAccessKey()));
  }

  /** Whoever has these credentials, in the server's own Region. */
  static AwsClients of(LatchkeyServer server, AwsCredentials credentials) {
    return of(server, Region.of(LatchkeyServer.REGION), credentials);
  }

  static AwsClients of(LatchkeyServer server, Region region, AwsCredentials credentials) {
    return new AwsClients(server, region, credentials);
  }

  private static SdkHttpClient httpClient(@Nullable X509Certificate trusted) {
    UrlConnectionHttpClient.Builder client =
        UrlConnectionHttpClient.builder().socketTimeout(PATIENCE);
    if (trusted != null) {
      client.tlsTrustManagersProvider(() -> Endpoint.trustManagers(trusted));
    }
    return client.build();
  }

  KmsClient kms() {
    return kms;
  }

  AcmClient acm() {
    return acm;
  }

  AcmPcaClient acmPca() {
    return acmPca;
  }

  StsClient sts() {
    return sts;
  }

  IamClient iam() {
    return iam;
  }

  OrganizationsClient organizations() {
    return organizations;
  }

  AccessAnalyzerClient accessAnalyzer() {
    return accessAnalyzer;
  }

  private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C build(B builder) {
    return builder
        .endpointOverride(endpoint.uri())
        .region(region)
        .credentialsProvider(StaticCredentialsProvider.create(credentials))
        .httpClient(http)
        .overrideConfiguration(override -> override.retryStrategy(AwsRetryStrategy.doNotRetry()))
        .build();
  }

  @Override
  public void close() {
    kms.close();
    acm.close();
    acmPca.close();
    sts.close();
    iam.close();
    organizations.close();
    accessAnalyzer.close();
    http.close();
  }
}
