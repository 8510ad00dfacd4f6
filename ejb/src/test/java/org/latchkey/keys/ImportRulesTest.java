package org.latchkey.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.latchkey.crypto.KeySpec;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.Fault;
import org.latchkey.shared.ServiceException;

class ImportRulesTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @ParameterizedTest
  @CsvFileSource(resources = "wrapping-algorithms.csv", numLinesToSkip = 3)
  void wrappingAlgorithm_fitsAsDocumented(
      String algorithm, KeySpec wrappingKey, KeySpec material, boolean fits) {
    if (fits) {
      assertThat(ImportRules.algorithm(algorithm, wrappingKey, material)).hasToString(algorithm);
    } else {
      assertRefused(
          KeyFault.UNSUPPORTED_OPERATION,
          () -> ImportRules.algorithm(algorithm, wrappingKey, material));
    }
  }

  @ParameterizedTest
  @EnumSource
  void material_canBeImportedUnlessItIsALattices(KeySpec spec) {
    if (spec.isMlDsa() || spec.isMlKem()) {
      assertRefused(KeyFault.UNSUPPORTED_OPERATION, () -> ImportRules.requireImportable(spec));
    } else {
      ImportRules.requireImportable(spec);
    }
  }

  @Test
  void expiry_liesAheadByAYearAtMost() {
    Instant longest = NOW.plus(Duration.ofDays(365));

    assertThat(expiry(null, NOW.plusMillis(1))).isEqualTo(NOW.plusMillis(1));
    assertThat(expiry(ExpirationModel.KEY_MATERIAL_EXPIRES, longest)).isEqualTo(longest);
    assertInvalid(null, NOW);
    assertInvalid(null, NOW.minusMillis(1));
    assertInvalid(ExpirationModel.KEY_MATERIAL_EXPIRES, longest.plusMillis(1));
  }

  @Test
  void expiry_agreesWithItsModel() {
    assertThat(expiry(ExpirationModel.KEY_MATERIAL_DOES_NOT_EXPIRE, null)).isNull();
    assertInvalid(ExpirationModel.KEY_MATERIAL_DOES_NOT_EXPIRE, NOW.plusSeconds(60));
    assertInvalid(ExpirationModel.KEY_MATERIAL_EXPIRES, null);
    assertInvalid(null, null);
  }

  private static @Nullable Instant expiry(
      @Nullable ExpirationModel model, @Nullable Instant validTo) {
    return ImportRules.expiry(model, validTo, NOW);
  }

  private static void assertInvalid(@Nullable ExpirationModel model, @Nullable Instant validTo) {
    assertRefused(CommonFault.VALIDATION, () -> expiry(model, validTo));
  }

  private static void assertRefused(Fault fault, ThrowingCallable call) {
    assertThatExceptionOfType(ServiceException.class)
        .isThrownBy(call)
        .satisfies(refusal -> assertThat(refusal.fault()).isEqualTo(fault));
  }
}
