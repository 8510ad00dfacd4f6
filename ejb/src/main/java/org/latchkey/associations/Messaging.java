package org.latchkey.associations;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Lock;
import jakarta.ejb.LockType;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.concurrent.ContextService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.latchkey.adapter.BrokerAccess;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.identity.Identities;
import org.latchkey.shared.Settings;

/**
 * Opens the broker to services when the server starts, and keeps the outbox moving: what was
 * committed is sent at once, and what a crash or another node left behind within a second.
 */
@Singleton
@Startup
@DependsOn("ServerStart")
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class Messaging {

  private static final Logger LOG = Logger.getLogger(Messaging.class.getName());
  private static final int REDELIVERY_DAYS = 7;

  /** How long a message can come again after it was dealt with. */
  private final Duration redelivery =
      Duration.ofDays(Settings.number("redelivery-days", REDELIVERY_DAYS));

  @Inject private OutboxRelay relay;
  @Inject private Identities identities;
  @Inject private InboxCleaning cleaning;

  /** The broker asks on threads of its own, which know nothing of this application. */
  @Resource private ContextService contexts;

  @PostConstruct
  void start() {
    BrokerAccess login = this::isLogin;
    BrokerAccess.register(contexts.createContextualProxy(login, BrokerAccess.class));
  }

  @PreDestroy
  void stop() {
    BrokerAccess.unregister();
    relay.handOver();
  }

  @Schedule(hour = "*", minute = "*", second = "*", persistent = false)
  @Lock(LockType.READ)
  void sendWhatWaits() {
    relay.send();
  }

  @Schedule(hour = "*", minute = "17", persistent = false)
  @Lock(LockType.READ)
  void forgetOldMessages() {
    try {
      cleaning.forgetOlderThan(redelivery);
    } catch (RuntimeException failure) {
      LOG.log(Level.WARNING, "Old messages will be forgotten later", failure);
    }
  }

  private boolean isLogin(String user, char[] password) {
    try (SecretBytes given = SecretBytes.utf8(password)) {
      return identities.isServiceLogin(user, given);
    }
  }

  /** Forgets old messages in a transaction of its own. */
  @ApplicationScoped
  static class InboxCleaning {

    @Inject private Inbox inbox;
    @Inject private Clock clock;

    @Transactional
    void forgetOlderThan(Duration age) {
      inbox.forgetBefore(clock.instant().minus(age));
    }
  }
}
