package org.latchkey.web.challenges;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import java.util.Optional;
import java.util.regex.Pattern;
import org.latchkey.publicca.HttpChallenges;

/** Shows a CA that this server answers under a name. */
@WebServlet(name = "challenge", urlPatterns = "/.well-known/acme-challenge/*")
public class ChallengeServlet extends WellKnownFile {

  @Inject private transient HttpChallenges challenges;

  /** RFC 8555 section 8.3: tokens are of the base64url alphabet. */
  public ChallengeServlet() {
    super(Pattern.compile("/([A-Za-z0-9_-]{1,256})"), "application/octet-stream");
  }

  @Override
  Optional<String> content(String name) {
    return challenges.find(name);
  }
}
