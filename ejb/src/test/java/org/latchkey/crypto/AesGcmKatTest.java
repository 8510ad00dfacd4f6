package org.latchkey.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.bouncycastle.util.Arrays;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;
import org.latchkey.crypto.Wycheproof.Case;

/** AES-256-GCM with 96-bit IVs, from the chosen provider and from the JDK that stands in for it. */
class AesGcmKatTest {

  @TestFactory
  Stream<DynamicContainer> aesGcm() {
    return Stream.of(
        Wycheproof.file(
            "aes_gcm", AesGcmKatTest::isUsed, vector -> check(Providers::aesGcm, vector)),
        Wycheproof.file(
            "aes_gcm",
            AesGcmKatTest::isUsed,
            vector -> check(() -> Cipher.getInstance("AES/GCM/NoPadding"), vector)));
  }

  private static boolean isUsed(Case vector) {
    return vector.groupInt("keySize") == 256 && vector.groupInt("ivSize") == 96;
  }

  private static void check(Callable<Cipher> ciphers, Case vector) throws Exception {
    RawKey key = new RawKey(SecretBytes.owning(vector.bytes("key")), "AES");
    GCMParameterSpec iv = new GCMParameterSpec(128, vector.bytes("iv"));
    byte[] sealed = Arrays.concatenate(vector.bytes("ct"), vector.bytes("tag"));
    Cipher cipher = ciphers.call();
    cipher.init(Cipher.DECRYPT_MODE, key, iv);
    cipher.updateAAD(vector.bytes("aad"));
    if (!vector.isValid()) {
      assertThatExceptionOfType(AEADBadTagException.class).isThrownBy(() -> cipher.doFinal(sealed));
      return;
    }
    assertThat(cipher.doFinal(sealed)).isEqualTo(vector.bytes("msg"));
    Cipher encrypting = ciphers.call();
    encrypting.init(Cipher.ENCRYPT_MODE, key, iv);
    encrypting.updateAAD(vector.bytes("aad"));
    assertThat(encrypting.doFinal(vector.bytes("msg"))).isEqualTo(sealed);
  }
}
