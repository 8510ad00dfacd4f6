package org.latchkey.access;

import java.time.Instant;

/**
 * What conditions can ask for beside the request.
 *
 * @param now when it is decided
 * @param organizations where accounts belong
 */
record Surroundings(Instant now, Organizations organizations) {}
