package org.latchkey.coherence;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Follows the log of changes for this node, on a thread and a connection of its own: renews the
 * lease, empties the caches of what has been changed elsewhere, and lets this node's commits go on
 * once the others have done so.
 */
@Singleton
@Startup
@DependsOn("PersistenceUnit")
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class CoherenceNode {

  private static final Logger LOG = Logger.getLogger(CoherenceNode.class.getName());

  private static final Duration RENEWAL = CacheLease.TIME.dividedBy(3);
  private static final Duration HOUSEKEEPING = Duration.ofMinutes(10);
  private static final Duration PAUSE_ALONE = Duration.ofMillis(500);
  private static final Duration PAUSE_AMONG_OTHERS = Duration.ofMillis(20);
  private static final Duration PAUSE_WHILE_COMMITS_WAIT = Duration.ofMillis(5);

  @Resource private ManagedThreadFactory threads;

  @Resource(lookup = "jdbc/latchkey")
  private DataSource database;

  @Inject private Coherence coherence;

  private final String node = UUID.randomUUID().toString();
  private volatile boolean stopped;
  private @Nullable Thread thread;
  private long seen;
  private long acknowledged;
  private long renewedAt;
  private long tidiedAt;
  private boolean alone = true;

  @PostConstruct
  void start() {
    CachedEntityListener.tell(coherence);
    Thread follower = threads.newThread(this::follow);
    follower.setName("latchkey-coherence");
    follower.start();
    thread = follower;
  }

  @PreDestroy
  void stop() {
    stopped = true;
    Thread follower = thread;
    if (follower != null) {
      follower.interrupt();
      try {
        follower.join(CacheLease.TIME.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void follow() {
    while (!stopped) {
      try (ChangeFeed feed = new ChangeFeed(database.getConnection(), node)) {
        join(feed);
        while (!stopped) {
          round(feed);
        }
      } catch (SQLException failure) {
        LOG.log(Level.WARNING, "The log of changes cannot be read; nothing is cached", failure);
        pause();
      } catch (InterruptedException stop) {
        stopped = true;
      }
    }
    coherence.lease().end();
    leave();
  }

  /** Begins with empty caches, so that nothing from before has to be read. */
  private void join(ChangeFeed feed) throws SQLException {
    coherence.lease().end();
    coherence.forgetAll();
    seen = feed.revision();
    renew(feed);
  }

  private void round(ChangeFeed feed) throws SQLException, InterruptedException {
    long now = System.nanoTime();
    if (now - renewedAt > RENEWAL.toNanos()) {
      renew(feed);
    } else {
      catchUp(feed);
    }
    acknowledge(feed);
    boolean commitsWait = coherence.acknowledgements().anyWaits();
    if (commitsWait) {
      coherence.acknowledgements().settle(feed.slowestOther());
      commitsWait = coherence.acknowledgements().anyWaits();
    }
    if (now - tidiedAt > HOUSEKEEPING.toNanos()) {
      feed.forgetOld();
      tidiedAt = now;
    }
    coherence.acknowledgements().awaitAsker(pauseTime(commitsWait));
  }

  /** The log is read after the lease was renewed, and the lease counts only after that. */
  private void renew(ChangeFeed feed) throws SQLException {
    long begin = System.nanoTime();
    feed.renew(seen);
    acknowledged = seen;
    catchUp(feed);
    coherence.lease().renewed(begin);
    renewedAt = begin;
    alone = feed.slowestOther().isEmpty();
  }

  /** Where there are others, who may wait for it; a node alone spares itself the write. */
  private void acknowledge(ChangeFeed feed) throws SQLException {
    if (!alone && acknowledged < seen) {
      feed.acknowledge(seen);
      acknowledged = seen;
    }
  }

  private void catchUp(ChangeFeed feed) throws SQLException {
    long revision = feed.revision();
    if (revision == seen) {
      return;
    }
    ChangeFeed.News news = feed.between(seen, revision);
    if (news.complete()) {
      coherence.forget(news.subjects());
    } else {
      coherence.forgetAll();
    }
    seen = revision;
  }

  private Duration pauseTime(boolean commitsWait) {
    if (commitsWait) {
      return PAUSE_WHILE_COMMITS_WAIT;
    }
    return alone ? PAUSE_ALONE : PAUSE_AMONG_OTHERS;
  }

  private void pause() {
    try {
      coherence.acknowledgements().awaitAsker(PAUSE_ALONE);
    } catch (InterruptedException stop) {
      stopped = true;
    }
  }

  /** Lets nobody wait for this node's lease to end. */
  private void leave() {
    try (ChangeFeed feed = new ChangeFeed(database.getConnection(), node)) {
      feed.leave();
    } catch (SQLException gone) {
      LOG.log(Level.FINE, "The lease of this node ends by itself", gone);
    }
  }
}
