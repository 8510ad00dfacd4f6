package org.latchkey.keyuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.latchkey.crypto.EncryptionAlgorithm;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.ServiceException;

class SourceTest {

  private static final byte[] BLOB = {1};

  @Test
  void ciphertextAlone_isSymmetric() {
    Source source = Source.of(BLOB, null, null, Map.of("a", "b"), false);

    assertThat(source.algorithm()).isEqualTo(EncryptionAlgorithm.SYMMETRIC_DEFAULT);
    assertThat(source.ciphertext()).isEqualTo(BLOB);
    assertThat(source.context().pairs()).containsEntry("a", "b");
    assertThat(source.use("Decrypt").action()).isEqualTo("kms:Decrypt");
  }

  @Test
  void missingCiphertext_isRefused() {
    assertInvalid(() -> Source.of(null, "key", null, null, false));
  }

  @Test
  void asymmetricAlgorithmWithoutKey_isRefused() {
    assertInvalid(() -> Source.of(BLOB, null, EncryptionAlgorithm.RSAES_OAEP_SHA_256, null, false));
  }

  @Test
  void ignoredCiphertextWithoutKey_isRefused() {
    assertInvalid(() -> Source.of(BLOB, null, null, null, true));
  }

  @Test
  void ignoredCiphertext_needNotBeThere() {
    Source source = Source.of(null, "key", null, null, true);

    assertThat(source.ignored()).isTrue();
    assertThatIllegalStateException().isThrownBy(source::ciphertext);
  }

  private static void assertInvalid(ThrowingCallable call) {
    assertThatExceptionOfType(ServiceException.class)
        .isThrownBy(call)
        .satisfies(refused -> assertThat(refused.fault()).isEqualTo(CommonFault.VALIDATION));
  }
}
