package org.latchkey.audit;

import org.jspecify.annotations.Nullable;

/**
 * What the trail shows of an attempt to sign in to the console.
 *
 * @param accountId null where it is none
 * @param userName null where it may be anything: people type their password into the wrong field
 * @param mfaUsed whether a second factor was asked for
 * @see <a
 *     href="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html">AWS
 *     CloudTrail User Guide, AWS Management Console sign-in events</a>
 */
public record ConsoleLogin(@Nullable String accountId, @Nullable String userName, boolean mfaUsed) {

  /** What the events of sign-ins are called. */
  public static final String EVENT_NAME = "ConsoleLogin";
}
