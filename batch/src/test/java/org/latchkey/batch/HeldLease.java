package org.latchkey.batch;

/** A job's lease that another node takes after a number of items. */
final class HeldLease extends JobLease {

  private int left;

  HeldLease(int items) {
    left = items;
  }

  /** One that is never lost. */
  static HeldLease forGood() {
    return new HeldLease(Integer.MAX_VALUE);
  }

  @Override
  boolean holdPart(String jobId, String part) {
    return true;
  }

  @Override
  void releasePart(String jobId, String part) {}

  @Override
  public boolean hold(String jobId) {
    left--;
    return left >= 0;
  }
}
