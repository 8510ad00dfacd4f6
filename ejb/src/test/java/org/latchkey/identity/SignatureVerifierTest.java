package org.latchkey.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.crypto.Digests;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.identity.SignedRequest.Header;
import org.latchkey.shared.Caller;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.Fault;
import org.latchkey.shared.ServiceException;

class SignatureVerifierTest {

  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
  private static final String LONG_TERM = "AKIDEXAMPLE";
  private static final String TEMPORARY = "ASIAEXAMPLE";
  private static final String EXPIRED = "ASIAEXPIRED";
  private static final String TOKEN = "a/session+token==";
  private static final String MISMATCH =
      "The request signature we calculated does not match the signature you provided. Check your"
          + " AWS Secret Access Key and signing method. Consult the service documentation for"
          + " details.";

  private final AtomicInteger secretsOpened = new AtomicInteger();
  private final SignatureVerifier verifier =
      new SignatureVerifier(this::find, Set.of("kms", "acm"), at(NOW));

  private Optional<SigningCredential> find(String accessKeyId) {
    return switch (accessKeyId) {
      case LONG_TERM -> Optional.of(credential(accessKeyId, null, null));
      case TEMPORARY -> Optional.of(credential(accessKeyId, TOKEN, NOW.plusSeconds(1)));
      case EXPIRED -> Optional.of(credential(accessKeyId, TOKEN, NOW));
      default -> Optional.empty();
    };
  }

  private SigningCredential credential(
      String accessKeyId, @Nullable String token, @Nullable Instant expiresAt) {
    return new SigningCredential(
        accessKeyId,
        () -> {
          secretsOpened.incrementAndGet();
          return secret(SECRET);
        },
        token == null ? null : Digests.sha256hex(token),
        expiresAt,
        Caller.Type.USER,
        "123456789012",
        "arn:aws:iam::123456789012:user/example",
        "AIDAEXAMPLE",
        Map.of(),
        null);
  }

  private static SecretBytes secret(String text) {
    return SecretBytes.owning(text.getBytes(UTF_8));
  }

  private static Clock at(Instant instant) {
    return Clock.fixed(instant, ZoneOffset.UTC);
  }

  private static SignedRequest unsigned() {
    return new SignedRequest(
        "POST",
        "/",
        "",
        List.of(
            new Header("Host", "localhost:8080"),
            new Header("X-Amz-Target", "TrentService.ListKeys"),
            new Header("Content-Type", "application/x-amz-json-1.1")),
        "{}".getBytes(UTF_8));
  }

  private static SigV4Signer signer(String accessKeyId, @Nullable String token, Instant time) {
    return new SigV4Signer(accessKeyId, secret(SECRET), token, "eu-central-1", "kms", at(time));
  }

  private static SignedRequest signed() {
    return signer(LONG_TERM, null, NOW).sign(unsigned());
  }

  private void assertRefused(SignedRequest request, Fault fault, String message) {
    assertThatExceptionOfType(ServiceException.class)
        .isThrownBy(() -> verifier.verify(request))
        .withMessageContaining(message)
        .satisfies(refused -> assertThat(refused.fault()).isEqualTo(fault));
  }

  private static SignedRequest withHeaders(
      SignedRequest request, UnaryOperator<List<Header>> change) {
    return new SignedRequest(
        request.method(),
        request.path(),
        request.query(),
        change.apply(new ArrayList<>(request.headers())),
        request.body());
  }

  private static SignedRequest replaceHeader(
      SignedRequest request, String name, UnaryOperator<String> change) {
    return withHeaders(
        request,
        headers ->
            headers.stream()
                .map(
                    header ->
                        header.name().equals(name)
                            ? new Header(name, change.apply(header.value()))
                            : header)
                .toList());
  }

  private static SignedRequest authorization(UnaryOperator<String> change) {
    return replaceHeader(signed(), "Authorization", change);
  }

  @Nested
  class SignedHeader {

    @Test
    void signedRequest_isVerified() {
      SignatureVerifier.Verified verified = verifier.verify(signed());

      assertThat(verified.region()).isEqualTo("eu-central-1");
      assertThat(verified.service()).isEqualTo("kms");
      assertThat(verified.credential().accessKeyId()).isEqualTo(LONG_TERM);
    }

    @Test
    void secondRequest_usesTheKeptSigningKey() {
      verifier.verify(signed());
      verifier.verify(signed());

      assertThat(secretsOpened).hasValue(1);
    }

    @Test
    void forgottenAccessKey_opensItsSecretAgain() {
      verifier.verify(signed());
      verifier.forget(LONG_TERM);
      verifier.verify(signed());

      assertThat(secretsOpened).hasValue(2);
    }

    @Test
    void wrongSignature_keepsNoSigningKey() {
      SignedRequest forged = authorization(value -> value.substring(0, value.length() - 1) + "g");
      assertRefused(forged, CommonFault.INVALID_SIGNATURE, MISMATCH);
      verifier.verify(signed());

      assertThat(secretsOpened).hasValue(2);
    }

    @Test
    void otherBody_isRefused() {
      SignedRequest request = signed();
      SignedRequest changed =
          new SignedRequest("POST", "/", "", request.headers(), "{\"Limit\":1}".getBytes(UTF_8));

      assertRefused(changed, CommonFault.INVALID_SIGNATURE, MISMATCH);
    }

    @Test
    void otherTarget_isRefused() {
      assertRefused(
          replaceHeader(signed(), "X-Amz-Target", value -> "TrentService.ScheduleKeyDeletion"),
          CommonFault.INVALID_SIGNATURE,
          MISMATCH);
    }

    @Test
    void otherPathQueryOrMethod_isRefused() {
      SignedRequest request = signed();

      assertRefused(
          new SignedRequest("POST", "/other", "", request.headers(), request.body()),
          CommonFault.INVALID_SIGNATURE,
          MISMATCH);
      assertRefused(
          new SignedRequest("POST", "/", "a=b", request.headers(), request.body()),
          CommonFault.INVALID_SIGNATURE,
          MISMATCH);
      assertRefused(
          new SignedRequest("PUT", "/", "", request.headers(), request.body()),
          CommonFault.INVALID_SIGNATURE,
          MISMATCH);
    }

    @Test
    void unsignedPayload_isRefused() {
      SignedRequest declared =
          withHeaders(
              unsigned(),
              headers -> {
                headers.add(new Header("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD"));
                return headers;
              });
      SignedRequest request = signer(LONG_TERM, null, NOW).sign(declared);
      String canonical =
          CanonicalRequest.of(request, SignatureParameters.of(request).signedHeaders());
      String unsignedPayload =
          canonical.substring(0, canonical.lastIndexOf('\n') + 1) + "UNSIGNED-PAYLOAD";
      CredentialScope scope = SignatureParameters.of(request).scope();
      try (SecretBytes key = SigningKeys.derive(secret(SECRET), scope)) {
        String signature = new StringToSign(NOW, scope, unsignedPayload).sign(key);

        assertRefused(
            replaceHeader(
                request,
                "Authorization",
                value -> value.replaceFirst("Signature=.*", "Signature=" + signature)),
            CommonFault.INVALID_SIGNATURE,
            MISMATCH);
      }
    }

    @Test
    void unsignedRequest_isRefused() {
      assertRefused(
          unsigned(),
          CommonFault.MISSING_AUTHENTICATION_TOKEN,
          "Request is missing Authentication Token");
    }

    @Test
    void unknownAccessKey_isRefused() {
      assertRefused(
          signer("AKIDUNKNOWN", null, NOW).sign(unsigned()),
          CommonFault.UNRECOGNIZED_CLIENT,
          "The security token included in the request is invalid.");
    }

    @Test
    void wrongSecret_isRefused() {
      SigV4Signer other =
          new SigV4Signer(LONG_TERM, secret("other"), null, "eu-central-1", "kms", at(NOW));

      assertRefused(other.sign(unsigned()), CommonFault.INVALID_SIGNATURE, MISMATCH);
    }

    @Test
    void serviceThatIsNotServed_isRefused() {
      SigV4Signer s3 =
          new SigV4Signer(LONG_TERM, secret(SECRET), null, "eu-central-1", "s3", at(NOW));

      assertRefused(
          s3.sign(unsigned()),
          CommonFault.INVALID_SIGNATURE,
          "Credential should be scoped to correct service: 'acm', 'kms'. ");
    }

    @Test
    void twoAuthorizations_areRefused() {
      assertRefused(
          withHeaders(
              signed(),
              headers -> {
                headers.add(headers.get(headers.size() - 1));
                return headers;
              }),
          CommonFault.INCOMPLETE_SIGNATURE,
          "exactly one place");
    }

    @Test
    void twoHosts_areRefused() {
      SignedRequest request =
          withHeaders(
              unsigned(),
              headers -> {
                headers.add(new Header("host", "elsewhere"));
                return headers;
              });

      assertRefused(
          signer(LONG_TERM, null, NOW).sign(request),
          CommonFault.INVALID_SIGNATURE,
          "exactly one 'Host' header");
    }

    @Test
    void unsignedHost_isRefused() {
      assertRefused(
          authorization(value -> value.replace(";host;", ";")),
          CommonFault.INVALID_SIGNATURE,
          "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
    }

    @Test
    void unsignedAmzHeader_isRefused() {
      assertRefused(
          withHeaders(
              signed(),
              headers -> {
                headers.add(new Header("X-AMZ-Later", "x"));
                return headers;
              }),
          CommonFault.INVALID_SIGNATURE,
          "not signed: x-amz-later");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Credential", "SignedHeaders", "Signature"})
    void missingParameter_isRefused(String name) {
      assertRefused(
          authorization(value -> value.replaceFirst(name + "=[^,]*", "Other=1")),
          CommonFault.INCOMPLETE_SIGNATURE,
          "Authorization header requires '" + name + "' parameter.");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "Basic dXNlcjpwYXNz",
          "AWS4-HMAC-SHA256",
          "AWS4-HMAC-SHA256 x",
          "AWS4-HMAC-SHA256 =,=,=",
          "AWS4-HMAC-SHA256 Credential=,SignedHeaders=,Signature=",
          "AWS4-HMAC-SHA256 Credential=a/b/c,SignedHeaders=host,Signature=00",
          "AWS4-HMAC-SHA256 Credential=a,Credential=a,SignedHeaders=host,Signature=00",
          "AWS4-HMAC-SHA256 Credential=a/20260304/r/kms/aws4_request,SignedHeaders=;,Signature=0",
          "AWS4-HMAC-SHA256 Credential=a/20260304/r/kms/aws4_request,SignedHeaders=Host,Signature=0",
          "AWS4-ECDSA-P256-SHA256 Credential=a/20260304/kms/aws4_request,SignedHeaders=host"
        })
    void unreadableAuthorization_isIncomplete(String text) {
      assertRefused(authorization(value -> text), CommonFault.INCOMPLETE_SIGNATURE, "");
    }

    @Test
    void dateInAYearOfFiveDigits_isIncomplete() {
      assertRefused(
          withHeaders(
              signed(),
              headers ->
                  headers.stream()
                      .map(
                          header ->
                              header.name().equalsIgnoreCase("X-Amz-Date")
                                  ? new Header("Date", "31 Dec 9999 23:30:00 -0100")
                                  : header)
                      .toList()),
          CommonFault.INCOMPLETE_SIGNATURE,
          "four digits");
    }

    @Test
    void scopeOfAnotherDay_isRefused() {
      assertRefused(
          authorization(value -> value.replace("/20260304/", "/20260303/")),
          CommonFault.INVALID_SIGNATURE,
          "Date in Credential scope does not match YYYYMMDD");
    }

    @Test
    void scopeOfAnotherRegion_isRefused() {
      assertRefused(
          authorization(value -> value.replace("/eu-central-1/", "/us-east-1/")),
          CommonFault.INVALID_SIGNATURE,
          MISMATCH);
    }

    @Test
    void scopeWithAnotherTerminator_isRefused() {
      assertRefused(
          authorization(value -> value.replace("/aws4_request", "/aws5_request")),
          CommonFault.INVALID_SIGNATURE,
          "valid terminator: 'aws4_request'");
    }
  }

  @Nested
  class Time {

    @Test
    void fiveMinutesOld_isAccepted() {
      assertThat(verifier.verify(signer(LONG_TERM, null, NOW.minusSeconds(300)).sign(unsigned())))
          .isNotNull();
    }

    @Test
    void older_isExpired() {
      assertRefused(
          signer(LONG_TERM, null, NOW.minusSeconds(301)).sign(unsigned()),
          CommonFault.INVALID_SIGNATURE,
          "Signature expired: 20260304T050106Z is now earlier than 20260304T050107Z"
              + " (20260304T050607Z - 5 min.)");
    }

    @Test
    void fromTheFuture_isNotYetCurrent() {
      assertRefused(
          signer(LONG_TERM, null, NOW.plusSeconds(301)).sign(unsigned()),
          CommonFault.INVALID_SIGNATURE,
          "Signature not yet current: 20260304T051108Z is still later than 20260304T051107Z"
              + " (20260304T050607Z + 5 min.)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "2026-03-04T05:06:07Z", "20261304T050607Z"})
    void unreadableDate_isIncomplete(String date) {
      assertRefused(
          replaceHeader(signed(), "X-Amz-Date", value -> date),
          CommonFault.INCOMPLETE_SIGNATURE,
          "ISO-8601 'basic format'");
    }

    @Test
    void noDate_isIncomplete() {
      assertRefused(
          withHeaders(
              signed(),
              headers -> headers.stream().filter(h -> !h.name().equals("X-Amz-Date")).toList()),
          CommonFault.INCOMPLETE_SIGNATURE,
          "'X-Amz-Date' or a 'Date' header");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Wed, 4 Mar 2026 05:06:07 GMT", "20260304T050607Z"})
    void dateHeader_standsInForXAmzDate(String date) {
      SignedRequest dated =
          withHeaders(
              unsigned(),
              headers -> {
                headers.add(new Header("Date", date));
                return headers;
              });
      CredentialScope scope = new CredentialScope("20260304", "eu-central-1", "kms");
      List<String> names = List.of("content-type", "date", "host", "x-amz-target");
      try (SecretBytes key = SigningKeys.derive(secret(SECRET), scope)) {
        String signature =
            new StringToSign(NOW, scope, CanonicalRequest.of(dated, names)).sign(key);
        Header authorization =
            new Header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=%s/%s, SignedHeaders=%s, Signature=%s"
                    .formatted(LONG_TERM, scope, String.join(";", names), signature));

        assertThat(verifier.verify(dated.withHeaders(List.of(authorization)))).isNotNull();
      }
    }
  }

  @Nested
  class SessionToken {

    @Test
    void temporaryCredentials_areVerifiedWithTheirToken() {
      assertThat(verifier.verify(signer(TEMPORARY, TOKEN, NOW).sign(unsigned()))).isNotNull();
    }

    @Test
    void otherToken_isRefused() {
      assertRefused(
          signer(TEMPORARY, "other", NOW).sign(unsigned()), CommonFault.UNRECOGNIZED_CLIENT, "");
    }

    @Test
    void temporaryCredentialsWithoutToken_areRefused() {
      assertRefused(
          signer(TEMPORARY, null, NOW).sign(unsigned()), CommonFault.UNRECOGNIZED_CLIENT, "");
    }

    @Test
    void longTermCredentialsWithToken_areRefused() {
      assertRefused(
          signer(LONG_TERM, TOKEN, NOW).sign(unsigned()), CommonFault.UNRECOGNIZED_CLIENT, "");
    }

    @Test
    void expiredCredentials_areRefused() {
      assertRefused(
          signer(EXPIRED, TOKEN, NOW).sign(unsigned()),
          CommonFault.EXPIRED_TOKEN,
          "The security token included in the request is expired");
    }
  }

  @Nested
  class Presigned {

    private SignedRequest presigned(Instant time, Duration expires) {
      SignedRequest request =
          new SignedRequest(
              "GET", "/", "Action=Test%20it", List.of(new Header("Host", "h")), new byte[0]);
      return signer(TEMPORARY, TOKEN, time).presign(request, expires);
    }

    @Test
    void presignedRequest_isVerified() {
      assertThat(verifier.verify(presigned(NOW, Duration.ofMinutes(1))).region())
          .isEqualTo("eu-central-1");
    }

    @Test
    void presignedRequest_holdsUntilItExpires() {
      assertThat(verifier.verify(presigned(NOW.minusSeconds(3600), Duration.ofHours(1))))
          .isNotNull();
      assertRefused(
          presigned(NOW.minusSeconds(3601), Duration.ofHours(1)),
          CommonFault.INVALID_SIGNATURE,
          "Signature expired");
    }

    @Test
    void longerThanAWeek_isRefused() {
      assertRefused(
          presigned(NOW, Duration.ofDays(7).plusSeconds(1)),
          CommonFault.INCOMPLETE_SIGNATURE,
          "at most a week");
    }

    @Test
    void changedParameter_isRefused() {
      SignedRequest request = presigned(NOW, Duration.ofMinutes(1));

      assertRefused(
          request.withQuery(request.query().replace("X-Amz-Expires=60", "X-Amz-Expires=61")),
          CommonFault.INVALID_SIGNATURE,
          MISMATCH);
      assertRefused(
          request.withQuery(request.query() + "&Action=Other"),
          CommonFault.INVALID_SIGNATURE,
          MISMATCH);
    }

    @Test
    void repeatedParameter_isIncomplete() {
      SignedRequest request = presigned(NOW, Duration.ofMinutes(1));

      assertRefused(
          request.withQuery(request.query() + "&X-Amz-Date=20260304T050607Z"),
          CommonFault.INCOMPLETE_SIGNATURE,
          "must not be given more than once");
    }

    @Test
    void addedBody_isRefused() {
      SignedRequest request = presigned(NOW, Duration.ofMinutes(1));

      assertRefused(
          new SignedRequest("GET", "/", request.query(), request.headers(), "{}".getBytes(UTF_8)),
          CommonFault.INVALID_SIGNATURE,
          MISMATCH);
    }

    @Test
    void signatureInBothPlaces_isRefused() {
      SignedRequest request = presigned(NOW, Duration.ofMinutes(1));

      assertRefused(
          signer(LONG_TERM, null, NOW).sign(request),
          CommonFault.INCOMPLETE_SIGNATURE,
          "exactly one place");
    }
  }

  @Test
  void signingKeys_areBounded() {
    SigningKeys keys = new SigningKeys();
    for (int i = 0; i <= SigningKeys.CAPACITY; i++) {
      keys.keep("key" + i, new CredentialScope("20260304", "r", "kms"), secret("k"));
    }
    CredentialScope scope = new CredentialScope("20260304", "r", "kms");

    assertThat(keys.find("key0", scope)).isNull();
    assertThat(keys.find("key1", scope)).isNotNull();
    assertThat(keys.find("key" + SigningKeys.CAPACITY, scope)).isNotNull();
  }
}
