package org.latchkey.x509;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latchkey.x509.Validity.ValidityPeriodType;
import org.latchkey.x509.X509Exception.Problem;

class ValidityTest {

  /** The samples of API_Validity, then the edges. */
  @ParameterizedTest
  @CsvSource({
    "491231235959, END_DATE, 2026-01-01T00:00:00Z, 2049-12-31T23:59:59Z",
    "2524608000, ABSOLUTE, 2026-01-01T00:00:00Z, 2050-01-01T00:00:00Z",
    "90, DAYS, 2019-10-12T12:34:54Z, 2020-01-10T12:34:54Z",
    "20491231235959, END_DATE, 2026-01-01T00:00:00Z, 2049-12-31T23:59:59Z",
    "99991231235959, END_DATE, 2026-01-01T00:00:00Z, 9999-12-31T23:59:59Z",
    "500101000000, END_DATE, 2026-01-01T00:00:00Z, 1950-01-01T00:00:00Z",
    "50101000000, END_DATE, 2026-01-01T00:00:00Z, 2005-01-01T00:00:00Z",
    "13, MONTHS, 2026-11-22T12:00:00.750Z, 2027-12-22T12:00:00Z",
    "1, MONTHS, 2026-01-31T12:00:00Z, 2026-02-28T12:00:00Z",
    "10, YEARS, 2024-02-29T00:00:00Z, 2034-02-28T00:00:00Z"
  })
  void from_meansTheMoment(long value, ValidityPeriodType type, Instant issuance, Instant end) {
    assertThat(new Validity(value, type).from(issuance)).isEqualTo(end);
  }

  @ParameterizedTest
  @CsvSource({
    "0, DAYS",
    "-1, YEARS",
    "491331235959, END_DATE",
    "490229235959, END_DATE",
    "2049123123595, END_DATE",
    "204912312359590, END_DATE",
    "253402300800, ABSOLUTE",
    "9223372036854775807, ABSOLUTE",
    "9223372036854775807, DAYS",
    "3000000, DAYS",
    "9223372036854775807, MONTHS",
    "8000, YEARS"
  })
  void from_refusesWhatIsNoMoment(long value, ValidityPeriodType type) {
    assertThatThrownBy(() -> new Validity(value, type).from(TestAuthority.NOW))
        .isInstanceOfSatisfying(
            X509Exception.class, e -> assertThat(e.problem()).isEqualTo(Problem.INVALID_VALIDITY));
  }
}
