package org.latchkey.tests;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import software.amazon.awssdk.services.iam.model.Tag;

/** An OpenID Connect provider on this machine, with a certificate that nobody knows. */
final class IdentityProvider implements AutoCloseable {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
  private static final int COORDINATE = 32;

  private final HttpsServer server;
  private final KeyPair keys;
  private final String thumbprint;
  private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
  private volatile String person = "nobody";
  private volatile List<String> groupsOfPerson = List.of();

  IdentityProvider() throws Exception {
    KeyAndCertificate tls = KeyAndCertificate.create("EC", 256, "localhost");
    X509Certificate certificate =
        new JcaX509CertificateConverter().getCertificate(tls.certificate());
    thumbprint =
        HexFormat.of()
            .formatHex(MessageDigest.getInstance("SHA-1").digest(certificate.getEncoded()));
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    keys = generator.generateKeyPair();
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context(tls, certificate)));
    serve(
        "/.well-known/openid-configuration",
        """
        {"issuer": "%1$s", "jwks_uri": "%1$s/keys",
         "authorization_endpoint": "%1$s/authorize", "token_endpoint": "%1$s/token"}"""
            .formatted(issuer()));
    server.createContext("/authorize", this::authorize);
    server.createContext("/token", this::redeem);
    ECPublicKey key = (ECPublicKey) keys.getPublic();
    serve(
        "/keys",
        "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"1\",\"x\":\"%s\",\"y\":\"%s\"}]}"
            .formatted(coordinate(key.getW().getAffineX()), coordinate(key.getW().getAffineY())));
    server.start();
  }

  private static SSLContext context(KeyAndCertificate tls, X509Certificate certificate)
      throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    char[] password = "password".toCharArray();
    store.setKeyEntry("tls", tls.privateKey(), password, new Certificate[] {certificate});
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    return context;
  }

  private void serve(String path, String json) {
    byte[] content = json.getBytes(UTF_8);
    server.createContext(
        path,
        exchange -> {
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, content.length);
          try (var body = exchange.getResponseBody()) {
            body.write(content);
          } catch (IOException clientIsGone) {
            exchange.close();
          }
        });
  }

  /** Who is at the browser from now on: a subject with a name and groups. */
  void expect(String subject, String... groups) {
    person = subject;
    groupsOfPerson = List.of(groups);
  }

  /** Sends the browser back at once: whoever asks is the one who is expected. */
  private void authorize(HttpExchange exchange) throws IOException {
    Map<String, String> asked = parameters(exchange.getRequestURI().getRawQuery());
    String code = UUID.randomUUID().toString();
    codes.put(code, asked);
    exchange
        .getResponseHeaders()
        .add(
            "Location",
            asked.get("redirect_uri") + "?state=" + asked.get("state") + "&code=" + code);
    exchange.sendResponseHeaders(302, -1);
    exchange.close();
  }

  private void redeem(HttpExchange exchange) throws IOException {
    Map<String, String> form =
        parameters(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    Map<String, String> asked = codes.remove(value(form, "code"));
    byte[] content = {'{', '}'};
    int status = 400;
    try {
      if (asked != null
          && value(form, "redirect_uri").equals(value(asked, "redirect_uri"))
          && value(form, "client_id").equals(value(asked, "client_id"))
          && challenge(value(form, "code_verifier")).equals(value(asked, "code_challenge"))) {
        content = ("{\"id_token\":\"" + tokenFor(asked) + "\"}").getBytes(UTF_8);
        status = 200;
      }
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, content.length);
    exchange.getResponseBody().write(content);
    exchange.close();
  }

  private String tokenFor(Map<String, String> asked) throws GeneralSecurityException {
    String groups =
        groupsOfPerson.stream()
            .map(group -> '"' + group + '"')
            .collect(Collectors.joining(",", "[", "]"));
    return token(
        person,
        value(asked, "client_id"),
        Instant.now().plusSeconds(300),
        ",\"preferred_username\":\"%s\",\"nonce\":\"%s\",\"groups\":%s"
            .formatted(person, asked.get("nonce"), groups));
  }

  private static String challenge(String verifier) throws GeneralSecurityException {
    return BASE64.encodeToString(
        MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(UTF_8)));
  }

  private static String value(Map<String, String> parameters, String name) {
    return parameters.getOrDefault(name, "");
  }

  private static Map<String, String> parameters(String form) {
    return Stream.of(form.split("&", -1))
        .map(pair -> pair.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], UTF_8)));
  }

  private static String coordinate(BigInteger number) {
    byte[] bytes = number.toByteArray();
    byte[] padded = new byte[COORDINATE];
    int length = Math.min(bytes.length, COORDINATE);
    System.arraycopy(bytes, bytes.length - length, padded, COORDINATE - length, length);
    return BASE64.encodeToString(padded);
  }

  String issuer() {
    return "https://localhost:" + server.getAddress().getPort();
  }

  /** The issuer as ARNs and condition keys name it. */
  String name() {
    return issuer().substring("https://".length());
  }

  /** The tag that lets people in to the console through it. */
  static Tag letsIn(String clientId) {
    return Tag.builder().key("latchkey:console").value(clientId).build();
  }

  /** SHA-1 of its TLS certificate. */
  String thumbprint() {
    return thumbprint;
  }

  /** A token that says who somebody is, for an audience, until then. */
  String token(String subject, String audience, Instant expiry) throws GeneralSecurityException {
    return token(subject, audience, expiry, "");
  }

  private String token(String subject, String audience, Instant expiry, String more)
      throws GeneralSecurityException {
    String signed =
        part("{\"alg\":\"ES256\",\"kid\":\"1\",\"typ\":\"JWT\"}")
            + "."
            + part(
                "{\"iss\":\"%s\",\"sub\":\"%s\",\"aud\":\"%s\",\"iat\":%d,\"exp\":%d%s}"
                    .formatted(
                        issuer(),
                        subject,
                        audience,
                        Instant.now().getEpochSecond(),
                        expiry.getEpochSecond(),
                        more));
    Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
    signature.initSign(keys.getPrivate());
    signature.update(signed.getBytes(UTF_8));
    return signed + "." + BASE64.encodeToString(signature.sign());
  }

  /** The same token, saying it is of somebody else. */
  static String forged(String token, String subject, String other) {
    String[] parts = token.split("\\.", -1);
    String claims = new String(Base64.getUrlDecoder().decode(parts[1]), UTF_8);
    parts[1] = part(claims.replace(subject, other));
    return String.join(".", Arrays.asList(parts));
  }

  private static String part(String json) {
    return BASE64.encodeToString(json.getBytes(UTF_8));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
