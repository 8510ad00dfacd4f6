package org.latchkey.web.console;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.latchkey.crypto.SecretBytes;
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
      Pattern.compile("/console/[a-z]+(\\?[A-Za-z0-9%=&:/._~+-]*)?");

  @Inject private SignIn signIn;
  @Inject private CurrentUser currentUser;
  @Inject private FacesContext faces;

  private @Nullable String account = Settings.text("account-id").orElse(null);
  private @Nullable String userName = "root";
  private @Nullable SecretBytes password;
  private @Nullable String next;

  /** Sends on whoever is signed in already; a stranger's session does not live long. */
  public void open() throws IOException {
    if (currentUser.isSignedIn()) {
      goOn();
    } else {
      ((HttpServletRequest) faces.getExternalContext().getRequest())
          .getSession()
          .setMaxInactiveInterval(SECONDS_BEFORE_SIGN_IN);
    }
  }

  /** Signs in and shows the page that was asked for, or says that something was wrong. */
  public void signIn() throws IOException {
    try (SecretBytes typed = password) {
      if (typed == null || account == null || userName == null) {
        refuse("Enter an account ID, a user name and a password.");
        return;
      }
      ExternalContext external = faces.getExternalContext();
      SignIn.Outcome outcome =
          signIn.attempt(
              (HttpServletRequest) external.getRequest(),
              (HttpServletResponse) external.getResponse(),
              account.replace("-", ""),
              userName,
              typed);
      if (outcome.success()) {
        goOn();
      } else if (outcome.delay().isZero()) {
        refuse("The account ID, the user name or the password is not right.");
      } else {
        refuse("Too many failed attempts. Try again in " + inWords(outcome.delay()) + ".");
      }
    }
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

  public @Nullable String getNext() {
    return next;
  }

  public void setNext(@Nullable String next) {
    this.next = next;
  }
}
