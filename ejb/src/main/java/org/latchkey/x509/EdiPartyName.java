package org.latchkey.x509;

import org.jspecify.annotations.Nullable;

/**
 * A party of electronic data interchange (RFC 5280 section 4.2.1.6).
 *
 * @param partyName at most 256 characters
 * @param nameAssigner at most 256 characters
 */
public record EdiPartyName(String partyName, @Nullable String nameAssigner) {}
