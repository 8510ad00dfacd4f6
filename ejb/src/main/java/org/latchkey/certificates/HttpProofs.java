package org.latchkey.certificates;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.net.URI;
import java.util.Optional;
import org.latchkey.shared.Settings;

/** The files to which web servers redirect whoever looks for what shows control of a domain. */
@ApplicationScoped
@Transactional
public class HttpProofs {

  @Inject private NameValidations names;

  /**
   * Whether a name is this server's own, at which the files are: that of the setting {@code
   * public-url}.
   *
   * @param host may have a port
   */
  public static boolean isOwnHost(String host) {
    String url = Settings.text("public-url").orElse(null);
    return url != null
        && host.replaceFirst(":\\d*$", "").equalsIgnoreCase(URI.create(url).getHost());
  }

  /** The content of a file; empty for one that no certificate's name has. */
  public Optional<String> find(String file) {
    return names.proof(file).map(HttpProof::content);
  }
}
