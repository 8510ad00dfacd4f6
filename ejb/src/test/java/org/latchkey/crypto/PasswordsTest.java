package org.latchkey.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {

  private static final SecretBytes PASSWORD = SecretBytes.copyOf("pässword".getBytes(UTF_8));

  @Test
  void hash_isInPhcFormatWithItsCosts() {
    assertThat(Passwords.hash(PASSWORD))
        .matches("\\$argon2id\\$v=19\\$m=19456,t=2,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}");
  }

  @Test
  void hashTwice_differs() {
    assertThat(Passwords.hash(PASSWORD)).isNotEqualTo(Passwords.hash(PASSWORD));
  }

  @Test
  void verify_acceptsThePasswordAndNoOther() {
    String hash = Passwords.hash(PASSWORD);
    assertThat(Passwords.verify(PASSWORD, hash)).isTrue();
    assertThat(Passwords.verify(SecretBytes.copyOf("passwort".getBytes(UTF_8)), hash)).isFalse();
    assertThat(Passwords.verify(SecretBytes.copyOf(new byte[0]), hash)).isFalse();
  }

  @Test
  void verifyWithOtherCosts_followsTheHash() {
    // argon2id -t 2 -m 16 -p 1 of the reference implementation's test suite (CC0 or Apache-2.0).
    String reference =
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
    assertThat(Passwords.verify(SecretBytes.copyOf("password".getBytes(UTF_8)), reference))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "password",
        "$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=9999999,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=65536,t=0,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=65536,t=2,p=0$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=4,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
      })
  void verifyAgainstWhatIsNoHash_isFalse(String notAHash) {
    assertThat(Passwords.verify(SecretBytes.copyOf("password".getBytes(UTF_8)), notAHash))
        .isFalse();
  }
}
