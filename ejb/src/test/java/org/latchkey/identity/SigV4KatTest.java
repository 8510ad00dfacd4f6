package org.latchkey.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.latchkey.crypto.Digests;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.identity.SignedRequest.Header;
import org.latchkey.shared.Caller;

/** AWS's published Signature Version 4 test suite, every case of it. */
class SigV4KatTest {

  private static final Instant SIGNED_AT = Instant.parse("2015-08-30T12:36:00Z");
  private static final Clock CLOCK = Clock.fixed(SIGNED_AT, ZoneOffset.UTC);

  /**
   * The suite's signed request for this case holds another case's signature: its {@code .authz} is
   * the one that belongs to it.
   */
  private static final String WRONG_IN_SUITE = "get-vanilla-with-session-token";

  private record Case(String name, Path canonicalRequest) {

    String text(String extension) {
      try {
        return Files.readString(canonicalRequest.resolveSibling(name + extension)).stripTrailing();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    SignedRequest signed() {
      return request(
          name.equals(WRONG_IN_SUITE)
              ? text(".sreq").replaceAll("Authorization: .*", "Authorization: " + text(".authz"))
              : text(".sreq"));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Case> cases() throws IOException, URISyntaxException {
    URL root = Objects.requireNonNull(SigV4KatTest.class.getResource("sigv4/LICENSE"));
    try (Stream<Path> files = Files.walk(Path.of(root.toURI()).resolveSibling("."))) {
      return files
          .filter(file -> file.toString().endsWith(".creq"))
          .sorted()
          .map(file -> new Case(String.valueOf(file.getFileName()).replace(".creq", ""), file))
          .toList();
    }
  }

  @Test
  void suite_isComplete() throws IOException, URISyntaxException {
    assertThat(cases()).hasSize(34);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void canonicalRequest_isTheSuites(Case example) {
    SignedRequest request = example.signed();

    assertThat(CanonicalRequest.of(request, SignatureParameters.of(request).signedHeaders()))
        .isEqualTo(example.text(".creq"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void stringToSign_isTheSuites(Case example) {
    SignedRequest request = example.signed();
    SignatureParameters parameters = SignatureParameters.of(request);

    assertThat(
            new StringToSign(
                    parameters.signedAt(),
                    parameters.scope(),
                    CanonicalRequest.of(request, parameters.signedHeaders()))
                .toString())
        .isEqualTo(example.text(".sts"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void signing_givesTheSuitesAuthorization(Case example) {
    List<Header> unsigned = new ArrayList<>(example.signed().headers());
    unsigned.removeIf(header -> header.name().matches("(?i)authorization|x-amz-date"));
    if (example.name().equals("post-sts-header-after")) {
      unsigned.removeIf(header -> header.name().equals("X-Amz-Security-Token"));
    }
    SignedRequest request = example.signed();
    SigV4Signer signer =
        new SigV4Signer("AKIDEXAMPLE", secret(), null, "us-east-1", "service", CLOCK);

    SignedRequest signed =
        signer.sign(
            new SignedRequest(
                request.method(), request.path(), request.query(), unsigned, request.body()));

    assertThat(signed.headerValues("Authorization")).containsExactly(example.text(".authz"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void verifying_acceptsTheSuitesSignedRequest(Case example) {
    SignedRequest request = example.signed();
    String tokenDigest =
        request.headerValues("X-Amz-Security-Token").stream()
            .findFirst()
            .map(Digests::sha256hex)
            .orElse(null);
    SigningCredential credential =
        new SigningCredential(
            "AKIDEXAMPLE",
            SigV4KatTest::secret,
            tokenDigest,
            null,
            Caller.Type.USER,
            "123456789012",
            "arn:aws:iam::123456789012:user/example",
            "AIDAEXAMPLE",
            Map.of(),
            null);
    SignatureVerifier verifier =
        new SignatureVerifier(id -> Optional.of(credential), Set.of("service"), CLOCK);

    SignatureVerifier.Verified verified = verifier.verify(request);

    assertThat(verified.region()).isEqualTo("us-east-1");
    assertThat(verified.credential().accessKeyId()).isEqualTo("AKIDEXAMPLE");
  }

  private static SecretBytes secret() {
    return SecretBytes.owning("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY".getBytes(UTF_8));
  }

  /**
   * The request that the suite's text spells; a line that begins with a space continues a header.
   */
  private static SignedRequest request(String text) {
    String[] headAndBody = text.split("\n\n", 2);
    List<String> lines = new ArrayList<>(List.of(headAndBody[0].split("\n")));
    String requestLine = lines.remove(0);
    String target =
        requestLine.substring(requestLine.indexOf(' ') + 1, requestLine.lastIndexOf(" HTTP/1.1"));
    String[] pathAndQuery = target.split("\\?", 2);
    List<Header> headers = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith(" ")) {
        Header last = headers.remove(headers.size() - 1);
        headers.add(new Header(last.name(), last.value() + "\n" + line));
      } else {
        int colon = line.indexOf(':');
        headers.add(new Header(line.substring(0, colon), line.substring(colon + 1)));
      }
    }
    return new SignedRequest(
        requestLine.substring(0, requestLine.indexOf(' ')),
        pathAndQuery[0],
        pathAndQuery.length < 2 ? "" : pathAndQuery[1],
        headers,
        (headAndBody.length < 2 ? "" : headAndBody[1]).getBytes(UTF_8));
  }
}
