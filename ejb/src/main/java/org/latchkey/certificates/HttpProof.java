package org.latchkey.certificates;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.latchkey.crypto.RootKey;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.shared.Settings;

/**
 * What a domain's web server shows: a file with this content, or a redirect to the same file here.
 *
 * <p>Account and domain decide both, as with a {@link ControlRecord}.
 *
 * @param file the file's name without its ending
 */
record HttpProof(String file, String content) {

  /** Where certificate authorities look (CA/Browser Forum Baseline Requirements, 3.2.2.4.18). */
  static final String PATH = "/.well-known/pki-validation/";

  private static final String ENDING = ".txt";
  private static final int HALF = 32;

  /** The proof for an account and a domain. */
  static HttpProof of(RootKey rootKey, String account, String domain) {
    try (SecretBytes subject = SecretBytes.copyOf((account + " " + domain).getBytes(UTF_8))) {
      String digits = rootKey.identify(subject, "http-validation".getBytes(UTF_8));
      return new HttpProof(digits.substring(0, HALF), digits.substring(HALF));
    }
  }

  String path() {
    return PATH + file + ENDING;
  }

  String redirectFrom(String domain) {
    return "http://" + domain + path();
  }

  String redirectTo() {
    return Settings.text("public-url").orElse("") + path();
  }
}
