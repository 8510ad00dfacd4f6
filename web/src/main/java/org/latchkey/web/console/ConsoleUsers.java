package org.latchkey.web.console;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.security.enterprise.credential.Credential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStore;

/** Tells Jakarta Security who has come in. */
@ApplicationScoped
class ConsoleUsers implements IdentityStore {

  @Override
  public CredentialValidationResult validate(Credential credential) {
    return credential instanceof ConsoleCredential shown
        ? new CredentialValidationResult(new ConsoleUser(shown.session()))
        : CredentialValidationResult.NOT_VALIDATED_RESULT;
  }
}
