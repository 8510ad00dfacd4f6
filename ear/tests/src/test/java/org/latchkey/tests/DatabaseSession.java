package org.latchkey.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Frames a run of the tests: makes the database for the container that Arquillian starts, where
 * {@code arquillian.xml} finds it as a system property, and stops PostgreSQL at the end.
 */
public final class DatabaseSession implements LauncherSessionListener {

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    Map<String, String> database = Database.current().create();
    System.setProperty("container.db-url", database.getOrDefault("LATCHKEY_DB_URL", ""));
    System.setProperty("container.db-user", database.getOrDefault("LATCHKEY_DB_USER", ""));
  }

  @Override
  public void launcherSessionClosed(LauncherSession session) {
    try {
      Database.stop();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
