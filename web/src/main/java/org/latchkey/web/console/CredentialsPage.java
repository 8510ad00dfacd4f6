package org.latchkey.web.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.faces.application.FacesMessage;
import jakarta.faces.context.FacesContext;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.io.Serializable;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.iam.MfaOperations;
import org.latchkey.iam.MfaOperations.CreateVirtualMFADeviceRequest;
import org.latchkey.iam.MfaOperations.DeactivateMFADeviceRequest;
import org.latchkey.iam.MfaOperations.DeleteVirtualMFADeviceRequest;
import org.latchkey.iam.MfaOperations.EnableMFADeviceRequest;
import org.latchkey.iam.MfaOperations.ListMFADevicesRequest;
import org.latchkey.iam.MfaOperations.MFADevice;
import org.latchkey.iam.MfaOperations.VirtualMFADevice;
import org.latchkey.iam.PasskeyAnswer;
import org.latchkey.iam.PasskeyOperations;
import org.latchkey.iam.PasskeyOperations.BeginPasskeyRegistrationRequest;
import org.latchkey.iam.PasskeyOperations.BeginPasskeyRegistrationResponse;
import org.latchkey.iam.PasskeyOperations.EnablePasskeyRequest;
import org.latchkey.shared.ServiceException;

/** The second factors of whoever is signed in: passkeys and authenticator apps. */
@Named
@ViewScoped
public class CredentialsPage implements Serializable {

  private static final String PASSKEY = ":u2f/";

  @Inject private MfaOperations devices;
  @Inject private PasskeyOperations passkeys;
  @Inject private CurrentUser user;

  private transient List<MFADevice> factors = List.of();
  private transient @Nullable SecretBytes seed;
  private @Nullable String serialNumber;
  private @Nullable String firstCode;
  private @Nullable String secondCode;
  private @Nullable String asked;
  private @Nullable String question;
  private @Nullable String name;
  private @Nullable String answer;
  private @Nullable String problem;

  /** Reads the devices of whoever is signed in. */
  public void open() {
    try {
      factors =
          devices
              .listMFADevices(user.caller(), new ListMFADevicesRequest(null, null, null))
              .mfaDevices();
    } catch (ServiceException refused) {
      problem = refused.getMessage();
    }
  }

  /** Makes an authenticator app's device, whose seed is shown until two codes have been given. */
  public void addApp() {
    VirtualMFADevice made =
        devices
            .createVirtualMFADevice(
                user.caller(),
                new CreateVirtualMFADeviceRequest(
                    null,
                    user.getName() + "-" + UUID.randomUUID().toString().substring(0, 8),
                    null))
            .virtualMFADevice();
    seed = made.base32StringSeed();
    serialNumber = made.serialNumber();
    open();
  }

  /** Gives the device to whoever is signed in. */
  public void enableApp() {
    if (serialNumber == null || firstCode == null || secondCode == null) {
      say(FacesMessage.SEVERITY_ERROR, "Enter two codes, one after the other.");
      return;
    }
    devices.enableMFADevice(
        user.caller(),
        new EnableMFADeviceRequest(user.getName(), serialNumber, firstCode, secondCode));
    forgetSeed();
    open();
    say(FacesMessage.SEVERITY_INFO, "The authenticator app is asked for from the next sign-in on.");
  }

  /** Asks the browser for a new passkey. */
  public void addPasskey() {
    BeginPasskeyRegistrationResponse begun =
        passkeys.beginPasskeyRegistration(
            user.caller(), new BeginPasskeyRegistrationRequest(BrowserOrigin.of(request())));
    asked = begun.asked();
    question = begun.question();
    open();
  }

  /** Gives whoever is signed in the passkey that the browser made. */
  public void enablePasskey() {
    String kept = asked;
    asked = null;
    question = null;
    if (kept == null || name == null || answer == null) {
      say(FacesMessage.SEVERITY_ERROR, "Give the passkey a name, and let the browser make it.");
      return;
    }
    passkeys.enablePasskey(
        user.caller(),
        new EnablePasskeyRequest(
            name, new PasskeyAnswer(BrowserOrigin.of(request()), kept, answer)));
    name = null;
    answer = null;
    open();
    say(FacesMessage.SEVERITY_INFO, "The passkey is asked for from the next sign-in on.");
  }

  /** Takes a device away. */
  public void remove(String serial) {
    devices.deactivateMFADevice(user.caller(), new DeactivateMFADeviceRequest(null, serial));
    String left = serial.contains(PASSKEY) ? "" : delete(serial);
    open();
    say(FacesMessage.SEVERITY_INFO, "Removed. It is not asked for any more." + left);
  }

  /** What there is to say where what nobody has any more may not be deleted. */
  private String delete(String serial) {
    try {
      devices.deleteVirtualMFADevice(user.caller(), new DeleteVirtualMFADeviceRequest(serial));
      return "";
    } catch (ServiceException refused) {
      return " Its entry stays, as nobody's: " + refused.getMessage();
    }
  }

  private void forgetSeed() {
    if (seed != null) {
      seed.close();
    }
    seed = null;
    serialNumber = null;
    firstCode = null;
    secondCode = null;
  }

  private static HttpServletRequest request() {
    return (HttpServletRequest) FacesContext.getCurrentInstance().getExternalContext().getRequest();
  }

  private static void say(FacesMessage.Severity severity, String sentence) {
    FacesContext.getCurrentInstance().addMessage(null, new FacesMessage(severity, sentence, null));
  }

  /** What kind of device a serial number is of. */
  public String kind(String serial) {
    return serial.contains(PASSKEY) ? "Passkey" : "Authenticator app";
  }

  public List<MFADevice> getFactors() {
    return factors;
  }

  /** The seed to be typed into the app; null where none is to be shown. */
  public @Nullable String getSeed() {
    return seed == null ? null : new String(seed.expose(), UTF_8);
  }

  public @Nullable String getQuestion() {
    return question;
  }

  public @Nullable String getProblem() {
    return problem;
  }

  public @Nullable String getFirstCode() {
    return firstCode;
  }

  public void setFirstCode(@Nullable String firstCode) {
    this.firstCode = firstCode;
  }

  public @Nullable String getSecondCode() {
    return secondCode;
  }

  public void setSecondCode(@Nullable String secondCode) {
    this.secondCode = secondCode;
  }

  public @Nullable String getName() {
    return name;
  }

  public void setName(@Nullable String name) {
    this.name = name;
  }

  public @Nullable String getAnswer() {
    return answer;
  }

  public void setAnswer(@Nullable String answer) {
    this.answer = answer;
  }
}
