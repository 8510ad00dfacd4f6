package org.latchkey.identity;

import org.latchkey.shared.Fault;

/** What IAM answers about users and their credentials. */
public enum IdentityFault implements Fault {
  ENTITY_ALREADY_EXISTS("EntityAlreadyExists"),
  NO_SUCH_ENTITY("NoSuchEntity");

  private final String code;

  IdentityFault(String code) {
    this.code = code;
  }

  @Override
  public String code() {
    return code;
  }
}
