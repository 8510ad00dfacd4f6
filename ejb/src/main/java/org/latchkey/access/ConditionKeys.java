package org.latchkey.access;

import java.util.List;

/** The condition keys of one request and their values. */
interface ConditionKeys {

  /**
   * The values of a key.
   *
   * @param key in lower case, since the names of keys are not case-sensitive
   * @return empty where the request does not have the key
   */
  List<String> values(String key);
}
