package org.latchkey.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.latchkey.crypto.OneTimePasswords;
import org.latchkey.crypto.SecretBytes;

class MfaDeviceTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private final SecretBytes seed = OneTimePasswords.newSeed();
  private final MfaDevice device =
      new MfaDevice(
          "arn:aws:iam::123456789012:mfa/phone", "123456789012", "phone", new byte[0], Map.of());

  private static Instant after(int steps) {
    return NOW.plusSeconds(30L * steps);
  }

  @Test
  void code_countsOnce() {
    String code = OneTimePasswords.current(seed, NOW);

    assertThat(device.accept(seed, code, NOW)).isTrue();
    assertThat(device.accept(seed, code, NOW)).isFalse();
    assertThat(device.accept(seed, OneTimePasswords.current(seed, after(1)), after(1))).isTrue();
  }

  @Test
  void codeOfAStepBeforeOrAfter_isTaken() {
    assertThat(device.accept(seed, OneTimePasswords.current(seed, after(-1)), NOW)).isTrue();
    assertThat(device.accept(seed, OneTimePasswords.current(seed, after(1)), NOW)).isTrue();
    assertThat(device.accept(seed, OneTimePasswords.current(seed, after(3)), NOW)).isFalse();
  }

  @Test
  void synchronizedDevice_isHeardThoughItsClockIsOff() {
    assertThat(
            device.synchronize(
                seed,
                OneTimePasswords.current(seed, after(6)),
                OneTimePasswords.current(seed, after(7)),
                NOW))
        .isTrue();
    assertThat(device.accept(seed, OneTimePasswords.current(seed, after(9)), after(2))).isTrue();
    assertThat(device.accept(seed, OneTimePasswords.current(seed, after(3)), after(3))).isFalse();
  }

  @Test
  void codesThatDoNotFollow_doNotSynchronize() {
    assertThat(
            device.synchronize(
                seed,
                OneTimePasswords.current(seed, NOW),
                OneTimePasswords.current(seed, after(2)),
                NOW))
        .isFalse();
  }

  @Test
  void fiveWrongCodes_makeTheNextWait() {
    for (int i = 0; i < MfaDevice.PATIENCE; i++) {
      assertThat(device.pauses(NOW)).isFalse();
      assertThat(device.accept(seed, "wrong!", NOW)).isFalse();
    }

    assertThat(device.pauses(NOW)).isTrue();
    assertThat(device.pauses(NOW.plus(MfaDevice.PAUSE))).isFalse();
  }
}
