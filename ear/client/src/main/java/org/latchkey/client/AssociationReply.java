package org.latchkey.client;

import org.jspecify.annotations.Nullable;

/**
 * What Latchkey replies to an association message.
 *
 * @param status {@code Associated}, {@code Disassociated} or {@code Refused}
 * @param associationId the association; absent where refused
 * @param grantId its grant; absent where refused
 * @param code where refused: {@code MalformedMessage}, {@code AccessDenied}, {@code
 *     ResourceNotFound}, {@code InvalidState} or {@code LimitExceeded}
 * @param message where refused: why
 */
public record AssociationReply(
    String status,
    @Nullable String associationId,
    @Nullable String grantId,
    @Nullable String code,
    @Nullable String message) {}
