package org.latchkey.grants;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.latchkey.keys.EncryptionContext;

/**
 * What must hold of a request for a grant to allow it.
 *
 * @param encryptionContextSubset the request's context holds all of these pairs, and may hold more
 * @param encryptionContextEquals the request's context is exactly these pairs
 * @param sourceArn the resource on whose behalf a service principal asks
 */
public record GrantConstraints(
    @Nullable Map<String, String> encryptionContextSubset,
    @Nullable Map<String, String> encryptionContextEquals,
    @Nullable String sourceArn) {

  static final GrantConstraints NONE = new GrantConstraints(null, null, null);

  /** Whether a request with this context and on behalf of this resource meets the constraints. */
  boolean allow(EncryptionContext context, @Nullable String requestSourceArn) {
    if (encryptionContextSubset != null && !context.contains(encryptionContextSubset)) {
      return false;
    }
    if (encryptionContextEquals != null && !context.pairs().equals(encryptionContextEquals)) {
      return false;
    }
    return sourceArn == null || sourceArn.equals(requestSourceArn);
  }

  /** Whether everything that {@code other} allows, these constraints allow too. */
  boolean atLeastAsWideAs(GrantConstraints other) {
    if (sourceArn != null && !sourceArn.equals(other.sourceArn)) {
      return false;
    }
    if (encryptionContextEquals != null) {
      return encryptionContextEquals.equals(other.encryptionContextEquals);
    }
    if (encryptionContextSubset == null) {
      return true;
    }
    Map<String, String> pairs =
        other.encryptionContextEquals != null
            ? other.encryptionContextEquals
            : other.encryptionContextSubset;
    return pairs != null && pairs.entrySet().containsAll(encryptionContextSubset.entrySet());
  }

  boolean onEncryptionContext() {
    return encryptionContextSubset != null || encryptionContextEquals != null;
  }
}
