package org.latchkey.iam;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.identity.ConsolePasswords;
import org.latchkey.identity.User;

/** Gives users passwords that their account's policy allows. */
@ApplicationScoped
class NewPasswords {

  @Inject private PasswordPolicies policies;
  @Inject private ConsolePasswords passwords;

  /**
   * Gives a user a password.
   *
   * @param reset whether the user has to change it when it signs in
   * @return what it lacks, a sentence each; empty where it was taken
   */
  List<String> set(User user, SecretBytes password, boolean reset) {
    Optional<PasswordRules> rules = policies.find(user.account());
    List<String> lacks =
        rules
            .map(found -> found.violations(password))
            .orElseGet(() -> PasswordRules.defaultViolations(password));
    if (!lacks.isEmpty()) {
      return lacks;
    }
    int kept = rules.map(PasswordRules::reusePrevention).orElse(0);
    return passwords.set(user.userId(), password, reset, kept)
        ? List.of()
        : List.of("Password should not be one of the last " + kept + ".");
  }
}
