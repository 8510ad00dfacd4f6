package org.latchkey.client;

import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;

/**
 * Where Latchkey's HTTP interface is.
 *
 * @param uri {@code http://host:port} or {@code https://host:port}
 * @param trusted the one certificate to trust for HTTPS, such as the one that the server issued to
 *     itself; null to trust what the Java runtime trusts
 */
public record Endpoint(URI uri, @Nullable X509Certificate trusted) {

  /**
   * Points an SDK client at this endpoint.
   *
   * @param http what carries its calls: from {@link #httpClient()}, closed by whoever made it
   */
  public <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(
      B builder, Region region, AwsBasicCredentials credentials, SdkHttpClient http) {
    return builder
        .endpointOverride(uri)
        .region(region)
        .credentialsProvider(StaticCredentialsProvider.create(credentials))
        .httpClient(http)
        .build();
  }

  /** A new HTTP client that trusts what this endpoint says. */
  public SdkHttpClient httpClient() {
    X509Certificate certificate = trusted;
    if (certificate == null) {
      return UrlConnectionHttpClient.create();
    }
    TrustManager[] managers = trustManagers(certificate);
    return UrlConnectionHttpClient.builder().tlsTrustManagersProvider(() -> managers).build();
  }

  /** Trust managers that accept what {@code anchor} has issued, and nothing else. */
  public static TrustManager[] trustManagers(X509Certificate anchor) {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry("anchor", anchor);
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return factory.getTrustManagers();
    } catch (GeneralSecurityException | java.io.IOException e) {
      throw new IllegalStateException("The Java runtime has no working trust manager", e);
    }
  }
}
