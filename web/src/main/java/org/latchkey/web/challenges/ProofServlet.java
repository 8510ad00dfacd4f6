package org.latchkey.web.challenges;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import java.util.Optional;
import java.util.regex.Pattern;
import org.latchkey.certificates.HttpProofs;

/** Gives away the files to which web servers redirect. */
@WebServlet(name = "proof", urlPatterns = "/.well-known/pki-validation/*")
public class ProofServlet extends WellKnownFile {

  @Inject private transient HttpProofs proofs;

  public ProofServlet() {
    super(Pattern.compile("/([0-9a-f]{32})\\.txt"), "text/plain;charset=us-ascii");
  }

  @Override
  Optional<String> content(String name) {
    return proofs.find(name);
  }
}
