package org.latchkey.associations;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeliveryQueuesTest {
  private static final Instant LATE = Instant.parse("2026-11-22T00:00:00Z");

  private static Message message(String association, Instant sent) {
    return (Message)
        Proxy.newProxyInstance(
            Message.class.getClassLoader(),
            new Class<?>[] {Message.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getJMSCorrelationID" -> association;
                  case "getJMSTimestamp" -> sent.toEpochMilli();
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private static boolean isUnread(List<Message> queue, String association) throws JMSException {
    return DeliveryQueues.look(Collections.enumeration(queue), LATE).has(association, LATE);
  }

  private static List<Message> many(Instant first) {
    List<Message> queue = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      queue.add(message("other " + i, first.plusSeconds(i)));
    }
    queue.add(message("sought", first));
    return queue;
  }

  @Test
  void whatLiesInTheQueue_isUnread() throws JMSException {
    List<Message> queue = List.of(message("a", LATE), message("b", LATE), message("b", LATE));

    assertThat(isUnread(queue, "b")).isTrue();
    assertThat(isUnread(queue, "c")).isFalse();
    assertThat(isUnread(List.of(), "b")).isFalse();
  }

  @Test
  void longQueueThatNobodyReads_isNotLookedThrough() throws JMSException {
    assertThat(isUnread(many(LATE.minus(Duration.ofDays(1))), "sought")).isTrue();
  }

  @Test
  void longQueueThatIsRead_hasNothingThatIsLate() throws JMSException {
    assertThat(isUnread(many(LATE.plusSeconds(1)), "sought")).isFalse();
  }
}
