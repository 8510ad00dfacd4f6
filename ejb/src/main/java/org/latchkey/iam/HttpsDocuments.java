package org.latchkey.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import org.latchkey.crypto.PinnedTrust;

/**
 * Fetches what an identity provider publishes: over HTTPS alone, a mebibyte at most, within
 * seconds, without following redirects.
 */
final class HttpsDocuments implements ResourceRetriever {

  private static final int PATIENCE_MILLIS = 5_000;
  private static final int LONGEST = 1 << 20;
  private static final int OK = 200;

  private final SSLSocketFactory sockets;

  HttpsDocuments(Set<String> thumbprints) {
    sockets = PinnedTrust.socketFactory(thumbprints);
  }

  /**
   * Where an issuer's keys are (OpenID Connect Discovery 1.0, section 4).
   *
   * @param issuer without {@code https://}
   */
  URL keySet(String issuer) throws IOException {
    URL discovery = url("https://" + issuer + "/.well-known/openid-configuration");
    JsonNode configuration = new ObjectMapper().readTree(retrieveResource(discovery).getContent());
    return url(configuration.path("jwks_uri").asText());
  }

  @Override
  public Resource retrieveResource(URL url) throws IOException {
    if (!(url.openConnection() instanceof HttpsURLConnection connection)) {
      throw new IOException("not an HTTPS URL");
    }
    connection.setSSLSocketFactory(sockets);
    connection.setInstanceFollowRedirects(false);
    connection.setConnectTimeout(PATIENCE_MILLIS);
    connection.setReadTimeout(PATIENCE_MILLIS);
    if (connection.getResponseCode() != OK) {
      throw new IOException("answered with status " + connection.getResponseCode());
    }
    try (InputStream in = connection.getInputStream()) {
      byte[] content = in.readNBytes(LONGEST + 1);
      if (content.length > LONGEST) {
        throw new IOException("the document is too long");
      }
      return new Resource(new String(content, StandardCharsets.UTF_8), connection.getContentType());
    } finally {
      connection.disconnect();
    }
  }

  private static URL url(String text) throws IOException {
    try {
      return URI.create(text).toURL();
    } catch (IllegalArgumentException none) {
      throw new IOException("not a URL", none);
    }
  }
}
