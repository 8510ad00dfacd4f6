package org.latchkey.crypto;

/** Imported key material that is not a sound key of the spec that it is imported as. */
public final class InvalidKeyMaterial extends Exception {

  InvalidKeyMaterial(KeySpec spec) {
    super("the key material is not a valid key of " + spec);
  }
}
