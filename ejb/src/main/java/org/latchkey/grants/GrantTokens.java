package org.latchkey.grants;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latchkey.crypto.RootOfTrust;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.shared.ServiceException;

/**
 * Grant tokens: a grant's id sealed under the root key, so that each is different, none can be made
 * up, and none needs to be stored.
 *
 * <p>A grant counts as soon as its creation is acknowledged, so a token adds nothing to it: it is
 * accepted where KMS accepts one, and refused where it is not one of ours.
 */
@ApplicationScoped
public class GrantTokens {

  private static final byte[] PURPOSE = "latchkey:grant-token".getBytes(StandardCharsets.UTF_8);

  @Inject private RootOfTrust rootOfTrust;

  /** A new token for a grant. */
  String issue(String grantId) {
    try (SecretBytes id = SecretBytes.owning(grantId.getBytes(StandardCharsets.UTF_8))) {
      byte[] sealed = rootOfTrust.rootKey().wrap(id, PURPOSE);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
    }
  }

  /**
   * The id of the grant that a token is for, whether or not the grant still exists.
   *
   * @throws ServiceException {@code InvalidGrantTokenException}
   */
  String grantId(String token) {
    try {
      byte[] sealed = Base64.getUrlDecoder().decode(token);
      try (SecretBytes id = rootOfTrust.rootKey().unwrap(sealed, PURPOSE)) {
        return new String(id.expose(), StandardCharsets.UTF_8);
      }
    } catch (IllegalArgumentException | org.latchkey.crypto.InvalidCiphertext notOurs) {
      throw new ServiceException(
          GrantFault.INVALID_GRANT_TOKEN, "The grant token is not valid.", notOurs);
    }
  }

  /**
   * Checks the tokens that a request passes along.
   *
   * @throws ServiceException {@code InvalidGrantTokenException}
   */
  public void requireValid(@Nullable List<String> tokens) {
    if (tokens != null) {
      tokens.forEach(this::grantId);
    }
  }
}
