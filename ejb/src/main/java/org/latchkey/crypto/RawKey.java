package org.latchkey.crypto;

import javax.crypto.SecretKey;

/**
 * A secret as a JCA key for the length of one call.
 *
 * <p>Unlike {@link javax.crypto.spec.SecretKeySpec} it holds no copy that cannot be zeroed;
 * providers zero what {@link #getEncoded} gives them.
 */
final class RawKey implements SecretKey {

  private static final long serialVersionUID = 1;

  private final transient SecretBytes secret;
  private final String algorithm;

  RawKey(SecretBytes secret, String algorithm) {
    this.secret = secret;
    this.algorithm = algorithm;
  }

  @Override
  public String getAlgorithm() {
    return algorithm;
  }

  @Override
  public String getFormat() {
    return "RAW";
  }

  @Override
  public byte[] getEncoded() {
    return secret.expose().clone();
  }
}
