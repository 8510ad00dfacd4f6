package org.latchkey.publicca;

import java.net.URI;
import java.util.Locale;
import java.util.Set;

/** Why the CA, or the way to it, did not do what was asked. */
public enum Refusal {
  /** The CA's policy does not let it issue for a name. */
  NAME_NOT_ALLOWED(true),
  /** It knows no names of that kind. */
  NAME_NOT_PUBLIC(true),
  /** CAA records (RFC 8659) keep it from issuing. */
  CAA(true),
  /** It did not find the answer to its challenge. */
  CONTROL_NOT_SHOWN(false),
  /** Somebody has to do something at the CA, for example agree to its terms. */
  ACTION_REQUIRED(false),
  /** What was sent is not what it takes. */
  MALFORMED(true),
  /** It has answered too much for now, cannot be reached, or says what is not known here. */
  UNAVAILABLE(false);

  private static final String PREFIX = "urn:ietf:params:acme:error:";

  private static final Set<String> CONTROL =
      Set.of("unauthorized", "connection", "dns", "tls", "incorrectresponse");

  private final boolean lasting;

  Refusal(boolean lasting) {
    this.lasting = lasting;
  }

  /** Whether asking again would be of no use. */
  public boolean isLasting() {
    return lasting;
  }

  /** What a problem's type (RFC 8555 section 6.7) stands for. */
  static Refusal of(URI type) {
    String text = type.toString();
    String name =
        text.startsWith(PREFIX) ? text.substring(PREFIX.length()).toLowerCase(Locale.ROOT) : "";
    if (CONTROL.contains(name)) {
      return CONTROL_NOT_SHOWN;
    }
    return switch (name) {
      case "rejectedidentifier" -> NAME_NOT_ALLOWED;
      case "unsupportedidentifier" -> NAME_NOT_PUBLIC;
      case "caa" -> CAA;
      case "badcsr", "badpublickey" -> MALFORMED;
      case "useractionrequired", "externalaccountrequired", "accountdoesnotexist" ->
          ACTION_REQUIRED;
      default -> UNAVAILABLE;
    };
  }
}
