package org.latchkey.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.latchkey.shared.Caller;

class TrailTest {

  private static final Caller USER =
      new Caller(
          Caller.Type.USER,
          "111122223333",
          "arn:aws:iam::111122223333:user/alice",
          "AIDAEXAMPLE",
          "us-east-1",
          null,
          null,
          null,
          "1",
          true,
          null,
          Map.of(),
          null);

  private static AuditEvent event(Caller caller, @Nullable String errorCode, String... resources) {
    return new AuditEvent(
        Instant.EPOCH,
        caller,
        "us-east-1",
        "kms.amazonaws.com",
        "Decrypt",
        "1",
        null,
        null,
        null,
        List.of(resources),
        errorCode,
        null);
  }

  @Test
  void resourceOfAnotherAccount_hasAnotherOwner() {
    assertThat(
            Trail.otherOwners(
                event(
                    USER,
                    null,
                    "arn:aws:kms:us-east-1:111122223333:key/1",
                    "arn:aws:kms:us-east-1:444455556666:key/2",
                    "arn:aws:kms:us-east-1:444455556666:key/3")))
        .containsExactly("444455556666");
  }

  @Test
  void whatWasRefused_concernsTheCallerAlone() {
    assertThat(
            Trail.otherOwners(
                event(USER, "AccessDeniedException", "arn:aws:kms:us-east-1:444455556666:key/2")))
        .isEmpty();
  }

  @Test
  void service_actsForTheOwner() {
    assertThat(
            Trail.otherOwners(
                event(
                    Caller.service("acm.amazonaws.com", "111122223333", "us-east-1", "1"),
                    null,
                    "arn:aws:kms:us-east-1:444455556666:key/2")))
        .isEmpty();
  }

  @Test
  void awsManagedPolicy_hasNoOwner() {
    assertThat(
            Trail.otherOwners(
                event(USER, null, "arn:aws:iam::aws:policy/AWSKeyManagementServicePowerUser")))
        .isEmpty();
  }
}
