package org.latchkey.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {

  private static final KeyId KEY_ID = KeyId.random(false);
  private static final Map<String, String> CONTEXT =
      Map.of("aws:acm:arn", "arn:aws:acm:us-east-1:123456789012:certificate/x", "naïve", "ключ");

  private final SecretBytes key = RandomBytes.secret(32);

  private byte[] seal(String plaintext) {
    return Envelope.seal(KEY_ID, 3, key, plaintext.getBytes(UTF_8), CONTEXT);
  }

  private static void assertRefused(byte[] blob, SecretBytes key, Map<String, String> context) {
    assertThatExceptionOfType(InvalidCiphertext.class)
        .isThrownBy(() -> Envelope.open(blob, key, context))
        .withMessage("the ciphertext does not open")
        .withNoCause();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 15, 16, 17, 32, 4096, 65_536})
  void open_givesBackWhatWasSealed(int length) throws InvalidCiphertext {
    byte[] plaintext = RandomBytes.of(length);
    byte[] blob = Envelope.seal(KEY_ID, 0, key, plaintext, CONTEXT);
    try (SecretBytes opened = Envelope.open(blob, key, CONTEXT)) {
      assertThat(opened.expose()).isEqualTo(plaintext);
    }
  }

  @Test
  void seal_staysWithinTheCiphertextLimit() {
    assertThat(Envelope.seal(KEY_ID, 0, key, new byte[4096], CONTEXT))
        .hasSize(4096 + Envelope.OVERHEAD)
        .hasSizeLessThanOrEqualTo(6144);
  }

  @Test
  void materialInAToken_sealsAsTheSameKeyInMemoryDoes() throws InvalidCiphertext {
    KeyMaterial inToken = KeyMaterial.inToken(parts -> Hmac.sha256(key, parts));
    byte[] plaintext = "attack at dawn".getBytes(UTF_8);

    byte[] sealedByToken = Envelope.seal(KEY_ID, 1, inToken, plaintext, CONTEXT);
    byte[] sealedHere = Envelope.seal(KEY_ID, 1, key, plaintext, CONTEXT);

    assertThat(Envelope.open(sealedByToken, key, CONTEXT).expose()).isEqualTo(plaintext);
    assertThat(Envelope.open(sealedHere, inToken, CONTEXT).expose()).isEqualTo(plaintext);
    assertThatIllegalStateException().isThrownBy(inToken::encoded);
  }

  @Test
  void seal_neverRepeatsItself() {
    Set<String> nonces = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      byte[] blob = seal("same");
      nonces.add(Arrays.toString(Arrays.copyOfRange(blob, 22, 50)));
    }
    assertThat(nonces).hasSize(1000);
  }

  @Test
  void seal_refusesAKeyOfAnotherSize() {
    try (SecretBytes shortKey = RandomBytes.secret(16)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Envelope.seal(KEY_ID, 0, shortKey, new byte[1], Map.of()));
    }
  }

  @Nested
  class Header {

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void parseHeader_namesKeyAndMaterial(boolean multiRegion) {
      KeyId keyId = KeyId.random(multiRegion);
      byte[] blob = Envelope.seal(keyId, Integer.MAX_VALUE, key, new byte[9], Map.of());
      assertThat(Envelope.parseHeader(blob))
          .contains(new Envelope.Header(keyId, Integer.MAX_VALUE));
    }

    @Test
    void parseHeader_ofAnotherVersion_isEmpty() {
      byte[] blob = seal("x");
      blob[0] = 2;
      assertThat(Envelope.parseHeader(blob)).isEmpty();
    }

    @Test
    void parseHeader_withUnknownFlag_isEmpty() {
      byte[] blob = seal("x");
      blob[1] |= 2;
      assertThat(Envelope.parseHeader(blob)).isEmpty();
    }

    @Test
    void parseHeader_ofAnythingShorter_isEmpty() {
      byte[] blob = Envelope.seal(KEY_ID, 0, key, new byte[0], Map.of());
      for (int length = 0; length < blob.length; length++) {
        assertThat(Envelope.parseHeader(Arrays.copyOf(blob, length))).isEqualTo(Optional.empty());
      }
    }
  }

  @Nested
  class Tampering {

    @Test
    void openWithAnyBitFlipped_fails() {
      byte[] blob = seal("some plaintext");
      for (int i = 0; i < blob.length; i++) {
        for (int bit = 0; bit < 8; bit++) {
          byte[] altered = blob.clone();
          altered[i] ^= (byte) (1 << bit);
          assertRefused(altered, key, CONTEXT);
        }
      }
    }

    @Test
    void openOfAnyBeginning_fails() {
      byte[] blob = seal("some plaintext");
      for (int length = 0; length < blob.length; length++) {
        assertRefused(Arrays.copyOf(blob, length), key, CONTEXT);
      }
    }

    @Test
    void openWithBytesAppended_fails() {
      byte[] blob = seal("some plaintext");
      assertRefused(Arrays.copyOf(blob, blob.length + 1), key, CONTEXT);
    }

    @Test
    void openWithAnotherKey_fails() {
      try (SecretBytes other = RandomBytes.secret(32)) {
        assertRefused(seal("some plaintext"), other, CONTEXT);
      }
    }

    @Test
    void openOfAMessageUnderAnotherHeader_fails() {
      byte[] mine = seal("some plaintext");
      byte[] theirs = Envelope.seal(KeyId.random(false), 3, key, new byte[14], CONTEXT);
      System.arraycopy(theirs, 0, mine, 0, 22);
      assertRefused(mine, key, CONTEXT);
    }
  }

  @Nested
  class Context {

    private final byte[] blob =
        Envelope.seal(KEY_ID, 0, key, new byte[8], ordered("a", "1", "b", "2", "é", "3"));

    @Test
    void openWithPairsInAnotherOrder_succeeds() throws InvalidCiphertext {
      Envelope.open(blob, key, ordered("é", "3", "b", "2", "a", "1")).close();
    }

    @Test
    void openWithAnotherContext_fails() {
      assertRefused(blob, key, Map.of());
      assertRefused(blob, key, ordered("a", "1", "b", "2"));
      assertRefused(blob, key, ordered("a", "1", "b", "2", "é", "3", "c", "4"));
      assertRefused(blob, key, ordered("a", "2", "b", "1", "é", "3"));
      assertRefused(blob, key, ordered("A", "1", "b", "2", "é", "3"));
      assertRefused(blob, key, ordered("a", "1", "b", "2", "e\u0301", "3"));
      assertRefused(blob, key, ordered("a", "1b", "", "2", "é", "3"));
      assertRefused(blob, key, ordered("1", "a", "b", "2", "é", "3"));
    }

    @Test
    void openWithNamesAndValuesShifted_fails() {
      byte[] shifted = Envelope.seal(KEY_ID, 0, key, new byte[8], Map.of("ab", "c"));
      assertRefused(shifted, key, Map.of("a", "bc"));
    }

    @Test
    void sealWithHalfASurrogatePair_isRefused() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Envelope.seal(KEY_ID, 0, key, new byte[1], Map.of("a", "\ud800")));
    }

    @Test
    void openWithHalfASurrogatePair_failsAsAnyOther() {
      byte[] question = Envelope.seal(KEY_ID, 0, key, new byte[1], Map.of("a", "?"));
      assertRefused(question, key, Map.of("a", "\ud800"));
    }

    private static Map<String, String> ordered(String... namesAndValues) {
      Map<String, String> context = new LinkedHashMap<>();
      for (int i = 0; i < namesAndValues.length; i += 2) {
        context.put(namesAndValues[i], namesAndValues[i + 1]);
      }
      return context;
    }
  }
}
