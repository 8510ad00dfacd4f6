package org.latchkey.access;

/** One value of a condition, ready to be compared with the values of a request's key. */
interface ValueTest {

  /** What comparing came to. */
  enum Result {
    YES,
    NO,
    /** The policy's value has a variable that the request gives no value: it matches nothing. */
    UNRESOLVED,
    /** The request's value is not of the operator's type: it matches nothing. */
    MALFORMED;

    static Result of(boolean matches) {
      return matches ? YES : NO;
    }
  }

  Result matches(String value, ConditionKeys keys);
}
