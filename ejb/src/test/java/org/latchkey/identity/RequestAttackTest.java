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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.identity.SignedRequest.Header;
import org.latchkey.shared.Caller;
import org.latchkey.shared.ServiceException;

/** What somebody can do who has seen a signed request, and holds credentials of their own. */
class RequestAttackTest {

  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
  private static final String VICTIM = "AKIDVICTIM";
  private static final String ATTACKER = "AKIDATTACKER";
  private static final String TARGET = "TrentService.ListKeys";

  private static SignatureVerifier verifier(Instant time) {
    return new SignatureVerifier(
        RequestAttackTest::find, Set.of("kms", "acm"), Clock.fixed(time, ZoneOffset.UTC));
  }

  private static Optional<SigningCredential> find(String accessKeyId) {
    return Set.of(VICTIM, ATTACKER).contains(accessKeyId)
        ? Optional.of(
            new SigningCredential(
                accessKeyId,
                () -> secret("secret of " + accessKeyId),
                null,
                null,
                Caller.Type.USER,
                "123456789012",
                "arn:aws:iam::123456789012:user/" + accessKeyId,
                accessKeyId,
                Map.of(),
                null))
        : Optional.empty();
  }

  private static SecretBytes secret(String text) {
    return SecretBytes.owning(text.getBytes(UTF_8));
  }

  private static SignedRequest captured() {
    return sign(VICTIM, unsigned(TARGET));
  }

  private static SignedRequest unsigned(String target) {
    return new SignedRequest(
        "POST",
        "/",
        "",
        List.of(
            new Header("Host", "kms.example"),
            new Header("X-Amz-Target", target),
            new Header("Content-Type", "application/x-amz-json-1.1")),
        "{}".getBytes(UTF_8));
  }

  private static SignedRequest sign(String accessKeyId, SignedRequest request) {
    return new SigV4Signer(
            accessKeyId,
            secret("secret of " + accessKeyId),
            null,
            "eu-central-1",
            "kms",
            Clock.fixed(NOW, ZoneOffset.UTC))
        .sign(request);
  }

  private static SignedRequest with(SignedRequest request, List<Header> headers) {
    return new SignedRequest(
        request.method(), request.path(), request.query(), headers, request.body());
  }

  private static SignedRequest replace(String name, String value) {
    SignedRequest request = captured();
    return with(
        request,
        request.headers().stream()
            .map(header -> header.name().equals(name) ? new Header(name, value) : header)
            .toList());
  }

  private static SignedRequest add(String name, String value, boolean first) {
    SignedRequest request = captured();
    List<Header> headers = new ArrayList<>(request.headers());
    headers.add(first ? 0 : headers.size(), new Header(name, value));
    return with(request, headers);
  }

  private static void assertRefused(SignedRequest request) {
    assertThatExceptionOfType(ServiceException.class)
        .isThrownBy(() -> verifier(NOW).verify(request));
  }

  /** As AWS does: a signature is good for its time. What has to happen once has a client token. */
  @Test
  void replayed_isTheSameCallForFiveMinutes() {
    SignedRequest request = captured();
    SignatureVerifier verifier = verifier(NOW.plus(SignatureVerifier.ALLOWED_SKEW));

    assertThat(verifier.verify(request).credential().accessKeyId()).isEqualTo(VICTIM);
    assertThat(verifier.verify(request).credential().accessKeyId()).isEqualTo(VICTIM);
  }

  @Test
  void replayedLater_isRefused() {
    SignedRequest request = captured();
    SignatureVerifier later = verifier(NOW.plus(Duration.ofMinutes(5)).plusSeconds(1));

    assertThatExceptionOfType(ServiceException.class).isThrownBy(() -> later.verify(request));
  }

  @ParameterizedTest
  @ValueSource(strings = {"20260304T050608Z", "20260304T050606Z", "20260305T050607Z"})
  void redated_isRefused(String date) {
    assertRefused(replace("X-Amz-Date", date));
  }

  @Test
  void redatedByAnotherHeader_isRefusedOrIgnored() {
    assertRefused(add("X-Amz-Date", "20260304T050607Z", true));
    assertThat(verifier(NOW).verify(add("Date", "Thu, 1 Jan 2099 00:00:00 GMT", true))).isNotNull();
    assertThatExceptionOfType(ServiceException.class)
        .isThrownBy(
            () ->
                verifier(NOW.plusSeconds(3600))
                    .verify(add("Date", "Wed, 4 Mar 2026 06:06:07 GMT", true)));
  }

  @Test
  void retargeted_isRefused() {
    assertRefused(replace("X-Amz-Target", "TrentService.ScheduleKeyDeletion"));
    assertRefused(replace("Host", "acm.example"));
    SignedRequest request = captured();
    assertRefused(
        new SignedRequest("GET", "/", "Action=DeleteUser", request.headers(), request.body()));
  }

  @ParameterizedTest
  @CsvSource({
    "X-Amz-Target, TrentService.ScheduleKeyDeletion",
    "x-amz-target, TrentService.ScheduleKeyDeletion",
    "X-AMZ-TARGET, ''",
    "Host, acm.example",
    "host, kms.example",
    "X-Amz-Security-Token, forged",
    "X-Amz-Content-Sha256, UNSIGNED-PAYLOAD",
    "Content-Type, application/x-www-form-urlencoded",
    "Authorization, AWS4-HMAC-SHA256 Credential=a"
  })
  void smuggledHeader_isRefusedBeforeAndBehind(String name, String value) {
    assertRefused(add(name, value, true));
    assertRefused(add(name, value, false));
  }

  @Test
  void otherContentType_isRefused() {
    assertRefused(replace("Content-Type", "application/x-www-form-urlencoded"));
  }

  @Test
  void smuggledQuery_isRefused() {
    SignedRequest request = captured();
    for (String query :
        List.of("Action=DeleteUser", "X-Amz-Signature=0", "X-Amz-Algorithm=x", "a")) {
      assertRefused(new SignedRequest("POST", "/", query, request.headers(), request.body()));
    }
  }

  @Test
  void signedHeaderList_cannotBeShortened() {
    String authorization = captured().headerValues("Authorization").get(0);
    assertThat(authorization).contains("x-amz-target");

    assertRefused(replace("Authorization", authorization.replace(";x-amz-target", "")));
    assertRefused(replace("Authorization", authorization.replace("content-type;", "")));
  }

  @Test
  void resignedWithTheAttackersKey_isTheAttackersCall() {
    assertThat(verifier(NOW).verify(sign(ATTACKER, unsigned(TARGET))).credential().accessKeyId())
        .isEqualTo(ATTACKER);
  }

  @Test
  void anotherKeysSignature_isRefused() {
    String own = sign(ATTACKER, unsigned(TARGET)).headerValues("Authorization").get(0);

    assertRefused(replace("Authorization", own.replace(ATTACKER, VICTIM)));
    assertRefused(
        replace(
            "Authorization",
            captured().headerValues("Authorization").get(0).replace(VICTIM, ATTACKER)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/../", "//", "/./", "/%2e%2e/", "/%2F", "/;a=b", "/\\..\\"})
  void oddPath_isAnotherRequestUnlessItIsTheSamePath(String path) {
    SignedRequest request = captured();
    SignedRequest odd = new SignedRequest("POST", path, "", request.headers(), request.body());

    if (Set.of("/../", "//", "/./").contains(path)) {
      // what was signed is the path without its dots; only the root is served at all
      assertThat(verifier(NOW).verify(odd)).isNotNull();
    } else {
      assertRefused(odd);
    }
  }
}
