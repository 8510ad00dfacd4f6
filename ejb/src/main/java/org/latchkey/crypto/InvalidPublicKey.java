package org.latchkey.crypto;

/** A caller's public key that is not one of the kind that is asked for. */
public final class InvalidPublicKey extends Exception {

  InvalidPublicKey(IllegalArgumentException cause) {
    super("the public key is not on the key's own curve, or is no public key", cause);
  }
}
