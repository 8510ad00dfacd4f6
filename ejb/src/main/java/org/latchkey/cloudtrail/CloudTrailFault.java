package org.latchkey.cloudtrail;

import org.latchkey.shared.Fault;

/**
 * What can go wrong with LookupEvents.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html">AWS
 *     CloudTrail API Reference, LookupEvents</a>
 */
enum CloudTrailFault implements Fault {
  INVALID_EVENT_CATEGORY("InvalidEventCategoryException"),
  INVALID_LOOKUP_ATTRIBUTES("InvalidLookupAttributesException"),
  INVALID_MAX_RESULTS("InvalidMaxResultsException"),
  INVALID_NEXT_TOKEN("InvalidNextTokenException"),
  INVALID_TIME_RANGE("InvalidTimeRangeException");

  private final String code;

  CloudTrailFault(String code) {
    this.code = code;
  }

  @Override
  public String code() {
    return code;
  }
}
