package org.latchkey.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What temporary credentials are to stand for: a role, or a user.
 *
 * @param account the role's or user's
 * @param userId the user's unique id; null for a role
 * @param roleId the role's unique id; null for a user
 * @param name the role session's name; null for a user
 * @param policies session policies, which limit what the session may do
 * @param policyArns managed policies that do the same
 * @param tags session tags, which go before the role's own
 * @param transitiveTags the keys of those tags that pass on to roles assumed from this session
 * @param mfaAt when a second factor was shown; null where none was
 */
public record NewSession(
    String account,
    @Nullable String userId,
    @Nullable String roleId,
    @Nullable String name,
    Duration duration,
    List<String> policies,
    List<String> policyArns,
    Map<String, String> tags,
    List<String> transitiveTags,
    @Nullable String sourceIdentity,
    @Nullable String federatedProvider,
    @Nullable Instant mfaAt) {

  public NewSession {
    policies = List.copyOf(policies);
    policyArns = List.copyOf(policyArns);
    tags = Map.copyOf(tags);
    transitiveTags = List.copyOf(transitiveTags);
  }

  /** A session of a user, with all that the user may do. */
  public static NewSession ofUser(User user, Duration duration, @Nullable Instant mfaAt) {
    return new NewSession(
        user.account(),
        user.userId(),
        null,
        null,
        duration,
        List.of(),
        List.of(),
        Map.of(),
        List.of(),
        null,
        null,
        mfaAt);
  }
}
