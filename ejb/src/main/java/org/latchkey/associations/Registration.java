package org.latchkey.associations;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.latchkey.shared.Arn;

/**
 * A service that a message asks to be registered.
 *
 * @param contextKey null for {@code aws:<name>:arn}
 * @param keyArn the KMS key that its credentials are to be encrypted under
 */
record Registration(
    String name, @Nullable String contextKey, String resourceArnPattern, Arn keyArn) {

  private static final Pattern NAME = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,46}[a-z0-9])?");
  private static final Pattern CONTEXT_KEY = Pattern.compile("[a-zA-Z0-9:/_.-]{1,128}");

  /**
   * The registration that the members of a message are about.
   *
   * @throws AssociationRequest.Malformed where they are not within the operation's bounds
   */
  static Registration of(
      String name, @Nullable String contextKey, String resourceArnPattern, String keyArn)
      throws AssociationRequest.Malformed {
    if (!NAME.matcher(name).matches()) {
      throw new AssociationRequest.Malformed(
          "The member name has other characters than a-z, 0-9 and -, or is too long.");
    }
    if (contextKey != null && !CONTEXT_KEY.matcher(contextKey).matches()) {
      throw new AssociationRequest.Malformed("The member contextKey is not a context key.");
    }
    Arn key =
        Arn.parse(keyArn)
            .filter(arn -> arn.service().equals("kms") && arn.resource().startsWith("key/"))
            .orElseThrow(
                () -> new AssociationRequest.Malformed("The member keyArn is not a key's ARN."));
    return new Registration(name, contextKey, resourceArnPattern, key);
  }
}
