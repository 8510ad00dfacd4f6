package org.latchkey.notifications;

import org.latchkey.shared.Fault;

/** What is answered about subscriptions. */
public enum SubscriptionFault implements Fault {
  LIMIT_EXCEEDED("LimitExceededException"),
  RESOURCE_NOT_FOUND("ResourceNotFoundException");

  private final String code;

  SubscriptionFault(String code) {
    this.code = code;
  }

  @Override
  public String code() {
    return code;
  }
}
