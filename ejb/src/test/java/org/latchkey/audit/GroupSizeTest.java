package org.latchkey.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

class GroupSizeTest {

  private static final int LARGEST = 100;

  private final GroupSize size = new GroupSize(LARGEST);

  /** The size of the next group after so many, of which {@code come} says how many come. */
  private int after(int groups, IntUnaryOperator come) {
    for (int group = 0; group < groups; group++) {
      size.came(come.applyAsInt(size.next()));
    }
    int next = size.next();
    size.came(come.applyAsInt(next));
    return next;
  }

  @Test
  void callerAlone_isWaitedForInTrialsOnly() {
    for (int group = 1; group < 10 * GroupSize.GROUPS_TO_A_TRIAL; group++) {
      int wanted = size.next();
      size.came(1);

      assertThat(wanted).isEqualTo(group % GroupSize.GROUPS_TO_A_TRIAL == 0 ? 2 : 1);
    }
  }

  @Test
  void asManyAsAreWaitedFor_moreAreTried() {
    assertThat(after(GroupSize.GROUPS_TO_A_TRIAL, wanted -> wanted)).isEqualTo(2);
    assertThat(after(2 * GroupSize.GROUPS_TO_A_TRIAL, wanted -> wanted)).isEqualTo(8);
    assertThat(after(10 * GroupSize.GROUPS_TO_A_TRIAL, wanted -> wanted)).isEqualTo(LARGEST);
  }

  @Test
  void fewerCallers_areWaitedForOnce() {
    after(4 * GroupSize.GROUPS_TO_A_TRIAL, wanted -> wanted);

    assertThat(after(1, wanted -> 3)).isEqualTo(3);
  }

  @Test
  void trialThatBringsSomeMore_isAGain() {
    after(2 * GroupSize.GROUPS_TO_A_TRIAL, wanted -> wanted);

    assertThat(after(GroupSize.GROUPS_TO_A_TRIAL, wanted -> Math.min(wanted, 5))).isEqualTo(5);
  }
}
