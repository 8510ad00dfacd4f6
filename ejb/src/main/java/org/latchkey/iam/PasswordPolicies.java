package org.latchkey.iam;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.Optional;

/** The password policies of accounts; most have none of their own. */
@ApplicationScoped
class PasswordPolicies {

  @Inject private EntityManager entities;

  void add(PasswordRules rules) {
    entities.persist(rules);
  }

  void remove(PasswordRules rules) {
    entities.remove(rules);
  }

  Optional<PasswordRules> find(String account) {
    return Optional.ofNullable(entities.find(PasswordRules.class, account));
  }
}
