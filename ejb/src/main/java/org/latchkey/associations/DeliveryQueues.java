package org.latchkey.associations;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.QueueBrowser;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.latchkey.adapter.BrokerConnections;

/** Looks into the queues of services, at what they have not read. */
@ApplicationScoped
class DeliveryQueues {

  private static final Logger LOG = Logger.getLogger(DeliveryQueues.class.getName());

  /** So many messages of a queue are looked at, the oldest first. */
  private static final int MOST_LOOKED_AT = 1_000;

  /** So long what was seen in a queue counts: nothing to what a delivery may lie there. */
  private static final Duration KEPT = Duration.ofMinutes(1);

  @Inject private Clock clock;

  private final Map<String, Seen> queues = new ConcurrentHashMap<>();

  /**
   * What was seen in a queue.
   *
   * @param associations the ids of those that the messages looked at are about
   * @param oldest when the first of them was sent; null where the queue was empty
   * @param more whether there were more than were looked at
   */
  record Seen(Instant at, Set<String> associations, @Nullable Instant oldest, boolean more) {

    /** Whether something lies there for an association whose delivery was sent before. */
    boolean has(String association, Instant late) {
      return associations.contains(association)
          || (more && oldest != null && oldest.isBefore(late));
    }
  }

  /**
   * The ids of those associations of which something lies unread in the queue of their service;
   * none where the broker cannot be asked. Each queue is looked into once a minute, and no further
   * than a thousand messages: where it has more, and the oldest is older than {@code late}, nobody
   * reads.
   *
   * @param associations whose deliveries were sent before {@code late}
   */
  Set<String> unread(Collection<Association> associations, Instant late) {
    return associations.stream()
        .filter(each -> seen(each.service().deliveryQueue()).has(each.id(), late))
        .map(Association::id)
        .collect(Collectors.toSet());
  }

  private Seen seen(String queue) {
    Instant now = clock.instant();
    Seen known = queues.get(queue);
    if (known != null && known.at().plus(KEPT).isAfter(now)) {
      return known;
    }
    Seen seen = look(queue, now);
    queues.put(queue, seen);
    return seen;
  }

  private static Seen look(String queue, Instant now) {
    try (JMSContext context = BrokerConnections.open();
        QueueBrowser browser = context.createBrowser(context.createQueue(queue))) {
      return look(browser.getEnumeration(), now);
    } catch (JMSException | JMSRuntimeException failure) {
      LOG.log(Level.WARNING, failure, () -> "It is not known now what lies unread in " + queue);
      return new Seen(now, Set.of(), null, false);
    }
  }

  static Seen look(Enumeration<?> messages, Instant now) throws JMSException {
    Set<String> associations = new HashSet<>();
    Instant oldest = null;
    for (int looked = 0; looked < MOST_LOOKED_AT && messages.hasMoreElements(); looked++) {
      Message message = (Message) messages.nextElement();
      if (oldest == null) {
        oldest = Instant.ofEpochMilli(message.getJMSTimestamp());
      }
      if (message.getJMSCorrelationID() != null) {
        associations.add(message.getJMSCorrelationID());
      }
    }
    return new Seen(now, associations, oldest, messages.hasMoreElements());
  }
}
