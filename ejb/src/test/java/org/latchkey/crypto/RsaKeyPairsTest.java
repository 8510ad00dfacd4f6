package org.latchkey.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RsaKeyPairsTest {

  @Test
  void take_neverHandsAPairOutTwice() {
    try (RsaKeyPairs pairs = new RsaKeyPairs(2)) {
      Set<PublicKey> taken = new HashSet<>();
      for (int i = 0; i < 8; i++) {
        taken.add(pairs.take(KeySpec.RSA_2048).getPublic());
      }
      assertThat(taken).hasSize(8);
    }
  }

  @Test
  void take_fillsThePoolOfItsSizeAlone() throws InterruptedException {
    try (RsaKeyPairs pairs = new RsaKeyPairs(2)) {
      assertThat(pairs.available(KeySpec.RSA_2048)).isZero();
      pairs.take(KeySpec.RSA_2048);
      Instant deadline = Instant.now().plus(Duration.ofMinutes(2));
      while (pairs.available(KeySpec.RSA_2048) < 2 && Instant.now().isBefore(deadline)) {
        Thread.onSpinWait();
      }
      assertThat(pairs.available(KeySpec.RSA_2048)).isEqualTo(2);
      assertThat(pairs.available(KeySpec.RSA_3072)).isZero();
    }
  }

  @Test
  void takeOnceClosed_stillMakesPairs() {
    RsaKeyPairs pairs = new RsaKeyPairs(2);
    pairs.close();
    assertThat(pairs.take(KeySpec.RSA_2048)).isNotNull();
    assertThat(pairs.available(KeySpec.RSA_2048)).isZero();
  }

  @Test
  void takeOfAnotherSpec_isRefused() {
    try (RsaKeyPairs pairs = new RsaKeyPairs(1)) {
      assertThatIllegalArgumentException().isThrownBy(() -> pairs.take(KeySpec.SM2));
    }
  }
}
