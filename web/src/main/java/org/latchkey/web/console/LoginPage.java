package org.latchkey.web.console;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.iam.ConsoleAccess.Entrant;
import org.latchkey.shared.Settings;

/** Asks who somebody is. */
@Named
@RequestScoped
public class LoginPage {

  static final String PATH = "/console/login";

  /** The page for somebody whose session has ended. */
  static final String ENDED = PATH + "?ended=true";

  private static final String FIRST_PAGE = "/console/certificates";
  private static final int SECONDS_BEFORE_SIGN_IN = 10 * 60;

  /** A page of the console's own; anything else in {@code next} is somebody's trick. */
  private static final Pattern OWN_PAGE =
      Pattern.compile("/console/[a-z]+(-[a-z]+)*(\\?[A-Za-z0-9%=&:/._~+-]*)?");

  @Inject private SignIn signIn;
  @Inject private CurrentUser currentUser;
  @Inject private FacesContext faces;

  private @Nullable String account = Settings.text("account-id").orElse(null);
  private @Nullable String userName = "root";
  private @Nullable SecretBytes password;
  private @Nullable SecretBytes repeated;
  private @Nullable String code;
  private @Nullable String answer;
  private @Nullable String next;

  /** Sends on whoever is signed in already; a stranger's session does not live long. */
  public void open() throws IOException {
    if (currentUser.isSignedIn()) {
      goOn();
    } else {
      signIn.forget();
      request().getSession().setMaxInactiveInterval(SECONDS_BEFORE_SIGN_IN);
    }
  }

  /** Whether account, user name and password are asked for. */
  public boolean isAtPassword() {
    return signIn.awaited() == null;
  }

  /** Whether a second factor is asked for. */
  public boolean isAtSecondFactor() {
    return signIn.awaited() == SignIn.Step.SECOND_FACTOR;
  }

  /** Whether a device's code will do. */
  public boolean isCodeWelcome() {
    return isAtSecondFactor() && signIn.entrant().filter(Entrant::oneTimePasswords).isPresent();
  }

  /** What a passkey is asked for; null where none will do. */
  public @Nullable String getQuestion() {
    return signIn.question(request());
  }

  /** Whether a new password is asked for. */
  public boolean isAtNewPassword() {
    return signIn.awaited() == SignIn.Step.NEW_PASSWORD;
  }

  /** Looks at the password, and goes on with what is asked for next. */
  public void signIn() throws IOException {
    try (SecretBytes typed = password) {
      if (typed == null || account == null || userName == null) {
        refuse("Enter an account ID, a user name and a password.");
        return;
      }
      follow(
          signIn.password(request(), response(), account.replace("-", ""), userName, typed),
          "The account ID, the user name or the password is not right.");
    }
  }

  /** Looks at the code. */
  public void verify() throws IOException {
    String digits = code == null ? "" : code.replace(" ", "");
    code = null;
    follow(
        signIn.code(request(), response(), digits),
        "The code is not right. Each code counts once: wait for the next one.");
  }

  /** Looks at what the passkey has signed. */
  public void verifyPasskey() throws IOException {
    String signed = answer == null ? "" : answer;
    answer = null;
    follow(signIn.passkey(request(), response(), signed), "The passkey could not be verified.");
  }

  /** Takes the new password. */
  public void changePassword() throws IOException {
    try (SecretBytes typed = password;
        SecretBytes again = repeated) {
      if (typed == null || again == null || !Arrays.equals(typed.expose(), again.expose())) {
        refuse("Enter the new password twice.");
        return;
      }
      follow(signIn.newPassword(request(), response(), typed), "");
    }
  }

  private void follow(SignIn.Outcome outcome, String wrong) throws IOException {
    switch (outcome.step()) {
      case DONE -> goOn();
      case SECOND_FACTOR -> {}
      case NEW_PASSWORD -> outcome.sentences().forEach(this::refuse);
      case WRONG -> refuse(wrong);
      case HELD_BACK ->
          refuse("Too many failed attempts. Try again in " + inWords(outcome.delay()) + ".");
      case EXPIRED ->
          refuse("The password has expired. An administrator of the account has to set another.");
      case FORGOTTEN -> refuse("That took too long, or too many attempts. Begin again.");
    }
  }

  private HttpServletRequest request() {
    return (HttpServletRequest) faces.getExternalContext().getRequest();
  }

  private HttpServletResponse response() {
    return (HttpServletResponse) faces.getExternalContext().getResponse();
  }

  private void goOn() throws IOException {
    faces.getExternalContext().redirect(destination(next));
    faces.responseComplete();
  }

  /** Where to go on: what was asked for, where that is a page of the console's own. */
  static String destination(@Nullable String next) {
    return next != null && OWN_PAGE.matcher(next).matches() ? next : FIRST_PAGE;
  }

  private void refuse(String sentence) {
    faces.addMessage(null, new FacesMessage(FacesMessage.SEVERITY_ERROR, sentence, null));
  }

  private static String inWords(Duration wait) {
    long seconds = wait.plusMillis(999).toSeconds();
    if (seconds >= 120) {
      return (seconds + 59) / 60 + " minutes";
    }
    return seconds == 1 ? "1 second" : seconds + " seconds";
  }

  public @Nullable String getAccount() {
    return account;
  }

  public void setAccount(@Nullable String account) {
    this.account = account;
  }

  public @Nullable String getUserName() {
    return userName;
  }

  public void setUserName(@Nullable String userName) {
    this.userName = userName;
  }

  public @Nullable SecretBytes getPassword() {
    return password;
  }

  public void setPassword(@Nullable SecretBytes password) {
    this.password = password;
  }

  public @Nullable SecretBytes getRepeated() {
    return repeated;
  }

  public void setRepeated(@Nullable SecretBytes repeated) {
    this.repeated = repeated;
  }

  public @Nullable String getAnswer() {
    return answer;
  }

  public void setAnswer(@Nullable String answer) {
    this.answer = answer;
  }

  public @Nullable String getCode() {
    return code;
  }

  public void setCode(@Nullable String code) {
    this.code = code;
  }

  public @Nullable String getNext() {
    return next;
  }

  public void setNext(@Nullable String next) {
    this.next = next;
  }
}
