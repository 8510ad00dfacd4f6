package org.latchkey.associations;

import java.util.regex.Pattern;

/** The names of queues and topics, as {@code docs/messaging.md} has them. */
final class Destinations {

  static final String ASSOCIATIONS = "latchkey.associations";
  static final String EVENTS = "latchkey.events";
  static final String DEAD_LETTERS = "latchkey.dead-letters";

  private static final String DELIVERIES = "latchkey.deliveries.";
  private static final String REPLIES = "latchkey.replies.";

  /**
   * The name that Artemis gives to a temporary queue. What else a sender calls temporary is not:
   * the word is the sender's own.
   */
  private static final Pattern TEMPORARY =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private Destinations() {}

  static boolean isTemporary(String name) {
    return TEMPORARY.matcher(name).matches();
  }

  static String deliveriesOf(String login) {
    return DELIVERIES + login;
  }

  static String repliesOf(String login) {
    return REPLIES + login;
  }
}
