package org.latchkey.web.ocsp;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.latchkey.authorities.OcspResponder;
import org.latchkey.authorities.OcspResponder.Answer;

/**
 * Takes OCSP requests and gives the answers, with RFC 5019's headers for those that can be kept.
 */
@WebServlet(
    name = "ocsp",
    urlPatterns = {"/ocsp", "/ocsp/*"})
public class OcspServlet extends HttpServlet {

  /** The most octets of a request; more are not read. */
  private static final int MAX_REQUEST = 16_384;

  /** After a revocation, caches on the way may go on giving an older answer for so long. */
  private static final Duration CACHED = Duration.ofMinutes(5);

  private static final String PATH = "/ocsp";

  @Inject private transient OcspResponder responder;
  @Inject private transient Clock clock;

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    byte[] body = request.getInputStream().readNBytes(MAX_REQUEST + 1);
    write(responder.answer(path(request).authorityId(), body), response, false);
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    OcspPath path = path(request);
    byte[] asked = path.request();
    write(
        responder.answer(path.authorityId(), asked == null ? new byte[0] : asked), response, true);
  }

  /** Would send the request's headers back. */
  @Override
  protected void doTrace(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setStatus(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
  }

  private static OcspPath path(HttpServletRequest request) {
    return OcspPath.of(request.getRequestURI().substring(PATH.length()));
  }

  private void write(Answer answer, HttpServletResponse response, boolean cacheable)
      throws IOException {
    Instant thisUpdate = answer.thisUpdate();
    Instant nextUpdate = answer.nextUpdate();
    if (cacheable && thisUpdate != null && nextUpdate != null) {
      Duration left = Duration.between(clock.instant(), nextUpdate);
      Duration kept = left.compareTo(CACHED) < 0 ? left : CACHED;
      response.setHeader(
          "Cache-Control",
          "max-age=" + Math.max(0, kept.toSeconds()) + ", public, no-transform, must-revalidate");
      response.setDateHeader("Last-Modified", thisUpdate.toEpochMilli());
      response.setDateHeader("Expires", nextUpdate.toEpochMilli());
      response.setHeader("ETag", "\"" + Long.toHexString(thisUpdate.toEpochMilli()) + '"');
    } else {
      response.setHeader("Cache-Control", "no-store");
    }
    response.setContentType("application/ocsp-response");
    response.setContentLength(answer.content().length);
    response.getOutputStream().write(answer.content());
  }
}
