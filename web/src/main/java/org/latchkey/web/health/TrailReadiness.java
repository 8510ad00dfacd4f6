package org.latchkey.web.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.latchkey.audit.Trail;

/** The server is ready while calls can be put on record: it refuses them otherwise. */
@Readiness
@ApplicationScoped
class TrailReadiness implements HealthCheck {

  @Inject private Trail trail;

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("audit-trail").status(trail.isWritable()).build();
  }
}
