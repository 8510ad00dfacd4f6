package org.latchkey.shared;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;

/**
 * What the operator configured: the launcher checks each value and hands it over as the system
 * property {@code latchkey.<name>}.
 */
public final class Settings {

  private static final String PREFIX = "latchkey.";

  private Settings() {}

  /** The setting called {@code name}, for example {@code region}; empty where it is not given. */
  public static Optional<String> text(String name) {
    return Optional.ofNullable(System.getProperty(PREFIX + name)).filter(value -> !value.isEmpty());
  }

  /** The whole number called {@code name}, or {@code fallback} where it is not given. */
  public static int number(String name, int fallback) {
    return text(name).map(Integer::parseInt).orElse(fallback);
  }

  /**
   * A secret that is needed once. It is gone from the system properties afterwards.
   *
   * @return the characters, the caller's to zero; empty where it is not given
   */
  public static Optional<char[]> takeSecret(String name) {
    Optional<char[]> secret = text(name).map(String::toCharArray);
    System.clearProperty(PREFIX + name);
    return secret;
  }

  /** The folder that holds everything the server keeps. */
  public static Path dataFolder() {
    return Path.of(text("data").orElse("latchkey-data")).toAbsolutePath().normalize();
  }

  /** The Region of whatever is not asked for in a certain Region. */
  public static String region() {
    return text("region").orElse("us-east-1");
  }

  /**
   * Says something to the person at the terminal and to nobody else: the log does not get it. Where
   * nobody listens, nothing is said.
   */
  public static void notice(String line) {
    tell("notice", line);
  }

  /** Says why the server refuses to start, in one sentence; the launcher shows it. */
  public static void refuse(String sentence) {
    tell("refusal", sentence);
  }

  /**
   * The lock that each request holds while it is under way. It cannot be had when the launcher, who
   * has its other side, is about to stop the server.
   */
  public static Lock requestsUnderWay() {
    return System.getProperties().get(PREFIX + "requests") instanceof ReadWriteLock lock
        ? lock.readLock()
        : new ReentrantReadWriteLock(true).readLock();
  }

  private static void tell(String listener, String text) {
    if (System.getProperties().get(PREFIX + listener) instanceof Consumer<?> consumer) {
      @SuppressWarnings("unchecked") // the launcher's contract
      Consumer<String> printer = (Consumer<String>) consumer;
      printer.accept(text);
    }
  }
}
