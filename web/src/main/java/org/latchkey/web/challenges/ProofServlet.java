package org.latchkey.web.approval;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.latchkey.certificates.HttpProofs;

/** Gives away the files to which web servers redirect. */
@WebServlet(name = "proof", urlPatterns = "/.well-known/pki-validation/*")
public class ProofServlet extends HttpServlet {

  private static final Pattern FILE = Pattern.compile("/([0-9a-f]{32})\\.txt");

  @Inject private transient HttpProofs proofs;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = request.getPathInfo();
    Matcher file = FILE.matcher(path == null ? "" : path);
    Optional<String> content = file.matches() ? proofs.find(file.group(1)) : Optional.empty();
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
    if (content.isEmpty()) {
      response.setStatus(HttpServletResponse.SC_NOT_FOUND);
      response.setContentLength(0);
      return;
    }
    byte[] body = content.get().getBytes(US_ASCII);
    response.setContentType("text/plain;charset=us-ascii");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  /** Would send the request's headers back. */
  @Override
  protected void doTrace(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setStatus(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
  }
}
