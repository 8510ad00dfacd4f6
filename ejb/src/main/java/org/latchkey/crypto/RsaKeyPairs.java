package org.latchkey.crypto;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * RSA key pairs, a few of each size made ahead: making one takes from 50 ms to seconds.
 *
 * <p>Nothing is made until a first pair of its size is asked for. From then on a daemon thread
 * fills up that size's pool and ends when there is nothing left to do. Whoever finds a pool empty
 * makes a pair in their own thread. A pair is handed out once.
 */
final class RsaKeyPairs implements AutoCloseable {

  private static final RsaKeyPairs SHARED = new RsaKeyPairs(3);

  private final Map<KeySpec, BlockingQueue<KeyPair>> ready = new EnumMap<>(KeySpec.class);
  private final ThreadPoolExecutor maker;

  RsaKeyPairs(int capacity) {
    for (KeySpec spec : KeySpec.values()) {
      if (spec.isRsa()) {
        ready.put(spec, new ArrayBlockingQueue<>(capacity));
      }
    }
    maker =
        new ThreadPoolExecutor(
            1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), RsaKeyPairs::thread);
    maker.allowCoreThreadTimeOut(true);
    maker.setRejectedExecutionHandler((task, executor) -> {});
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "rsa-key-pairs");
    thread.setDaemon(true);
    return thread;
  }

  static RsaKeyPairs shared() {
    return SHARED;
  }

  KeyPair take(KeySpec spec) {
    BlockingQueue<KeyPair> pairs = ready(spec);
    @Nullable KeyPair pair = pairs.poll();
    if (maker.getQueue().isEmpty()) {
      maker.execute(() -> fill(spec, pairs));
    }
    return pair == null ? generate(spec) : pair;
  }

  /** How many pairs of a size lie ready. */
  int available(KeySpec spec) {
    return ready(spec).size();
  }

  private BlockingQueue<KeyPair> ready(KeySpec spec) {
    BlockingQueue<KeyPair> pairs = ready.get(spec);
    if (pairs == null) {
      throw new IllegalArgumentException(spec + " is no RSA key spec");
    }
    return pairs;
  }

  private void fill(KeySpec spec, BlockingQueue<KeyPair> pairs) {
    while (pairs.remainingCapacity() > 0 && !maker.isShutdown()) {
      KeyPair pair = generate(spec);
      if (maker.isShutdown() || !pairs.offer(pair)) {
        return;
      }
    }
  }

  private static KeyPair generate(KeySpec spec) {
    try {
      KeyPairGenerator generator = Providers.keyPairGenerator(spec);
      generator.initialize(
          new RSAKeyGenParameterSpec(spec.modulusBits(), RSAKeyGenParameterSpec.F4),
          Providers.random());
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw Providers.missing(spec.name(), e);
    }
  }

  /** Stops making pairs ahead and forgets those that are ready; {@link #take} still works. */
  @Override
  public void close() {
    maker.shutdown();
    ready.values().forEach(BlockingQueue::clear);
  }
}
