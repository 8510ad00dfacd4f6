package org.latchkey.crypto;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A PKCS#11 token that cannot be opened, or has not done what it was asked to. */
public final class TokenUnavailable extends RuntimeException {

  private static final String CRYPTOKI_ERROR = "PKCS11Exception";

  /** Why, as far as the library's return value (PKCS#11 v2.40, section 5.1) says it. */
  public enum Reason {
    /** There is no library, or no slot of that number in it. */
    NOT_FOUND,
    /** The slot is empty, or its token has not been initialised. */
    NOT_PRESENT,
    /** The PIN is not the user's. */
    PIN_INCORRECT,
    /** The user has been locked out. */
    PIN_LOCKED,
    /** The token has no user yet. */
    USER_UNKNOWN,
    /** Another user is logged in. */
    OTHER_USER_LOGGED_IN,
    /** The token lacks an algorithm that is needed. */
    UNSUITABLE,
    /** There is no key of that label in the token. */
    KEY_NOT_FOUND,
    /** The device does not answer. */
    UNREACHABLE,
    /** Anything else. */
    FAILED
  }

  private static final Map<String, Reason> REASONS =
      Map.ofEntries(
          Map.entry("CKR_SLOT_ID_INVALID", Reason.NOT_FOUND),
          Map.entry("CKR_TOKEN_NOT_PRESENT", Reason.NOT_PRESENT),
          Map.entry("CKR_TOKEN_NOT_RECOGNIZED", Reason.NOT_PRESENT),
          Map.entry("CKR_PIN_INCORRECT", Reason.PIN_INCORRECT),
          Map.entry("CKR_PIN_INVALID", Reason.PIN_INCORRECT),
          Map.entry("CKR_PIN_LEN_RANGE", Reason.PIN_INCORRECT),
          Map.entry("CKR_PIN_EXPIRED", Reason.PIN_INCORRECT),
          Map.entry("CKR_PIN_LOCKED", Reason.PIN_LOCKED),
          Map.entry("CKR_USER_PIN_NOT_INITIALIZED", Reason.USER_UNKNOWN),
          Map.entry("CKR_USER_ANOTHER_ALREADY_LOGGED_IN", Reason.OTHER_USER_LOGGED_IN),
          Map.entry("CKR_DEVICE_ERROR", Reason.UNREACHABLE),
          Map.entry("CKR_DEVICE_REMOVED", Reason.UNREACHABLE));

  private final Reason reason;

  /** A token that is not to be had for this reason. */
  public TokenUnavailable(Reason reason) {
    this(reason, null);
  }

  TokenUnavailable(Reason reason, @Nullable Throwable cause) {
    super("the token cannot be used: " + reason, cause);
    this.reason = reason;
  }

  /** What a provider's exception tells, by the return value of the library that caused it. */
  static TokenUnavailable of(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      String message = cause.getMessage();
      if (cause.getClass().getSimpleName().equals(CRYPTOKI_ERROR) && message != null) {
        String name = message.split("\\W", 2)[0];
        return new TokenUnavailable(REASONS.getOrDefault(name, Reason.FAILED), thrown);
      }
    }
    return new TokenUnavailable(Reason.FAILED, thrown);
  }

  public Reason reason() {
    return reason;
  }
}
