package org.latchkey.access;

/** One value of a condition, ready to be compared with the values of a request's key. */
interface ValueTest {

  /** What comparing came to. */
  enum Result {
    YES,
    NO,
    /**
     * The policy's value has a variable that the request gives no value, or the request's value is
     * not of the operator's type: it matches nothing, and an Allow must not follow from that
     * either.
     */
    UNDEFINED;

    static Result of(boolean matches) {
      return matches ? YES : NO;
    }
  }

  Result matches(String value, ConditionKeys keys);
}
