package org.latchkey.publicca;

import java.net.http.HttpClient;
import javax.net.ssl.SSLContext;
import org.shredzone.acme4j.connector.HttpConnector;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.provider.GenericAcmeProvider;

/** Reaches a CA's directory at any URL, with the trust that the operator has set. */
final class TrustingProvider extends GenericAcmeProvider {

  private final SSLContext trust;

  TrustingProvider(SSLContext trust) {
    this.trust = trust;
  }

  @Override
  protected HttpConnector createHttpConnector(NetworkSettings settings) {
    return new HttpConnector(settings) {
      @Override
      public HttpClient.Builder createClientBuilder() {
        return super.createClientBuilder().sslContext(trust);
      }
    };
  }
}
