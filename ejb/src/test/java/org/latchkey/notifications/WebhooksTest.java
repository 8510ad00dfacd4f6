package org.latchkey.notifications;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.shared.ServiceException;

class WebhooksTest {

  /** The MAC is that of {@code printf '1700000000.{}' | openssl dgst -sha256 -hmac secret}. */
  @Test
  void signature_isOfTimeAndBody() {
    try (SecretBytes secret = SecretBytes.copyOf("secret".getBytes(US_ASCII))) {
      assertThat(Webhooks.signature(secret, Instant.ofEpochSecond(1_700_000_000), "{}"))
          .isEqualTo(
              "t=1700000000,v1=b8569b78799ff9e3cbff0fc2d63a33a2b57f3282abd07c37ae5e8e7d79a5f163");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://hooks.example/acm?x=1",
        "https://127.0.0.1:8443/acm",
        "http://127.0.0.1:8080/acm",
        "http://localhost/acm",
        "http://[::1]:8080/"
      })
  void urlThatIsSafe_isAccepted(String url) {
    assertThatNoException().isThrownBy(() -> EventSubscriptionOperations.requireUrl(url, true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://hooks.example/acm",
        "https://user:word@hooks.example/",
        "https:///acm",
        "ftp://127.0.0.1/acm",
        "file:///etc/passwd",
        "hooks.example",
        "https://hooks.example/#part",
        "https://hooks.example:65536/",
        "https://hooks.example:0/",
        "https://hooks example/"
      })
  void urlThatIsNot_isRefused(String url) {
    assertThatExceptionOfType(ServiceException.class)
        .isThrownBy(() -> EventSubscriptionOperations.requireUrl(url, true));
  }

  @Test
  void plainHttp_isRefusedUnlessInnerAddressesAreLetIn() {
    assertThatExceptionOfType(ServiceException.class)
        .isThrownBy(
            () -> EventSubscriptionOperations.requireUrl("http://127.0.0.1:8080/acm", false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://127.0.0.1:1/acm",
        "https://[::1]:1/",
        "https://localhost:1/",
        "https://10.0.0.1/",
        "https://169.254.169.254/latest/meta-data",
        "http://127.0.0.1:1/"
      })
  void innerAddress_isNotAsked(String url) {
    try (SecretBytes secret = SecretBytes.copyOf("secret".getBytes(US_ASCII))) {
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> new Webhooks().tell(url, 1, "{}", secret, Instant.EPOCH))
          .withMessage("Its address is not a public one.");
    }
  }

  @ParameterizedTest
  @CsvSource({"0, PT5S", "1, PT10S", "5, PT2M40S", "10, PT1H", "500, PT1H"})
  void pause_doublesUpToAnHour(int attempts, Duration pause) {
    assertThat(EventSubscription.pause(attempts)).isEqualTo(pause);
  }
}
