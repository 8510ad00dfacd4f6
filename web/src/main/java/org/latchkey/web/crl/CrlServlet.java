package org.latchkey.web.crl;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.latchkey.authorities.RevocationFiles;
import org.latchkey.authorities.RevocationFiles.RevocationFile;
import org.latchkey.shared.ServiceException;

/** Gives revocation lists away. What stands before the file's name does not matter. */
@WebServlet(name = "crl", urlPatterns = "/crl/*")
public class CrlServlet extends HttpServlet {

  /** A list may be replaced at any moment, so whoever keeps one asks again before long. */
  private static final String CACHE = "public, max-age=60, must-revalidate";

  @Inject private transient RevocationFiles files;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = request.getPathInfo();
    Optional<RevocationFile> found;
    try {
      found =
          path == null ? Optional.empty() : files.find(path.substring(path.lastIndexOf('/') + 1));
    } catch (ServiceException notNow) {
      response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
      response.setHeader("Retry-After", "5");
      response.setContentLength(0);
      return;
    }
    if (found.isEmpty()) {
      response.setStatus(HttpServletResponse.SC_NOT_FOUND);
      response.setContentLength(0);
      return;
    }
    RevocationFile list = found.get();
    String tag = "\"" + list.number() + '"';
    response.setHeader("ETag", tag);
    response.setHeader("Cache-Control", CACHE);
    response.setDateHeader("Last-Modified", list.thisUpdate().toEpochMilli());
    if (tag.equals(request.getHeader("If-None-Match"))) {
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      return;
    }
    response.setContentType("application/pkix-crl");
    response.setContentLength(list.content().length);
    response.getOutputStream().write(list.content());
  }

  /** Would send the request's headers back. */
  @Override
  protected void doTrace(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setStatus(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
  }
}
