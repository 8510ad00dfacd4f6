package org.latchkey.associations;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.latchkey.grants.GrantConstraints;
import org.latchkey.grants.GrantOperations;
import org.latchkey.grants.GrantOperations.CreateGrantRequest;
import org.latchkey.grants.GrantOperations.RetireGrantRequest;
import org.latchkey.grants.StandingGrants;
import org.latchkey.shared.Arn;
import org.latchkey.shared.Caller;

/**
 * The grants behind associations: each lets one service decrypt one certificate's private key for
 * one resource, and only ACM retires it.
 */
@ApplicationScoped
class ServiceGrants {

  private static final String ACM = "acm.amazonaws.com";

  @Inject private GrantOperations grants;
  @Inject private StandingGrants standing;
  @Inject private Associations associations;

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

  private boolean stands(String keyArn, String grantId) {
    return standing.stands(Arn.parse(keyArn).orElseThrow(), grantId);
  }

  /** Whether an association's grant is still there. */
  boolean stands(Association association) {
    return stands(association.keyArn(), association.grantId());
  }

  /**
   * Retires an association's grants; where somebody has taken one away, there is nothing to retire.
   */
  void retire(Association association) {
    retire(association, association.keyArn(), association.grantId());
    retireFormer(association);
  }

  /** Retires the grants on the keys before, where there are any. */
  void retireFormer(Association association) {
    retireOutlived(association, Instant.MAX);
  }

  /** Retires those grants on the keys before whose deadline has come. */
  void retireOutlived(Association association, Instant now) {
    if (association.formerUntil() == null) {
      return;
    }
    boolean left = false;
    for (FormerGrant former : associations.formerGrants(association)) {
      if (former.endsAt().isAfter(now)) {
        left = true;
      } else {
        retire(former.association(), former.keyArn(), former.grantId());
        associations.remove(former);
      }
    }
    if (!left) {
      association.formerGrantsEnded();
    }
  }

  private void retire(Association association, String keyArn, String grantId) {
    if (stands(keyArn, grantId)) {
      grants.retireGrant(acm(association), new RetireGrantRequest(null, keyArn, grantId, null));
    }
  }

  /**
   * Makes an association's grant on another key; the one that it has now becomes a former, beside
   * those that there are already.
   */
  void move(Association association, String keyArn, Instant until) {
    associations.add(association.moveTo(keyArn, until));
    association.regrant(make(association));
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
