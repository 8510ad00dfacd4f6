package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.latchkey.tests.Refusal.assertRefused;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.acmpca.model.ApiPassthrough;
import software.amazon.awssdk.services.acmpca.model.CertificateAuthorityType;
import software.amazon.awssdk.services.acmpca.model.ExtendedKeyUsage;
import software.amazon.awssdk.services.acmpca.model.ExtendedKeyUsageType;
import software.amazon.awssdk.services.acmpca.model.Extensions;

/** What IssueCertificate makes by each template and with each algorithm, as others read it. */
@Tag("any-database")
@ExtendWith(LatchkeyExtension.class)
@RequiredTool({Tool.OPENSSL, Tool.CERTTOOL, Tool.CERTUTIL})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IssuanceIT {
  private static final List<String> END_ENTITIES =
      List.of(
          "EndEntityCertificate",
          "EndEntityClientAuthCertificate",
          "EndEntityServerAuthCertificate",
          "CodeSigningCertificate",
          "OCSPSigningCertificate");
  private static final List<String> PASSTHROUGH =
      List.of("_CSRPassthrough", "_APIPassthrough", "_APICSRPassthrough");
  private static final String OWN_EXTENSION = "1.3.6.1.4.1.99999.1";

  private final AwsClients clients;
  private final AuthorityClient authorities;

  @TempDir private static Path folder;
  private int files;
  private String root;
  private String csr;

  IssuanceIT(LatchkeyServer server) {
    clients = AwsClients.root(server);
    authorities = new AuthorityClient(clients.acmPca());
    root = "";
    csr = "";
  }

  @BeforeAll
  void createAuthority() {
    root = authorities.root("issuing root");
    csr = request("EC", "ec_paramgen_curve:P-256");
  }

  @AfterAll
  void close() {
    clients.close();
  }

  static Stream<String> templates() {
    List<String> all = new ArrayList<>();
    for (String name : END_ENTITIES) {
      all.add(name);
      PASSTHROUGH.forEach(variety -> all.add(name + variety));
    }
    for (int length = 0; length <= 3; length++) {
      String name = "SubordinateCACertificate_PathLen" + length;
      all.add(name);
      PASSTHROUGH.forEach(variety -> all.add(name + variety));
    }
    for (String blank :
        List.of(
            "BlankEndEntityCertificate", "BlankEndEntityCertificate_CriticalBasicConstraints")) {
      PASSTHROUGH.forEach(variety -> all.add(blank + variety));
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("templates")
  void template_makesWhatOthersVerify(String template) {
    String certificate =
        authorities.certificate(
            root,
            authorities.issue(
                root,
                csr,
                request ->
                    request
                        .templateArn(AuthorityClient.template(template))
                        .apiPassthrough(
                            template.contains("API") ? clientAuthentication(template) : null)));

    String pem = pem(certificate);
    String text = openssl("x509", "-noout", "-text", "-in", pem);
    assertThat(openssl("verify", "-x509_strict", "-CAfile", own(), pem)).contains("OK");
    assertThat(
            run(
                Tool.CERTTOOL.command(),
                "--verify",
                "--load-ca-certificate",
                own(),
                "--infile",
                pem))
        .contains("Verified");
    assertThat(text.contains("CA:TRUE")).isEqualTo(template.startsWith("Subordinate"));
    if (template.startsWith("Subordinate")) {
      assertThat(text)
          .contains("pathlen:" + template.charAt("SubordinateCACertificate_PathLen".length()));
    }
    assertThat(text.contains(OWN_EXTENSION))
        .as("the request's extension")
        .isEqualTo(template.contains("CSR"));
    assertThat(text).contains("DNS:www.latchkey.test");
  }

  /** Precedence: the template's purposes win over the call's, which win over the request's. */
  private static ApiPassthrough clientAuthentication(String template) {
    ExtendedKeyUsage purpose =
        ExtendedKeyUsage.builder()
            .extendedKeyUsageType(
                template.startsWith("OCSP")
                    ? ExtendedKeyUsageType.OCSP_SIGNING
                    : ExtendedKeyUsageType.CLIENT_AUTH)
            .build();
    return ApiPassthrough.builder()
        .extensions(Extensions.builder().extendedKeyUsage(purpose).build())
        .build();
  }

  @Test
  void extensions_comeFromTemplateThenCallThenRequest() {
    assertThat(purposes("CodeSigningCertificate_APICSRPassthrough"))
        .contains("Code Signing")
        .doesNotContain("Client")
        .doesNotContain("E-mail");
    assertThat(purposes("BlankEndEntityCertificate_APICSRPassthrough"))
        .contains("TLS Web Client Authentication")
        .doesNotContain("E-mail");
    assertThat(purposes("BlankEndEntityCertificate_CSRPassthrough")).contains("E-mail Protection");
  }

  private String purposes(String template) {
    String issued =
        authorities.issue(
            root,
            csr,
            request ->
                request
                    .templateArn(AuthorityClient.template(template))
                    .apiPassthrough(
                        template.contains("API") ? clientAuthentication(template) : null));
    return openssl(
        "x509",
        "-noout",
        "-ext",
        "extendedKeyUsage",
        "-in",
        pem(authorities.certificate(root, issued)));
  }

  @Test
  void unknownTemplate_isRefused() {
    assertRefused(
        "InvalidArgsException",
        () ->
            authorities.issue(
                root, csr, request -> request.templateArn(AuthorityClient.template("NoSuch"))));
  }

  /** Policies name templates in the server's own partition: no other may stand for the same. */
  @Test
  void templateOfAnotherPartition_isRefused() {
    assertRefused(
        "InvalidArgsException",
        () ->
            authorities.issue(
                root,
                csr,
                request ->
                    request.templateArn("arn:aws-cn:acm-pca:::template/EndEntityCertificate/V1")));
  }

  @ParameterizedTest
  @CsvSource({
    "RSA_2048, SHA256WITHRSA",
    "RSA_2048, SHA384WITHRSA",
    "RSA_2048, SHA512WITHRSA",
    "RSA_2048, SHA256WITHRSA_PSS",
    "RSA_2048, SHA384WITHRSA_PSS",
    "RSA_3072, SHA512WITHRSA_PSS",
    "RSA_4096, SHA512WITHRSA",
    "EC_prime256v1, SHA256WITHECDSA",
    "EC_prime256v1, SHA512WITHECDSA",
    "EC_secp384r1, SHA384WITHECDSA",
    "EC_secp384r1, SHA256WITHECDSA",
    "EC_secp521r1, SHA512WITHECDSA"
  })
  void algorithm_makesWhatOthersVerify(String key, String signature) {
    String arn = root(key, signature);
    String leaf = leaf(arn, signature);

    String own = pem(authorities.certificate(arn));
    String pem = pem(authorities.certificate(arn, leaf));
    assertThat(openssl("verify", "-x509_strict", "-CAfile", own, pem)).contains("OK");
    assertThat(
            run(Tool.CERTTOOL.command(), "--verify", "--load-ca-certificate", own, "--infile", pem))
        .contains("Verified");
    assertThat(verifiedByNss(own, pem)).contains("certificate is valid");
  }

  @ParameterizedTest
  @CsvSource({
    "ML_DSA_44, ML_DSA_44",
    "ML_DSA_65, ML_DSA_65",
    "ML_DSA_87, ML_DSA_87",
    "SM2, SM3WITHSM2"
  })
  void newerAlgorithm_certifiesAKey(String key, String signature) {
    String arn = root(key, signature);
    String leaf = leaf(arn, signature);

    assertThat(
            openssl("x509", "-noout", "-subject", "-in", pem(authorities.certificate(arn, leaf))))
        .contains("leaf");
    assertThat(authorities.chain(arn, leaf)).containsOnlyOnce("BEGIN CERTIFICATE");
  }

  private String root(String key, String signature) {
    String arn =
        authorities.create(
            CertificateAuthorityType.ROOT,
            key,
            request ->
                request.certificateAuthorityConfiguration(
                    configuration ->
                        configuration
                            .keyAlgorithm(key)
                            .signingAlgorithm(signature)
                            .subject(subject -> subject.commonName(key + " " + signature))));
    authorities.importSelfIssued(arn, 100);
    return arn;
  }

  private String leaf(String arn, String signature) {
    return authorities.issue(arn, csr, request -> request.signingAlgorithm(signature));
  }

  /** What NSS says of a server's certificate below a root that it trusts. */
  private String verifiedByNss(String ca, String certificate) {
    String database = "sql:" + newFolder();
    run(Tool.CERTUTIL.command(), "-N", "-d", database, "--empty-password");
    run(Tool.CERTUTIL.command(), "-A", "-d", database, "-n", "ca", "-t", "CT,C,C", "-i", ca);
    run(Tool.CERTUTIL.command(), "-A", "-d", database, "-n", "leaf", "-t", ",,", "-i", certificate);
    return run(Tool.CERTUTIL.command(), "-V", "-d", database, "-n", "leaf", "-u", "V");
  }

  private String request(String algorithm, String parameter) {
    Path config = newFile();
    Path out = newFile();
    try {
      Files.writeString(
          config,
          """
          [req]
          distinguished_name = dn
          req_extensions = ext
          prompt = no
          [dn]
          CN = leaf
          [ext]
          subjectAltName = DNS:www.latchkey.test
          extendedKeyUsage = emailProtection
          %s = ASN1:UTF8String:passed through
          """
              .formatted(OWN_EXTENSION));
      openssl(
          "req",
          "-new",
          "-newkey",
          algorithm,
          "-pkeyopt",
          parameter,
          "-nodes",
          "-keyout",
          newFile().toString(),
          "-config",
          config.toString(),
          "-out",
          out.toString());
      return Files.readString(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String own() {
    return pem(authorities.certificate(root));
  }

  private String pem(String text) {
    try {
      return Files.writeString(newFile(), text).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path newFile() {
    files++;
    return folder.resolve("file-" + files);
  }

  private Path newFolder() {
    try {
      return Files.createDirectory(newFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String openssl(String... command) {
    String[] all = new String[command.length + 1];
    all[0] = Tool.OPENSSL.command();
    System.arraycopy(command, 0, all, 1, command.length);
    return run(all);
  }

  private static String run(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
      return printed;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
