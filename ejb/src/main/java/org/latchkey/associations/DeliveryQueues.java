package org.latchkey.associations;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.QueueBrowser;
import java.time.Instant;
import java.util.Collection;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.latchkey.adapter.BrokerConnections;

/** Looks into the queues of services, at what they have not read. */
@ApplicationScoped
class DeliveryQueues {

  private static final Logger LOG = Logger.getLogger(DeliveryQueues.class.getName());

  /** So many messages of a queue are looked at, the oldest first. */
  private static final int MOST_LOOKED_AT = 1_000;

  /**
   * The ids of those associations of which something lies unread in the queue of their service;
   * none where the broker cannot be asked. Each queue is looked into once, and no further than a
   * thousand messages: where it has more, and the oldest is older than {@code late}, nobody reads.
   *
   * @param associations whose deliveries were sent before {@code late}
   */
  Set<String> unread(Collection<Association> associations, Instant late) {
    Map<String, Set<String>> sought = new HashMap<>();
    for (Association each : associations) {
      sought
          .computeIfAbsent(each.service().deliveryQueue(), queue -> new HashSet<>())
          .add(each.id());
    }
    Set<String> unread = new HashSet<>();
    if (sought.isEmpty()) {
      return unread;
    }
    try (JMSContext context = BrokerConnections.open()) {
      for (Map.Entry<String, Set<String>> each : sought.entrySet()) {
        try (QueueBrowser browser = context.createBrowser(context.createQueue(each.getKey()))) {
          unread.addAll(unread(browser.getEnumeration(), each.getValue(), late));
        }
      }
    } catch (JMSException | JMSRuntimeException failure) {
      LOG.log(Level.WARNING, "The broker cannot be asked now what lies unread", failure);
    }
    return unread;
  }

  /** Those of the associations {@code sought} that messages are about. */
  static Set<String> unread(Enumeration<?> messages, Set<String> sought, Instant late)
      throws JMSException {
    Set<String> found = new HashSet<>();
    boolean nobodyReads = false;
    int looked = 0;
    while (messages.hasMoreElements() && found.size() < sought.size()) {
      Message message = (Message) messages.nextElement();
      if (looked == 0) {
        nobodyReads = Instant.ofEpochMilli(message.getJMSTimestamp()).isBefore(late);
      }
      if (looked == MOST_LOOKED_AT) {
        return nobodyReads ? sought : found;
      }
      looked++;
      String association = message.getJMSCorrelationID();
      if (association != null && sought.contains(association)) {
        found.add(association);
      }
    }
    return found;
  }
}
