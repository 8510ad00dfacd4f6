package org.latchkey.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.audit.AuditEvent;
import org.latchkey.shared.Arn;

/** What counts as a key's use, and how long it stays in memory. */
class KeyUsesTest {

  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final Arn KEY = key("1234abcd-12ab-34cd-56ef-1234567890ab");
  private static final Arn OTHER = key("5678abcd-12ab-34cd-56ef-1234567890ab");

  private final KeyUses uses = new KeyUses();

  private static Arn key(String id) {
    return Arn.of("kms", "us-east-1", "123456789012", "key/" + id);
  }

  private static AuditEvent event(
      String source, String name, Instant when, @Nullable String error, Arn... resources) {
    return new AuditEvent(
        when,
        null,
        "us-east-1",
        source,
        name,
        "request-" + name,
        null,
        null,
        null,
        List.of(resources).stream().map(Arn::toString).toList(),
        error,
        null);
  }

  private void use(String operation, Instant when, Arn... keys) {
    uses.recorded(event("kms.amazonaws.com", operation, when, null, keys), "event-" + operation);
  }

  @Test
  void use_isKnownByOperationTimeAndIds() {
    use("Decrypt", NOW, KEY);

    assertThat(uses.of(KEY))
        .isEqualTo(new KeyUse("Decrypt", NOW, "event-Decrypt", "request-Decrypt"));
    assertThat(uses.of(OTHER)).isNull();
  }

  @Test
  void laterUse_countsWhicheverIsToldFirst() {
    use("Encrypt", NOW.plusMillis(1), KEY);
    use("Decrypt", NOW, KEY);

    assertThat(uses.of(KEY)).extracting(KeyUse::operation).isEqualTo("Encrypt");
  }

  @Test
  void reEncrypt_usesBothKeys() {
    use("ReEncrypt", NOW, KEY, OTHER);

    assertThat(uses.unwritten()).containsOnlyKeys(KEY.toString(), OTHER.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"DescribeKey", "GetPublicKey", "CreateGrant", "RotateKey"})
  void otherOperations_areNoUse(String operation) {
    use(operation, NOW, KEY);

    assertThat(uses.unwritten()).isEmpty();
  }

  @Test
  void refusedOperation_isNoUse() {
    uses.recorded(
        event("kms.amazonaws.com", "Decrypt", NOW, "InvalidCiphertextException", KEY), "event");

    assertThat(uses.unwritten()).isEmpty();
  }

  @Test
  void aliasAndOtherServices_areNoKeysThatAreUsed() {
    use("Encrypt", NOW, Arn.of("kms", "us-east-1", "123456789012", "alias/name"));
    uses.recorded(event("acm.amazonaws.com", "Encrypt", NOW, null, KEY), "event");

    assertThat(uses.unwritten()).isEmpty();
  }

  @Test
  void writtenUse_isForgottenUnlessALaterOneCame() {
    use("Encrypt", NOW, KEY, OTHER);
    Map<String, KeyUse> written = uses.unwritten();
    use("Decrypt", NOW.plusSeconds(1), KEY);

    uses.written(written);

    assertThat(uses.of(OTHER)).isNull();
    assertThat(uses.of(KEY)).extracting(KeyUse::operation).isEqualTo("Decrypt");
  }
}
