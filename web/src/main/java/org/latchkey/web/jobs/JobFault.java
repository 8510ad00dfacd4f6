package org.latchkey.web.jobs;

import org.latchkey.shared.Fault;

/** What can go wrong with jobs. */
enum JobFault implements Fault {
  RESOURCE_IN_USE("ResourceInUseException"),
  RESOURCE_NOT_FOUND("ResourceNotFoundException");

  private final String code;

  JobFault(String code) {
    this.code = code;
  }

  @Override
  public String code() {
    return code;
  }
}
