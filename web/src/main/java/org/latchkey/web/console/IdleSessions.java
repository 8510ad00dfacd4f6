package org.latchkey.web.console;

import jakarta.servlet.annotation.WebListener;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import org.latchkey.shared.Settings;

/**
 * Has sessions end that nobody uses, after the setting {@code console-idle-seconds}: half an hour
 * where it is not given.
 */
@WebListener
public class IdleSessions implements HttpSessionListener {

  private static final int HALF_AN_HOUR = 1_800;

  @Override
  public void sessionCreated(HttpSessionEvent created) {
    created
        .getSession()
        .setMaxInactiveInterval(Settings.number("console-idle-seconds", HALF_AN_HOUR));
  }
}
