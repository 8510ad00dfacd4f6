package org.latchkey.web.console;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.credential.Credential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStore;
import org.latchkey.identity.Identities;

/** Tells Jakarta Security whose credential the login page was given. */
@ApplicationScoped
class ConsoleUsers implements IdentityStore {

  @Inject private Identities identities;

  @Override
  public CredentialValidationResult validate(Credential credential) {
    if (!(credential instanceof ConsoleCredential given)) {
      return CredentialValidationResult.NOT_VALIDATED_RESULT;
    }
    return identities
        .signIn(
            given.account(),
            given.userName(),
            given.password(),
            given.region(),
            given.sourceIp(),
            given.requestId(),
            given.secureTransport())
        .map(caller -> new CredentialValidationResult(new ConsoleUser(caller, given.userName())))
        .orElse(CredentialValidationResult.INVALID_RESULT);
  }
}
