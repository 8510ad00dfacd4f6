package org.latchkey.audit;

/**
 * How many records are worth waiting for before they are forced to storage together, learned from
 * how many came: one caller after another is never waited for, but for a trial now and then.
 *
 * <p>For one thread.
 */
final class GroupSize {

  /** Every so many groups, twice the size is tried. */
  static final int GROUPS_TO_A_TRIAL = 64;

  private final int largest;

  private int size = 1;
  private int groups;
  private boolean trial;

  GroupSize(int largest) {
    this.largest = largest;
  }

  /** How many records the next group is to wait for. */
  int next() {
    groups++;
    trial = groups % GROUPS_TO_A_TRIAL == 0;
    return trial ? Math.min(2 * size, largest) : size;
  }

  /** Takes note of how many records there were when the waiting for {@link #next()} ended. */
  void came(int records) {
    int expected = trial ? Math.min(2 * size, largest) : size;
    if (records >= expected) {
      size = expected;
    } else if (trial) {
      size = Math.max(size, records);
    } else {
      size = Math.max(1, records);
    }
  }
}
