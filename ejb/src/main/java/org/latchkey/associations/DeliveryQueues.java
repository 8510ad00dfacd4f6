package org.latchkey.associations;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.QueueBrowser;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.latchkey.adapter.BrokerConnections;

/** Looks into the queues of services, at what they have not read. */
@ApplicationScoped
class DeliveryQueues {

  private static final Logger LOG = Logger.getLogger(DeliveryQueues.class.getName());

  /**
   * The ids of those associations of which something lies unread in the queue of their service;
   * none where the broker cannot be asked.
   */
  Set<String> unread(Collection<Association> associations) {
    Set<String> unread = new HashSet<>();
    if (associations.isEmpty()) {
      return unread;
    }
    try (JMSContext context = BrokerConnections.open()) {
      for (Association each : associations) {
        String selector = "JMSCorrelationID = '" + each.id() + "'";
        try (QueueBrowser browser =
            context.createBrowser(context.createQueue(each.service().deliveryQueue()), selector)) {
          if (browser.getEnumeration().hasMoreElements()) {
            unread.add(each.id());
          }
        }
      }
    } catch (JMSException | JMSRuntimeException failure) {
      LOG.log(Level.WARNING, "The broker cannot be asked now what lies unread", failure);
    }
    return unread;
  }
}
