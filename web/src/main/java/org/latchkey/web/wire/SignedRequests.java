package org.latchkey.web.wire;

import jakarta.security.auth.message.config.AuthConfigFactory;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import org.glassfish.soteria.mechanisms.jaspic.HttpBridgeServerAuthModule;

/**
 * Registers {@link SignedRequestModule} in the place of the one module that an application has; the
 * container takes it away as it would its own.
 */
@WebListener
public class SignedRequests implements ServletContextListener {

  @Override
  public void contextInitialized(ServletContextEvent event) {
    AuthConfigFactory.getFactory()
        .registerServerAuthModule(
            new SignedRequestModule(new HttpBridgeServerAuthModule(null)),
            event.getServletContext());
  }
}
