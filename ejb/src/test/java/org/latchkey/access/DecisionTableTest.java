package org.latchkey.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Decides every case of the table in {@code decisions/}, which is written by hand from AWS's
 * documentation; each file names its pages.
 */
class DecisionTableTest {

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void request_isDecidedAsDocumented(DecisionTable.Case each) {
    Decision decision = each.decide();
    assertThat(decision.outcome()).isEqualTo(each.outcome());
    if (each.outcome() == Decision.Outcome.IMPLICIT_DENY) {
      assertThat(decision.policyType()).hasToString(each.by());
      assertThat(decision.deciding()).isEmpty();
    } else {
      assertThat(String.join(" + ", each.namesOf(decision.deciding()))).isEqualTo(each.by());
    }
  }

  @Test
  void table_isLargeAndItsCasesHaveNamesOfTheirOwn() {
    assertThat(cases()).hasSizeGreaterThanOrEqualTo(300);
    assertThat(cases().map(DecisionTable.Case::toString)).doesNotHaveDuplicates();
  }

  static Stream<DecisionTable.Case> cases() {
    return DecisionTable.read();
  }
}
