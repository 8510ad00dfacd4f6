package org.latchkey.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.latchkey.tests.PolicyText.allow;
import static org.latchkey.tests.Refusal.assertRefused;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityResponse;

/** Roles for whom an OpenID Connect provider vouches for. */
@ExtendWith(LatchkeyExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebIdentityIT {
  private final LatchkeyServer server;
  private final AwsClients root;
  private final IamClient iam;
  private final IdentityProvider provider;
  private final StsClient unsigned;
  private String providerArn = "";
  private String roleArn = "";

  WebIdentityIT(LatchkeyServer server) throws Exception {
    this.server = server;
    root = AwsClients.root(server);
    iam = root.iam();
    provider = new IdentityProvider();
    unsigned =
        StsClient.builder()
            .endpointOverride(server.endpoint())
            .region(Region.of(LatchkeyServer.REGION))
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .httpClient(UrlConnectionHttpClient.create())
            .overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()))
            .build();
  }

  @BeforeAll
  void register() {
    providerArn =
        iam.createOpenIDConnectProvider(
                request ->
                    request
                        .url(provider.issuer())
                        .clientIDList("pipeline")
                        .thumbprintList(provider.thumbprint()))
            .openIDConnectProviderArn();
    String name = "web-" + UUID.randomUUID();
    roleArn =
        iam.createRole(
                request ->
                    request
                        .roleName(name)
                        .assumeRolePolicyDocument(
                            PolicyText.of(
                                """
                                {"Effect": "Allow", "Principal": {"Federated": "%s"},
                                 "Action": "sts:AssumeRoleWithWebIdentity",
                                 "Condition": {"StringEquals": {
                                   "%2$s:aud": "pipeline", "%2$s:sub": "repo:blue"}}}"""
                                    .formatted(providerArn, provider.name()))))
            .role()
            .arn();
    iam.putRolePolicy(
        request ->
            request
                .roleName(name)
                .policyName("list")
                .policyDocument(PolicyText.of(allow("kms:ListKeys", "*"))));
  }

  @AfterAll
  void close() {
    unsigned.close();
    provider.close();
    root.close();
  }

  private static Instant soon() {
    return Instant.now().plus(Duration.ofMinutes(5));
  }

  private AssumeRoleWithWebIdentityResponse assume(String token) {
    return unsigned.assumeRoleWithWebIdentity(
        request -> request.roleArn(roleArn).roleSessionName("build").webIdentityToken(token));
  }

  @Test
  void token_givesARoleToWhomItIsOf() throws Exception {
    AssumeRoleWithWebIdentityResponse assumed =
        assume(provider.token("repo:blue", "pipeline", soon()));

    assertThat(assumed.subjectFromWebIdentityToken()).isEqualTo("repo:blue");
    assertThat(assumed.provider()).isEqualTo(providerArn);
    assertThat(new AuditTrail(server).of(assumed.responseMetadata().requestId()))
        .singleElement()
        .satisfies(
            record -> {
              assertThat(record.at("/userIdentity/type").asText()).isEqualTo("WebIdentityUser");
              assertThat(record.at("/userIdentity/principalId").asText())
                  .isEqualTo(provider.name() + ":pipeline:repo:blue");
              assertThat(record.at("/userIdentity/identityProvider").asText())
                  .isEqualTo(providerArn);
              assertThat(record.path("recipientAccountId").asText())
                  .isEqualTo(LatchkeyServer.ACCOUNT_ID);
            });
    try (AwsClients session =
        AwsClients.of(
            server,
            AwsSessionCredentials.create(
                assumed.credentials().accessKeyId(),
                assumed.credentials().secretAccessKey(),
                assumed.credentials().sessionToken()))) {
      session.kms().listKeys();
      assertRefused("AccessDeniedException", () -> session.kms().createKey());
    }
  }

  @Test
  void tokenThatDoesNotHold_isRefused() throws Exception {
    String token = provider.token("repo:blue", "pipeline", soon());

    assertRefused(
        "AccessDenied", 403, () -> assume(provider.token("repo:red", "pipeline", soon())));
    assertRefused(
        "InvalidIdentityToken", 400, () -> assume(provider.token("repo:blue", "other", soon())));
    assertRefused(
        "ExpiredTokenException",
        400,
        () ->
            assume(
                provider.token("repo:blue", "pipeline", Instant.now().minus(Duration.ofHours(1)))));
    assertRefused(
        "InvalidIdentityToken",
        400,
        () ->
            assume(
                IdentityProvider.forged(
                    provider.token("repo:red0", "pipeline", soon()), "repo:red0", "repo:blue")));
    assertRefused("InvalidIdentityToken", 400, () -> assume("not.a.token"));
    try (IdentityProvider stranger = new IdentityProvider()) {
      assertRefused(
          "InvalidIdentityToken",
          400,
          () -> assume(stranger.token("repo:blue", "pipeline", soon())));
    }
    assume(token);
  }

  @Test
  void silentProvider_holdsNobodyUp() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        IdentityProvider unknown = new IdentityProvider()) {
      String url = "https://localhost:" + silent.getLocalPort();
      iam.createOpenIDConnectProvider(r -> r.url(url).clientIDList("pipeline"));
      String token =
          unknown
              .token("repo:blue", "pipeline", soon())
              .replaceAll("\\..*\\.", "." + claims(url) + ".");
      assertRefused("IDPCommunicationError", 400, () -> assume(token));

      long begun = System.nanoTime();
      for (int i = 0; i < 20; i++) {
        assertRefused("IDPCommunicationError", 400, () -> assume(token));
      }
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(8));
    }
  }

  private static String claims(String issuer) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(
            ("{\"iss\":\"" + issuer + "\",\"sub\":\"x\",\"aud\":\"pipeline\"}").getBytes(UTF_8));
  }

  @Test
  void providers_areListedChangedAndDeleted() {
    assertThat(iam.listOpenIDConnectProviders().openIDConnectProviderList())
        .anyMatch(each -> each.arn().equals(providerArn));
    String arn =
        iam.createOpenIDConnectProvider(r -> r.url("https://id.latchkey.test/realm"))
            .openIDConnectProviderArn();
    assertRefused(
        "EntityAlreadyExists",
        409,
        () -> iam.createOpenIDConnectProvider(r -> r.url("https://id.latchkey.test/realm")));
    assertRefused(
        "InvalidInput",
        400,
        () -> iam.createOpenIDConnectProvider(r -> r.url("http://id.latchkey.test")));
    iam.addClientIDToOpenIDConnectProvider(r -> r.openIDConnectProviderArn(arn).clientID("one"));
    iam.addClientIDToOpenIDConnectProvider(r -> r.openIDConnectProviderArn(arn).clientID("two"));
    iam.removeClientIDFromOpenIDConnectProvider(
        r -> r.openIDConnectProviderArn(arn).clientID("one"));
    iam.updateOpenIDConnectProviderThumbprint(
        r -> r.openIDConnectProviderArn(arn).thumbprintList("A".repeat(40)));
    var found = iam.getOpenIDConnectProvider(r -> r.openIDConnectProviderArn(arn));
    assertThat(found.url()).isEqualTo("id.latchkey.test/realm");
    assertThat(found.clientIDList()).containsExactly("two");
    assertThat(found.thumbprintList()).containsExactly("A".repeat(40));
    iam.deleteOpenIDConnectProvider(r -> r.openIDConnectProviderArn(arn));
    assertRefused(
        "NoSuchEntity",
        404,
        () -> iam.getOpenIDConnectProvider(r -> r.openIDConnectProviderArn(arn)));
    iam.deleteOpenIDConnectProvider(r -> r.openIDConnectProviderArn(arn));
  }
}
