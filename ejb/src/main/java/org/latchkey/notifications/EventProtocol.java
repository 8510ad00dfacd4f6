package org.latchkey.notifications;

/** How somebody is told of events. */
public enum EventProtocol {
  EMAIL,
  WEBHOOK
}
