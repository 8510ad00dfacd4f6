package org.latchkey.identity;

import java.util.Optional;

/**
 * Where access keys are found.
 *
 * <p>An access key id names one secret for ever: signing keys derived from a secret are kept under
 * the id. Whether the access key is still active is asked anew for every request.
 */
@FunctionalInterface
public interface CredentialSource {

  /** The credential of an active access key; empty for one that is unknown, inactive or deleted. */
  Optional<SigningCredential> find(String accessKeyId);
}
