package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.services.kms.model.KmsException;

/** What KMS answers where it does not do what it is asked. */
final class Refusals {

  private Refusals() {}

  /** A call is refused with this error, and HTTP status 400. */
  static void assertRefused(String code, ThrowingCallable call) {
    assertThatExceptionOfType(KmsException.class)
        .isThrownBy(call)
        .satisfies(
            refusal -> {
              assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(code);
              assertThat(refusal.statusCode()).isEqualTo(400);
            });
  }
}
