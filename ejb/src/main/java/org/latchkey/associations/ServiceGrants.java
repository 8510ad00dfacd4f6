package org.latchkey.associations;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.latchkey.grants.GrantConstraints;
import org.latchkey.grants.GrantOperations;
import org.latchkey.grants.GrantOperations.CreateGrantRequest;
import org.latchkey.grants.GrantOperations.ListGrantsRequest;
import org.latchkey.grants.GrantOperations.RetireGrantRequest;
import org.latchkey.shared.Caller;

/**
 * The grants behind associations: each lets one service decrypt one certificate's private key for
 * one resource, and only ACM retires it.
 */
@ApplicationScoped
class ServiceGrants {

  private static final String ACM = "acm.amazonaws.com";

  @Inject private GrantOperations grants;

  /** Makes an association's grant; its id. */
  String make(Association association) {
    IntegratedService service = association.service();
    Map<String, String> context =
        Map.of(
            "aws:acm:arn",
            association.certificate().toString(),
            service.contextKey(),
            association.resource().toString());
    return grants
        .createGrant(
            acm(association),
            new CreateGrantRequest(
                association.keyArn(),
                service.arn(),
                null,
                List.of("Decrypt"),
                new GrantConstraints(null, context, null),
                null,
                null,
                null,
                null,
                ACM))
        .grantId();
  }

  /** Whether an association's grant is still there. */
  boolean stands(Association association) {
    return !grants
        .listGrants(
            acm(association),
            new ListGrantsRequest(1, null, association.keyArn(), association.grantId(), null, null))
        .grants()
        .isEmpty();
  }

  /**
   * Retires an association's grant; where somebody has taken it away, there is nothing to retire.
   */
  void retire(Association association) {
    if (stands(association)) {
      grants.retireGrant(
          acm(association),
          new RetireGrantRequest(null, association.keyArn(), association.grantId(), null));
    }
  }

  /** ACM, acting where the certificate is. */
  static Caller acm(Association association) {
    return Caller.service(
        ACM,
        association.certificate().account(),
        association.certificate().region(),
        UUID.randomUUID().toString());
  }
}
