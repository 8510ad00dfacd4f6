package org.latchkey.certificates;

/** Why a private certificate could not be issued or renewed; a part of the published reasons. */
public enum FailureReason {
  PCA_LIMIT_EXCEEDED,
  PCA_INVALID_ARN,
  PCA_INVALID_STATE,
  PCA_REQUEST_FAILED,
  PCA_NAME_CONSTRAINTS_VALIDATION,
  PCA_RESOURCE_NOT_FOUND,
  PCA_INVALID_ARGS,
  PCA_INVALID_DURATION,
  PCA_ACCESS_DENIED,
  OTHER
}
