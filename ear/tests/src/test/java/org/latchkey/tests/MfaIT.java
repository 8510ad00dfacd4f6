package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.latchkey.tests.PolicyText.allow;
import static org.latchkey.tests.Refusal.assertRefused;

import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AssignmentStatusType;
import software.amazon.awssdk.services.iam.model.MFADevice;
import software.amazon.awssdk.services.iam.model.VirtualMFADevice;
import software.amazon.awssdk.services.sts.model.Credentials;

/** Second factors by one-time passwords. */
@ExtendWith(LatchkeyExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MfaIT {
  private static final String WITH_MFA =
      """
      {"Effect": "Allow", "Action": "kms:ListKeys", "Resource": "*",
       "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"},
                     "NumericLessThan": {"aws:MultiFactorAuthAge": "600"}}}""";

  private final LatchkeyServer server;
  private final AwsClients root;
  private final IamClient iam;

  MfaIT(LatchkeyServer server) {
    this.server = server;
    root = AwsClients.root(server);
    iam = root.iam();
  }

  @AfterAll
  void close() {
    root.close();
  }

  private VirtualMFADevice device() {
    return iam.createVirtualMFADevice(
            request -> request.virtualMFADeviceName("phone-" + UUID.randomUUID()))
        .virtualMFADevice();
  }

  @Test
  void serialNumber_hasAtMost256Characters() {
    String prefix = "arn:aws:iam::" + LatchkeyServer.ACCOUNT_ID + ":mfa/";
    String longest = UUID.randomUUID() + "x".repeat(220 - prefix.length());

    assertThat(
            iam.createVirtualMFADevice(request -> request.virtualMFADeviceName(longest))
                .virtualMFADevice()
                .serialNumber())
        .isEqualTo(prefix + longest);
    assertRefused(
        "ValidationError",
        () -> iam.createVirtualMFADevice(request -> request.virtualMFADeviceName(longest + "x")));
    assertRefused(
        "ValidationError",
        () ->
            iam.createVirtualMFADevice(
                request -> request.path("/a/").virtualMFADeviceName(longest)));
  }

  private Authenticator enable(IamUser user, VirtualMFADevice device) {
    Authenticator app = new Authenticator(device.base32StringSeed().asUtf8String());
    String first = app.code(-2);
    String second = app.code(-1);
    iam.enableMFADevice(
        request ->
            request
                .userName(user.name())
                .serialNumber(device.serialNumber())
                .authenticationCode1(first)
                .authenticationCode2(second));
    return app;
  }

  @Test
  void sessionWithSecondFactor_saysSo() {
    IamUser user = IamUser.create(iam, WITH_MFA, allow("iam:GetUser", "*"));
    VirtualMFADevice device = device();
    Authenticator app = enable(user, device);
    try (AwsClients own = user.clients(server)) {
      assertRefused("AccessDeniedException", () -> own.kms().listKeys());
      String code = app.code(0);
      Credentials credentials =
          own.sts()
              .getSessionToken(
                  request -> request.serialNumber(device.serialNumber()).tokenCode(code))
              .credentials();
      try (AwsClients session =
          AwsClients.of(
              server,
              AwsSessionCredentials.create(
                  credentials.accessKeyId(),
                  credentials.secretAccessKey(),
                  credentials.sessionToken()))) {
        session.kms().listKeys();
        session.iam().getUser();
      }
      assertRefused(
          "AccessDenied",
          403,
          () ->
              own.sts()
                  .getSessionToken(
                      request -> request.serialNumber(device.serialNumber()).tokenCode(code)));
    }
  }

  @Test
  void roleThatAsksForASecondFactor_isAssumedWithOne() {
    IamUser user = IamUser.create(iam, allow("sts:AssumeRole", "*"));
    VirtualMFADevice device = device();
    Authenticator app = enable(user, device);
    String role = "mfa-" + UUID.randomUUID();
    String arn =
        iam.createRole(
                request ->
                    request
                        .roleName(role)
                        .assumeRolePolicyDocument(
                            PolicyText.of(
                                PolicyText.trustStatement(
                                    user.arn(),
                                    ", \"Condition\": {\"Bool\":"
                                        + " {\"aws:MultiFactorAuthPresent\": \"true\"}}"))))
            .role()
            .arn();
    try (AwsClients own = user.clients(server)) {
      assertRefused(
          "AccessDenied",
          403,
          () -> own.sts().assumeRole(r -> r.roleArn(arn).roleSessionName("test")));
      own.sts()
          .assumeRole(
              request ->
                  request
                      .roleArn(arn)
                      .roleSessionName("test")
                      .serialNumber(device.serialNumber())
                      .tokenCode(app.code(0)));
    }
  }

  @Test
  void wrongCodes_arePunishedWithAPause() {
    IamUser user = IamUser.create(iam);
    VirtualMFADevice device = device();
    Authenticator app = enable(user, device);
    try (AwsClients own = user.clients(server)) {
      String right = app.code(0);
      String wrong = right.equals("000000") ? "000001" : "000000";
      for (int i = 0; i < 5; i++) {
        assertRefused(
            "AccessDenied",
            403,
            () ->
                own.sts()
                    .getSessionToken(r -> r.serialNumber(device.serialNumber()).tokenCode(wrong)));
      }
      assertRefused(
          "AccessDenied",
          403,
          () ->
              own.sts()
                  .getSessionToken(r -> r.serialNumber(device.serialNumber()).tokenCode(right)));
    }
  }

  @Test
  void device_isGivenTakenAndDeleted() {
    IamUser user = IamUser.create(iam);
    VirtualMFADevice device = device();
    String serial = device.serialNumber();
    assertThat(serial).startsWith("arn:aws:iam::" + LatchkeyServer.ACCOUNT_ID + ":mfa/phone-");
    assertRefused(
        "InvalidAuthenticationCode",
        403,
        () ->
            iam.enableMFADevice(
                r ->
                    r.userName(user.name())
                        .serialNumber(serial)
                        .authenticationCode1("123456")
                        .authenticationCode2("123456")));
    Authenticator app = enable(user, device);

    assertThat(iam.listMFADevices(r -> r.userName(user.name())).mfaDevices())
        .extracting(MFADevice::serialNumber)
        .containsExactly(serial);
    assertThat(
            iam.listVirtualMFADevicesPaginator(
                    r -> r.assignmentStatus(AssignmentStatusType.ASSIGNED))
                .virtualMFADevices())
        .filteredOn(each -> each.serialNumber().equals(serial))
        .singleElement()
        .satisfies(each -> assertThat(each.user().userName()).isEqualTo(user.name()))
        .satisfies(each -> assertThat(each.base32StringSeed()).isNull());
    iam.resyncMFADevice(
        r ->
            r.userName(user.name())
                .serialNumber(serial)
                .authenticationCode1(app.code(0))
                .authenticationCode2(app.code(1)));
    assertRefused(
        "DeleteConflict", 409, () -> iam.deleteVirtualMFADevice(r -> r.serialNumber(serial)));
    iam.deactivateMFADevice(r -> r.userName(user.name()).serialNumber(serial));
    assertThat(iam.listMFADevices(r -> r.userName(user.name())).mfaDevices()).isEmpty();
    iam.deleteVirtualMFADevice(r -> r.serialNumber(serial));
    assertRefused(
        "NoSuchEntity", 404, () -> iam.deleteVirtualMFADevice(r -> r.serialNumber(serial)));
  }
}
