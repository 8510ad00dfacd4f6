package org.latchkey.launcher;

import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What asks the process to end: SIGTERM and SIGINT. All of the JVM's shutdown hooks run at the same
 * time, so nothing can be done there before the server stops; it is done before they run.
 */
final class StopSignals {

  /** Exported by the JDK's module jdk.unsupported; by its name, as the compiler warns of it. */
  private static final String SIGNAL = "sun.misc.Signal";

  private static final String HANDLER = "sun.misc.SignalHandler";

  /** What a shell makes of a process that a signal has ended. */
  private static final int STATUS_OF_SIGNAL = 128;

  private StopSignals() {}

  /**
   * Has something done before the process ends with the status that it has without that. Where the
   * JVM keeps signals to itself ({@code -Xrs}), it is not done.
   */
  static void before(Runnable end) {
    AtomicBoolean first = new AtomicBoolean(true);
    on("TERM", 15, end, first);
    on("INT", 2, end, first);
  }

  private static void on(String name, int number, Runnable end, AtomicBoolean first) {
    try {
      Class<?> signal = Class.forName(SIGNAL);
      Class<?> handler = Class.forName(HANDLER);
      Object ending =
          Proxy.newProxyInstance(
              StopSignals.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                if (first.getAndSet(false)) {
                  try {
                    end.run();
                  } finally {
                    System.exit(STATUS_OF_SIGNAL + number);
                  }
                }
                return null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), ending);
    } catch (ReflectiveOperationException | IllegalArgumentException withoutSignals) {
      // such a JVM ends as it always has
    }
  }
}
