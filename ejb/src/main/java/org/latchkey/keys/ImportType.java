package org.latchkey.keys;

/** Whether the key material that is imported has been the key's before. */
public enum ImportType {
  NEW_KEY_MATERIAL,
  EXISTING_KEY_MATERIAL
}
