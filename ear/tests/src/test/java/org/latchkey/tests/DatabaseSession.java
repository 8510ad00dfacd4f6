package org.latchkey.tests;

import java.util.Map;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Makes the database for the container that Arquillian starts, where {@code arquillian.xml} finds
 * it as a system property.
 */
public final class DatabaseSession implements LauncherSessionListener {

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    Map<String, String> database = Database.current().create();
    System.setProperty("container.db-url", database.getOrDefault("LATCHKEY_DB_URL", ""));
    System.setProperty("container.db-user", database.getOrDefault("LATCHKEY_DB_USER", ""));
  }
}
