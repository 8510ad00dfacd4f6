package org.latchkey.keys;

/** What is behind a custom key store. */
public enum CustomKeyStoreType {
  AWS_CLOUDHSM,
  EXTERNAL_KEY_STORE
}
