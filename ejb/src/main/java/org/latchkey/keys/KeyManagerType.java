package org.latchkey.keys;

/** Who manages a key: the account that owns it, or a service on its behalf. */
public enum KeyManagerType {
  AWS,
  CUSTOMER
}
