package org.latchkey.web.challenges;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.latchkey.certificates.HttpProofs;

/**
 * Gives away the files to which web servers redirect, at this server's own name alone: under
 * another name that leads here they would show control of that name, which the account need not
 * have.
 */
@WebServlet(name = "proof", urlPatterns = "/.well-known/pki-validation/*")
public class ProofServlet extends WellKnownFile {

  @Inject private transient HttpProofs proofs;

  public ProofServlet() {
    super(Pattern.compile("/([0-9a-f]{32})\\.txt"), "text/plain;charset=us-ascii");
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (HttpProofs.isOwnHost(request.getServerName())) {
      super.doGet(request, response);
    } else {
      response.setStatus(HttpServletResponse.SC_NOT_FOUND);
      response.setContentLength(0);
    }
  }

  @Override
  Optional<String> content(String name) {
    return proofs.find(name);
  }
}
