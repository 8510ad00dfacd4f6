package org.latchkey.identity;

import java.time.Instant;

/**
 * A passkey of a user.
 *
 * @param credentialId in base64url, as the authenticator chose it
 * @param serialNumber the ARN that IAM calls it by
 * @param relyingParty the host name that it was made for, and works at
 * @param publicKey a COSE_Key (RFC 9052)
 * @param signCount how many signatures the authenticator said that it has made; 0 where it does not
 *     count
 */
public record Passkey(
    String credentialId,
    String serialNumber,
    String account,
    String userId,
    String relyingParty,
    byte[] publicKey,
    long signCount,
    Instant enabledAt) {}
