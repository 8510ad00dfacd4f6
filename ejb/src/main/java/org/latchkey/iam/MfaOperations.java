package org.latchkey.iam;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.latchkey.access.RequestContext;
import org.latchkey.audit.Audited;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.iam.SecondFactors.Factor;
import org.latchkey.identity.IdentityFault;
import org.latchkey.identity.PasskeyDirectory;
import org.latchkey.identity.User;
import org.latchkey.identity.UserDirectory;
import org.latchkey.identity.VirtualMfaDevices;
import org.latchkey.identity.VirtualMfaDevices.Device;
import org.latchkey.identity.VirtualMfaDevices.NewDevice;
import org.latchkey.shared.Arn;
import org.latchkey.shared.Caller;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.Page;
import org.latchkey.shared.ServiceException;

/** Users' MFA devices: eight a user at most, passkeys among them. */
@ApplicationScoped
@Transactional
@Audited("iam.amazonaws.com")
public class MfaOperations {

  public record CreateVirtualMFADeviceRequest(
      @Nullable String path, String virtualMFADeviceName, @Nullable List<Tag> tags) {}

  public record CreateVirtualMFADeviceResponse(VirtualMFADevice virtualMFADevice) {}

  /**
   * A device.
   *
   * @param base32StringSeed shown once, when the device is made
   */
  public record VirtualMFADevice(
      String serialNumber,
      @Nullable SecretBytes base32StringSeed,
      @Nullable UserDescription user,
      @Nullable Instant enableDate,
      @Nullable List<Tag> tags) {}

  public record EnableMFADeviceRequest(
      String userName,
      String serialNumber,
      String authenticationCode1,
      String authenticationCode2) {}

  public record DeactivateMFADeviceRequest(@Nullable String userName, String serialNumber) {}

  public record ListMFADevicesRequest(
      @Nullable String userName, @Nullable String marker, @Nullable Integer maxItems) {}

  public record ListMFADevicesResponse(
      List<MFADevice> mfaDevices, boolean isTruncated, @Nullable String marker) {}

  public record MFADevice(String userName, String serialNumber, Instant enableDate) {}

  public record ListVirtualMFADevicesRequest(
      @Nullable String assignmentStatus, @Nullable String marker, @Nullable Integer maxItems) {}

  public record ListVirtualMFADevicesResponse(
      List<VirtualMFADevice> virtualMFADevices, boolean isTruncated, @Nullable String marker) {}

  public record DeleteVirtualMFADeviceRequest(String serialNumber) {}

  public record ResyncMFADeviceRequest(
      String userName,
      String serialNumber,
      String authenticationCode1,
      String authenticationCode2) {}

  public record TagMFADeviceRequest(String serialNumber, List<Tag> tags) {}

  public record UntagMFADeviceRequest(String serialNumber, List<String> tagKeys) {}

  public record ListMFADeviceTagsRequest(
      String serialNumber, @Nullable String marker, @Nullable Integer maxItems) {}

  public record ListMFADeviceTagsResponse(
      List<Tag> tags, boolean isTruncated, @Nullable String marker) {}

  private static final int LONGEST_SERIAL_NUMBER = 256;

  @Inject private AccessCheck access;
  @Inject private VirtualMfaDevices devices;
  @Inject private UserDirectory users;
  @Inject private PasskeyDirectory passkeys;
  @Inject private SecondFactors factors;

  /**
   * Makes a device that nobody has yet.
   *
   * @throws ServiceException {@code EntityAlreadyExists}, {@code InvalidInput}, {@code
   *     LimitExceeded}
   */
  public CreateVirtualMFADeviceResponse createVirtualMFADevice(
      Caller caller, CreateVirtualMFADeviceRequest request) {
    Map<String, String> tags = Tags.exact(request.tags());
    String path = UserOperations.path(request.path());
    String name = request.virtualMFADeviceName();
    Arn serialNumber = VirtualMfaDevices.serialNumber(caller.account(), path, name);
    if (serialNumber.toString().length() > LONGEST_SERIAL_NUMBER) {
      throw new ServiceException(
          CommonFault.VALIDATION,
          "The serial number that path and name of a device make has at most "
              + LONGEST_SERIAL_NUMBER
              + " characters.");
    }
    access.authorize(
        caller,
        "iam:CreateVirtualMFADevice",
        serialNumber,
        RequestContext.builder().requestTags(tags));
    access.authorizeTags(caller, "iam:TagMFADevice", serialNumber, tags);
    NewDevice device = devices.create(caller.account(), path, name, tags);
    return new CreateVirtualMFADeviceResponse(
        new VirtualMFADevice(device.serialNumber(), device.seed(), null, null, Tags.shown(tags)));
  }

  /**
   * Gives a device to a user who shows two of its codes in a row.
   *
   * @throws ServiceException {@code InvalidAuthenticationCode}, {@code EntityAlreadyExists} for a
   *     device that somebody has, {@code LimitExceeded}, {@code NoSuchEntity}
   */
  public void enableMFADevice(Caller caller, EnableMFADeviceRequest request) {
    // root's user name is in no directory, and nobody else can have it
    boolean root = caller.isRoot() && request.userName().equals("root");
    User user =
        root
            ? access.userOrSelf(caller, "iam:EnableMFADevice", null)
            : access.user(caller, "iam:EnableMFADevice", request.userName());
    Device device = ownDevice(caller, request.serialNumber());
    if (device.userId() != null) {
      throw new ServiceException(
          IdentityFault.ENTITY_ALREADY_EXISTS, "MFA Device is already in use.");
    }
    factors.requireRoom(user);
    requireRight(
        devices.enable(
            user.userId(),
            device.serialNumber(),
            request.authenticationCode1(),
            request.authenticationCode2()));
  }

  /** Takes a device from its user; the device stays, but for a passkey, which is forgotten. */
  public void deactivateMFADevice(Caller caller, DeactivateMFADeviceRequest request) {
    User user = access.userOrSelf(caller, "iam:DeactivateMFADevice", request.userName());
    boolean passkey =
        passkeys
            .bySerialNumber(request.serialNumber())
            .filter(found -> found.userId().equals(user.userId()))
            .isPresent();
    if (passkey) {
      passkeys.remove(request.serialNumber());
    } else {
      devices.deactivate(deviceOf(caller, user, request.serialNumber()).serialNumber());
    }
  }

  /** The devices of a user, or of the caller itself. */
  public ListMFADevicesResponse listMFADevices(Caller caller, ListMFADevicesRequest request) {
    User user = access.userOrSelf(caller, "iam:ListMFADevices", request.userName());
    Page<Factor> page =
        Paging.of(request.marker(), request.maxItems()).cut(factors.of(user), Factor::serialNumber);
    List<MFADevice> shown =
        page.items().stream()
            .map(each -> new MFADevice(user.name(), each.serialNumber(), each.enabledAt()))
            .toList();
    return new ListMFADevicesResponse(shown, page.truncated(), page.nextMarker());
  }

  /** The devices of the account, by their serial numbers, without their seeds. */
  public ListVirtualMFADevicesResponse listVirtualMFADevices(
      Caller caller, ListVirtualMFADevicesRequest request) {
    access.authorize(caller, "iam:ListVirtualMFADevices", AccessCheck.arn(caller, "mfa/*"));
    String status = request.assignmentStatus();
    Boolean assigned = (status == null || status.equals("Any")) ? null : status.equals("Assigned");
    Paging paging = Paging.of(request.marker(), request.maxItems());
    Page<Device> page =
        paging.page(
            devices.list(caller.account(), assigned, paging.after(), paging.rows()),
            Device::serialNumber);
    return new ListVirtualMFADevicesResponse(
        page.map(this::describe).items(), page.truncated(), page.nextMarker());
  }

  private VirtualMFADevice describe(Device device) {
    UserDescription user =
        Optional.ofNullable(device.userId())
            .flatMap(users::find)
            .map(UserDescription::listed)
            .orElse(null);
    return new VirtualMFADevice(device.serialNumber(), null, user, device.enabledAt(), null);
  }

  /**
   * Deletes a device that nobody has.
   *
   * @throws ServiceException {@code DeleteConflict}, {@code NoSuchEntity}
   */
  public void deleteVirtualMFADevice(Caller caller, DeleteVirtualMFADeviceRequest request) {
    access.authorize(caller, "iam:DeleteVirtualMFADevice", serialNumber(request.serialNumber()));
    Device device = ownDevice(caller, request.serialNumber());
    if (device.userId() != null) {
      throw new ServiceException(
          IdentityFault.DELETE_CONFLICT, "Cannot delete entity, must deactivate the device first.");
    }
    devices.delete(device.serialNumber());
  }

  /**
   * Learns from two codes in a row how far off the clock of a user's device is.
   *
   * @throws ServiceException {@code InvalidAuthenticationCode}, {@code NoSuchEntity}
   */
  public void resyncMFADevice(Caller caller, ResyncMFADeviceRequest request) {
    User user = access.user(caller, "iam:ResyncMFADevice", request.userName());
    Device device = deviceOf(caller, user, request.serialNumber());
    requireRight(
        devices.resync(
            user.userId(),
            device.serialNumber(),
            request.authenticationCode1(),
            request.authenticationCode2()));
  }

  /** Adds tags to a virtual device, and gives those that it has new values. */
  public void tagMFADevice(Caller caller, TagMFADeviceRequest request) {
    Map<String, String> tags = Tags.exact(request.tags());
    Device device =
        authorizedDevice(
            caller,
            "iam:TagMFADevice",
            request.serialNumber(),
            RequestContext.builder().requestTags(tags));
    devices.tag(device.serialNumber(), known -> Tags.joinExact(known, tags));
  }

  /** Takes tags from a virtual device; those that it does not have are passed over. */
  public void untagMFADevice(Caller caller, UntagMFADeviceRequest request) {
    Device device =
        authorizedDevice(
            caller,
            "iam:UntagMFADevice",
            request.serialNumber(),
            RequestContext.builder().putAll("aws:TagKeys", request.tagKeys()));
    devices.tag(device.serialNumber(), known -> Tags.withoutExact(known, request.tagKeys()));
  }

  /** A virtual device's tags, by their keys. */
  public ListMFADeviceTagsResponse listMFADeviceTags(
      Caller caller, ListMFADeviceTagsRequest request) {
    Device device =
        authorizedDevice(
            caller, "iam:ListMFADeviceTags", request.serialNumber(), RequestContext.builder());
    Page<Tag> page =
        Paging.of(request.marker(), request.maxItems()).cut(Tags.list(device.tags()), Tag::key);
    return new ListMFADeviceTagsResponse(page.items(), page.truncated(), page.nextMarker());
  }

  private Device authorizedDevice(
      Caller caller, String action, String serialNumber, RequestContext.Builder context) {
    Optional<Device> device =
        devices.find(serialNumber).filter(found -> found.account().equals(caller.account()));
    Map<String, String> tags = device.map(Device::tags).orElseGet(Map::of);
    access.authorize(caller, action, serialNumber(serialNumber), context.resourceTags(() -> tags));
    return device.orElseThrow(() -> noSuchDevice(serialNumber));
  }

  private Device deviceOf(Caller caller, User user, String serialNumber) {
    Device device = ownDevice(caller, serialNumber);
    if (!user.userId().equals(device.userId())) {
      throw noSuchDevice(serialNumber);
    }
    return device;
  }

  private Device ownDevice(Caller caller, String serialNumber) {
    return devices
        .find(serialNumber)
        .filter(found -> found.account().equals(caller.account()))
        .orElseThrow(() -> noSuchDevice(serialNumber));
  }

  private static Arn serialNumber(String text) {
    return Arn.parse(text)
        .filter(arn -> arn.service().equals("iam") && arn.resource().startsWith("mfa/"))
        .orElseThrow(
            () -> new ServiceException(CommonFault.VALIDATION, "Invalid MFA device ARN: " + text));
  }

  private static void requireRight(boolean right) {
    if (!right) {
      throw new ServiceException(
          IdentityFault.INVALID_AUTHENTICATION_CODE,
          "Authentication code for device is not valid.");
    }
  }

  private static ServiceException noSuchDevice(String serialNumber) {
    return new ServiceException(
        IdentityFault.NO_SUCH_ENTITY,
        "MFA Device invalid for user: " + serialNumber + " cannot be found.");
  }
}
