package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Looks at how a server refuses. */
final class Refusal {

  private Refusal() {}

  /** The call is refused with this error, by HTTP status 400. */
  static void assertRefused(String code, ThrowingCallable call) {
    assertRefused(code, 400, call);
  }

  /** The call is refused with this error and HTTP status. */
  static void assertRefused(String code, int status, ThrowingCallable call) {
    assertThatExceptionOfType(AwsServiceException.class)
        .isThrownBy(call)
        .satisfies(
            refusal -> {
              Assertions.assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(code);
              Assertions.assertThat(refusal.statusCode()).isEqualTo(status);
            });
  }
}
