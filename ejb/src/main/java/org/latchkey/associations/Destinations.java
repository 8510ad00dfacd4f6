package org.latchkey.associations;

/** The names of queues and topics, as {@code docs/messaging.md} has them. */
final class Destinations {

  static final String ASSOCIATIONS = "latchkey.associations";
  static final String EVENTS = "latchkey.events";
  static final String DEAD_LETTERS = "latchkey.dead-letters";

  private static final String DELIVERIES = "latchkey.deliveries.";
  private static final String REPLIES = "latchkey.replies.";

  private Destinations() {}

  static String deliveriesOf(String login) {
    return DELIVERIES + login;
  }

  static String repliesOf(String login) {
    return REPLIES + login;
  }
}
