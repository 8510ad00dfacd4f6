package org.latchkey.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;

class KeyWrappingKatTest {

  @TestFactory
  DynamicContainer aesKeyWrapWithPadding() {
    return Wycheproof.file(
        "aes_kwp",
        vector -> {
          try (SecretBytes key = SecretBytes.owning(vector.bytes("key"))) {
            if (vector.isValid()) {
              try (SecretBytes unwrapped = KeyWrapping.unwrapPadded(key, vector.bytes("ct"))) {
                assertThat(unwrapped.expose()).isEqualTo(vector.bytes("msg"));
              }
            } else {
              assertThatExceptionOfType(InvalidCiphertext.class)
                  .isThrownBy(() -> KeyWrapping.unwrapPadded(key, vector.bytes("ct")));
            }
          }
        });
  }
}
