package org.latchkey.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.acmpca.model.CertificateAuthorityType;
import software.amazon.awssdk.services.acmpca.model.RevocationReason;
import software.amazon.awssdk.services.acmpca.model.ValidityPeriodType;

/** Other people's libraries, GnuTLS and NSS, read what the authorities here issue and revoke. */
@Tag("any-database")
@ExtendWith(LatchkeyExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RelyingPartyIT {

  private final LatchkeyServer server;
  private final AwsClients clients;
  private final AuthorityClient authorities;
  private final HttpClient http = HttpClient.newHttpClient();
  @TempDir private Path folder;

  /** What a command printed, on both of its outputs, and how it ended. */
  private record Ended(int status, String printed) {}

  /** A certificate for {@code localhost}, and files of it and of those above it. */
  private record Leaf(String issuer, String arn, Path root, Path chain, Path key) {}

  RelyingPartyIT(LatchkeyServer server) {
    this.server = server;
    clients = AwsClients.root(server);
    authorities = new AuthorityClient(clients.acmPca());
  }

  @AfterAll
  void close() {
    clients.close();
  }

  @ParameterizedTest
  @CsvSource({
    "EC_prime256v1, SHA256WITHECDSA",
    "EC_secp384r1, SHA384WITHECDSA",
    "RSA_2048, SHA256WITHRSA"
  })
  @RequiredTool({Tool.OPENSSL, Tool.CERTTOOL, Tool.CERTUTIL})
  void hierarchy_isReadByGnuTlsAndNss(String keyAlgorithm, String signingAlgorithm)
      throws Exception {
    Leaf leaf = leaf(keyAlgorithm, signingAlgorithm);
    Path before = list(leaf);
    Path store = nssStore(leaf);
    Ended gnuTlsBefore = verifyByGnuTls(leaf, before);
    Ended nssBefore = verifyByNss(store);

    revoke(leaf);
    Path after = list(leaf);
    run("crlutil", "-I", "-d", "sql:" + store, "-i", der(after).toString());

    assertThat(gnuTlsBefore.printed()).contains("Verified. The certificate is trusted.");
    assertThat(gnuTlsBefore.status()).isZero();
    assertThat(nssBefore.printed()).contains("certificate is valid");
    assertThat(verifyByGnuTls(leaf, after).printed()).contains("The certificate chain is revoked.");
    assertThat(verifyByNss(store).printed()).contains("has been revoked");
  }

  @Test
  @RequiredTool({Tool.OPENSSL, Tool.CERTTOOL})
  void stapledAnswer_keepsClientsFromARevokedServer() throws Exception {
    Leaf leaf = leaf("EC_prime256v1", "SHA256WITHECDSA");
    String good = handshake(leaf, answer(leaf));

    revoke(leaf);

    assertThat(good).contains("Status: The certificate is trusted.").contains("OCSP");
    assertThat(handshake(leaf, answer(leaf)))
        .contains("The certificate is NOT trusted. The certificate chain is revoked.");
  }

  @Test
  @RequiredTool({Tool.OPENSSL, Tool.CERTTOOL})
  void endedCertificate_isRefusedInTheHandshake() throws Exception {
    Leaf leaf = leaf("EC_prime256v1", "SHA256WITHECDSA", Instant.now().plusSeconds(10));

    Await.until(
        "the certificate has ended",
        () -> handshake(leaf, null).contains("The certificate chain uses expired certificate"));
  }

  private Leaf leaf(String keyAlgorithm, String signingAlgorithm) throws Exception {
    return leaf(keyAlgorithm, signingAlgorithm, null);
  }

  private Leaf leaf(String keyAlgorithm, String signingAlgorithm, @Nullable Instant end)
      throws Exception {
    String root = authority(CertificateAuthorityType.ROOT, keyAlgorithm, signingAlgorithm);
    authorities.importSelfIssued(root, 365);
    String issuer = authority(CertificateAuthorityType.SUBORDINATE, keyAlgorithm, signingAlgorithm);
    String issued =
        authorities.issue(
            root,
            authorities.csr(issuer),
            request ->
                request
                    .signingAlgorithm(signingAlgorithm)
                    .templateArn(AuthorityClient.template("SubordinateCACertificate_PathLen0"))
                    .validity(validity -> validity.type(ValidityPeriodType.DAYS).value(90L)));
    authorities.importCertificate(
        issuer, authorities.certificate(root, issued), authorities.chain(root, issued));
    Path key = file();
    Path csr = file();
    run(
        "openssl",
        "req",
        "-new",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-keyout",
        key.toString(),
        "-out",
        csr.toString(),
        "-subj",
        "/CN=localhost",
        "-addext",
        "subjectAltName=DNS:localhost");
    String arn =
        authorities.issue(
            issuer,
            Files.readString(csr),
            request -> {
              request.signingAlgorithm(signingAlgorithm);
              if (end != null) {
                request.validity(
                    validity ->
                        validity.type(ValidityPeriodType.ABSOLUTE).value(end.getEpochSecond()));
              }
            });
    return new Leaf(
        issuer,
        arn,
        Files.writeString(file(), authorities.certificate(root)),
        Files.writeString(
            file(), authorities.certificate(issuer, arn) + "\n" + authorities.certificate(issuer)),
        key);
  }

  private String authority(
      CertificateAuthorityType type, String keyAlgorithm, String signingAlgorithm) {
    return authorities.create(
        type,
        type + " for " + keyAlgorithm,
        request ->
            request
                .certificateAuthorityConfiguration(
                    configuration ->
                        configuration
                            .keyAlgorithm(keyAlgorithm)
                            .signingAlgorithm(signingAlgorithm)
                            .subject(subject -> subject.commonName(type + " " + keyAlgorithm)))
                .revocationConfiguration(
                    revocation ->
                        revocation
                            .crlConfiguration(crl -> crl.enabled(true).expirationInDays(7))
                            .ocspConfiguration(ocsp -> ocsp.enabled(true))));
  }

  private void revoke(Leaf leaf) {
    clients
        .acmPca()
        .revokeCertificate(
            request ->
                request
                    .certificateAuthorityArn(leaf.issuer())
                    .certificateSerial(authorities.serial(leaf.issuer(), leaf.arn()))
                    .revocationReason(RevocationReason.KEY_COMPROMISE));
  }

  /** The issuer's list as it is served now, in PEM. */
  private Path list(Leaf leaf) throws Exception {
    byte[] der = get(URI.create(server.endpoint() + "/crl/" + id(leaf.issuer()) + ".crl"));
    Path file = Files.write(file(), der);
    Path pem = file();
    run("openssl", "crl", "-inform", "DER", "-in", file.toString(), "-out", pem.toString());
    return pem;
  }

  private Path der(Path pem) throws Exception {
    Path der = file();
    run("openssl", "crl", "-in", pem.toString(), "-outform", "DER", "-out", der.toString());
    return der;
  }

  private byte[] get(URI address) throws Exception {
    HttpResponse<byte[]> answer =
        http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }

  private Ended verifyByGnuTls(Leaf leaf, Path list) throws Exception {
    return start(
        "certtool",
        "--verify",
        "--load-ca-certificate",
        leaf.root().toString(),
        "--load-crl",
        list.toString(),
        "--infile",
        leaf.chain().toString());
  }

  /** A database of NSS with the certificates, of which the root is trusted. */
  private Path nssStore(Leaf leaf) throws Exception {
    Path store = Files.createTempDirectory(folder, "nss");
    String database = "sql:" + store;
    run("certutil", "-N", "-d", database, "--empty-password");
    nssImport(database, "root", "C,,", leaf.root());
    nssImport(
        database,
        "issuer",
        ",,",
        Files.writeString(file(), authorities.certificate(leaf.issuer())));
    nssImport(
        database,
        "leaf",
        ",,",
        Files.writeString(file(), authorities.certificate(leaf.issuer(), leaf.arn())));
    return store;
  }

  private void nssImport(String database, String name, String trust, Path pem) throws Exception {
    run("certutil", "-A", "-d", database, "-n", name, "-t", trust, "-a", "-i", pem.toString());
  }

  private Ended verifyByNss(Path store) throws Exception {
    return start("certutil", "-V", "-d", "sql:" + store, "-n", "leaf", "-u", "V", "-e");
  }

  /** What the responder says of a certificate, for a server to staple. */
  private Path answer(Leaf leaf) throws Exception {
    Path answer = file();
    Path issuer = Files.writeString(file(), authorities.certificate(leaf.issuer()));
    Path certificate =
        Files.writeString(file(), authorities.certificate(leaf.issuer(), leaf.arn()));
    run(
        "openssl",
        "ocsp",
        "-issuer",
        issuer.toString(),
        "-cert",
        certificate.toString(),
        "-url",
        server.endpoint() + "/ocsp/" + id(leaf.issuer()),
        "-CAfile",
        leaf.root().toString(),
        "-verify_other",
        issuer.toString(),
        "-no_nonce",
        "-respout",
        answer.toString());
    return answer;
  }

  /** What GnuTLS's client says of a server that shows a certificate, and staples an answer. */
  private String handshake(Leaf leaf, @Nullable Path answer) {
    try {
      int port = LatchkeyServer.freePort();
      List<String> command =
          new ArrayList<>(
              List.of(
                  "openssl",
                  "s_server",
                  "-accept",
                  "127.0.0.1:" + port,
                  "-cert",
                  leaf.chain().toString(),
                  "-cert_chain",
                  Files.writeString(file(), authorities.certificate(leaf.issuer())).toString(),
                  "-key",
                  leaf.key().toString(),
                  "-www",
                  "-quiet"));
      if (answer != null) {
        command.addAll(List.of("-status_file", answer.toString()));
      }
      Process serving =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(file().toFile())
              .start();
      try {
        Await.until("the server listens", () -> connects(port));
        return start(
                "gnutls-cli",
                "--x509cafile",
                leaf.root().toString(),
                "--sni-hostname",
                "localhost",
                "--verify-hostname",
                "localhost",
                "--port",
                Integer.toString(port),
                "127.0.0.1")
            .printed();
      } finally {
        serving.destroy();
        serving.onExit().join();
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean connects(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  private void run(String... command) throws Exception {
    Ended ended = start(command);
    assertThat(ended.status()).as("%s: %s", List.of(command), ended.printed()).isZero();
  }

  private Ended start(String... command) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Ended(process.waitFor(), printed);
  }

  private Path file() throws IOException {
    return Files.createTempFile(folder, "file", "");
  }

  private static String id(String arn) {
    return arn.substring(arn.lastIndexOf('/') + 1);
  }
}
