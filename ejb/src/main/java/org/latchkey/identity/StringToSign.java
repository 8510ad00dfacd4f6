package org.latchkey.identity;

import java.time.Instant;
import java.util.HexFormat;
import org.latchkey.crypto.Digests;
import org.latchkey.crypto.Hmac;
import org.latchkey.crypto.SecretBytes;

/** What the signing key signs: algorithm, time, scope and the canonical request's hash. */
record StringToSign(Instant signedAt, CredentialScope scope, String canonicalRequest) {

  @Override
  public String toString() {
    return String.join(
        "\n",
        SignatureParameters.ALGORITHM,
        BasicDateTime.format(signedAt),
        scope.toString(),
        Digests.sha256hex(canonicalRequest));
  }

  /** The signature, 64 lower-case hexadecimal digits. */
  String sign(SecretBytes signingKey) {
    return HexFormat.of().formatHex(Hmac.sha256(signingKey, toString()));
  }
}
