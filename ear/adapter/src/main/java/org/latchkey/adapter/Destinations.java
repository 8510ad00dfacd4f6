package org.latchkey.adapter;

import java.util.regex.Pattern;

/** The broker's addresses, and which of them belong to a service. */
final class Destinations {
  /** Where services send their association messages. */
  static final String ASSOCIATIONS = "latchkey.associations";

  /** The topic of events in EventBridge's shape. */
  static final String EVENTS = "latchkey.events";

  /** Where a message ends that could not be handled. */
  static final String DEAD_LETTERS = "latchkey.dead-letters";

  private static final String DELIVERIES = "latchkey.deliveries.";
  private static final String REPLIES = "latchkey.replies.";

  /** The name that Artemis's JMS client gives to a temporary queue. */
  private static final Pattern TEMPORARY =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private Destinations() {}

  static String deliveriesOf(String user) {
    return DELIVERIES + user;
  }

  static String repliesOf(String user) {
    return REPLIES + user;
  }

  static boolean isTemporary(String name) {
    return TEMPORARY.matcher(name).matches();
  }
}
