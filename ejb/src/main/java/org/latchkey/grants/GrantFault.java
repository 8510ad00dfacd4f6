package org.latchkey.grants;

import org.latchkey.shared.Fault;

/** What KMS answers about grants, by the names of its service model. */
enum GrantFault implements Fault {
  INVALID_GRANT_ID("InvalidGrantIdException"),
  INVALID_GRANT_TOKEN("InvalidGrantTokenException");

  private final String code;

  GrantFault(String code) {
    this.code = code;
  }

  @Override
  public String code() {
    return code;
  }
}
