package org.latchkey.iam;

import java.io.Serializable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That somebody has come into the console: a user of the account, or somebody whom an identity
 * provider vouches for, in a role. Says nothing of what he may do: that is looked up anew for each
 * request.
 *
 * @param userId of the user; null for a role
 * @param roleId of the role; null for a user
 * @param name the user's, or the session's
 * @param provider the ARN of the identity provider; null for a user
 * @param startedAt when it began
 * @param mfaAt when a second factor was shown; null where none was
 * @param passwordChangedAt when the password was set that it began with; null for a role
 */
public record ConsoleSession(
    String account,
    @Nullable String userId,
    @Nullable String roleId,
    String name,
    @Nullable String provider,
    Instant startedAt,
    @Nullable Instant mfaAt,
    @Nullable Instant passwordChangedAt)
    implements Serializable {}
