package org.latchkey.iam;

import org.jspecify.annotations.Nullable;

/**
 * A request that came through the console.
 *
 * @param region the Region that is asked about
 * @param sourceIp the peer's address
 */
public record ConsoleRequest(
    String region,
    @Nullable String sourceIp,
    @Nullable String userAgent,
    String requestId,
    boolean secureTransport) {}
