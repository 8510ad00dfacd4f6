package org.latchkey.iam;

import org.latchkey.shared.Fault;

/**
 * What AWS Organizations answers.
 *
 * @see <a href="https://docs.aws.amazon.com/organizations/latest/APIReference/Welcome.html">AWS
 *     Organizations API Reference</a>
 */
enum OrganizationsFault implements Fault {
  ACCOUNT_ALREADY_CLOSED("AccountAlreadyClosedException"),
  ACCOUNT_NOT_FOUND("AccountNotFoundException"),
  CONSTRAINT_VIOLATION("ConstraintViolationException"),
  CREATE_ACCOUNT_STATUS_NOT_FOUND("CreateAccountStatusNotFoundException"),
  INVALID_INPUT("InvalidInputException");

  private final String code;

  OrganizationsFault(String code) {
    this.code = code;
  }

  @Override
  public String code() {
    return code;
  }
}
